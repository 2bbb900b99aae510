"""Rows of yes and no, 64 in a word: what a byte each would cost eight times the memory and time."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
"""The n-th answer is bit n % 64 of word n // 64; all beyond the last are no."""
_WORD = 64
_AT_ONCE = 1 << 18
"""Bytes that stay in the cache of a processor while they are asked about: a multiple of a word."""

Meets = Callable[[NDArray[np.uint8]], NDArray[np.bool_]]
"""Answers for each of some bytes."""


def packed(content: NDArray[np.uint8], meets: Meets) -> Bits:
    """Which bytes meet something, a bit each."""
    words = np.zeros(len(content) // _WORD + 1, np.uint64)
    octets = words.view(np.uint8)
    for at in range(0, len(content), _AT_ONCE):
        some = np.packbits(meets(content[at : at + _AT_ONCE]), bitorder="little")
        octets[at // 8 : at // 8 + len(some)] = some
    return words


def earlier(bits: Bits, count: int) -> Bits:
    """Each answer `count` (1 to 63) places earlier; those before the first are gone."""
    moved = bits >> np.uint64(count)
    moved[:-1] |= bits[1:] << np.uint64(_WORD - count)
    return moved


def later(bits: Bits, count: int) -> Bits:
    """Each answer `count` (1 to 63) places later."""
    moved = bits << np.uint64(count)
    moved[1:] |= bits[:-1] >> np.uint64(_WORD - count)
    return moved


def places(bits: Bits, count: int) -> NDArray[np.int64]:
    """Which of the first `count` are yes."""
    octets = np.unpackbits(bits.view(np.uint8), count=count, bitorder="little")
    return np.flatnonzero(octets.view(np.bool_))


def picked(bits: Bits, where: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The answers at these places."""
    octets: NDArray[np.uint8] = bits.view(np.uint8)[where >> 3] >> (where & 7).astype(np.uint8)
    return (octets & 1).astype(np.bool_)
