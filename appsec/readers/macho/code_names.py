"""Where code names constant texts."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from appsec.readers.macho.arm64 import Kind
from appsec.readers.macho.code import SliceCode, Text

_SHORT = 15
"""Bytes of the longest text that Swift keeps in two registers."""
_CHUNK = 2
_NEAR = 8
_KEEP = 3


def texts_named(code: SliceCode, texts: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Where one of these texts is named: the text, the address of the code, and its function."""
    places = {*_referred(code, texts), *_short(code, texts)}
    for at, text in sorted(places):
        start = code.functions_at(np.array([at], np.int64))
        yield text, at, start[0] if start else 0


def _referred(code: SliceCode, texts: frozenset[str]) -> Iterator[tuple[int, str]]:
    for text in texts:
        for use, address in code.text_index.get(text, ()):
            found = code.references.of(use)
            yield from ((at, text) for at in found.sites[found.targets == address].tolist())


def _short(code: SliceCode, texts: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Short texts of Swift's, which are numbers in the code: 16 bits at a time."""
    for text in texts:
        raw = text.encode()
        if 0 < len(raw) <= _SHORT:
            mark = 0xE0 if text.isascii() else 0xA0
            whole = raw.ljust(_SHORT, b"\0") + bytes((mark | len(raw),))
            parts = [whole[at : at + _CHUNK] for at in range(0, len(whole), _CHUNK)]
            wanted = [(n % 4, int.from_bytes(part, "little")) for n, part in enumerate(parts)]
            for section in code.texts:
                yield from ((at, text) for at in _made(section, [w for w in wanted if w[1]]))


def _made(text: Text, wanted: list[tuple[int, int]]) -> Iterator[int]:
    """Where all these parts of numbers are put into registers, close to one another."""
    moves = np.flatnonzero(text.kinds == Kind.MOVE_WIDE)
    words = text.words[moves]
    positive = (words >> np.uint32(29) & np.uint32(_KEEP)) != 0
    fields = words >> np.uint32(5) & np.uint32(0xFFFF)
    shifts = words >> np.uint32(21) & np.uint32(3)
    places = [moves[positive & (fields == part) & (shifts == at)] for at, part in wanted]
    for at in places[0].tolist():
        if all(_is_near(one, at) for one in places[1:]):
            yield int(at) * 4 + text.base


def _is_near(places: NDArray[np.int64], at: int) -> bool:
    return bool(np.any(np.abs(places - at) <= _NEAR))
