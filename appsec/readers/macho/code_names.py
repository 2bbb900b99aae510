"""Where code names constant texts."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from appsec.readers.macho.arm64 import Kind
from appsec.readers.macho.arm64_refs import Use
from appsec.readers.macho.code import SliceCode, Text
from appsec.readers.macho.image import Text as Constant

_SHORT = 15
"""Bytes of the longest text that Swift keeps in two registers."""
_CHUNK = 2
_NEAR = 8
_KEEP = 3
_POINTER = 8
_MAX_ROW = 256


def texts_named(code: SliceCode, texts: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Where one of these texts is named: the text, the address of the code, and its function."""
    places = {*_referred(code, texts), *_listed(code, texts), *_short(code, texts)}
    for at, text in sorted(places):
        start = code.functions_at(np.array([at], np.int64))
        yield text, at, start[0] if start else 0


def _referred(code: SliceCode, texts: frozenset[str]) -> Iterator[tuple[int, str]]:
    for use, meaning in (
        (Use.TAKEN, code.image.constant),
        (Use.LOADED, code.image.pointer),
    ):
        found = code.references.of(use)
        known: dict[int, str] = {}
        for address in np.unique(found.targets).tolist():
            target = meaning(address)
            if isinstance(target, Constant) and target.value in texts:
                known[address] = target.value
        hit = np.isin(found.targets, np.fromiter(known, np.int64, len(known)))
        pairs = zip(found.sites[hit].tolist(), found.targets[hit].tolist(), strict=True)
        yield from ((at, known[address]) for at, address in pairs)


def _listed(code: SliceCode, texts: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Texts of arrays that code names: it gets to each of them from the first."""
    found = code.references.of(Use.TAKEN)
    held: dict[int, list[str]] = {}
    for address in np.unique(found.targets).tolist():
        row: list[str] = []
        while len(row) < _MAX_ROW and isinstance(
            target := code.image.pointer(address + _POINTER * len(row)), Constant
        ):
            row.append(target.value)
        if wanted := sorted(texts.intersection(row)):
            held[address] = wanted
    hit = np.isin(found.targets, np.fromiter(held, np.int64, len(held)))
    for at, address in zip(found.sites[hit].tolist(), found.targets[hit].tolist(), strict=True):
        yield from ((at, text) for text in held[address])


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
