"""Rows of yes and no, 64 in a word: what a byte each would cost eight times the memory and time."""

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
"""The n-th answer is bit n % 64 of word n // 64; all beyond the last are no."""
_WORD = 64


def packed(met: NDArray[np.bool_]) -> Bits:
    """The same answers, a bit each."""
    words = np.zeros(len(met) // _WORD + 1, np.uint64)
    octets = np.packbits(met, bitorder="little")
    words.view(np.uint8)[: len(octets)] = octets
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
