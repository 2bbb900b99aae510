"""Rows by a number: found by bisection, or at once where the numbers are few; and numbers once."""

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen

_SMALL = 1 << 16


@frozen
class Grouped:
    """Rows by a number, those of one number in their own order."""

    number: memoryview
    row: memoryview

    def of(self, number: int) -> list[int]:
        """The rows of a number."""
        begin = bisect_left(self.number, number)
        return self.row[begin : bisect_right(self.number, number, begin)].tolist()


@frozen
class Indexed:
    """The same by numbers that count from 0: `begin` says where the rows of each begin."""

    begin: memoryview
    row: memoryview

    def of(self, number: int) -> list[int]:
        """The rows of a number."""
        return self.row[self.begin[number] : self.begin[number + 1]].tolist()


def grouped(number: NDArray[np.int64], row: NDArray[np.int64]) -> Grouped:
    """Rows by any number."""
    number, row = _sorted(number, row)
    return Grouped(number.data, row.data)


def indexed(number: NDArray[np.int64], row: NDArray[np.int64], count: int) -> Indexed:
    """Rows by a number from 0 to below `count`."""
    begin = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(number, minlength=count), out=begin[1:])
    # Small numbers are sorted in a tenth of the time.
    small = number.astype(np.uint16) if count <= _SMALL else number
    return Indexed(begin.data, _sorted(small, row)[1].data)


def _sorted(number: NDArray[Any], row: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    if (number[:-1] > number[1:]).any():
        order = np.argsort(number, kind="stable")
        return number[order], row[order]
    return number, row


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each once, in order. What numpy has for it imports a part of numpy that takes longer than to
    read a DEX file."""
    ordered = np.sort(numbers)
    return ordered[begins(ordered)]


def begins(ordered: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers are not the same as the one before."""
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first
