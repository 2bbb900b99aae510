"""Annotations of methods, as far as their elements are plain texts."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from appsec.readers.dex.code import uleb
from appsec.readers.dex.file import BadDex, Dex

_DIRECTORY = 5
_HEADER, _ENTRY, _OFFSET = 16, 8, 4
_STRING, _ARRAY, _ANNOTATION, _NULL, _BOOLEAN = 0x17, 0x1C, 0x1D, 0x1E, 0x1F
_NO_PAYLOAD = (_NULL, _BOOLEAN)


class Annotated(NamedTuple):
    """A method by its index, the descriptor of one of its annotations, and the texts in it."""

    method: int
    kind: str
    texts: Mapping[str, str]


def annotated_methods(dex: Dex, types: frozenset[str]) -> Iterator[Annotated]:
    """The methods with annotations of these types, class by class. Raises BadDex."""
    wanted = {n: kind for kind in types if (n := _type(dex, kind)) >= 0}
    if not wanted:
        return
    left = len(dex.data)
    known: dict[int, list[tuple[str, int]]] = {}
    for at in dex.classes[:, _DIRECTORY].tolist():
        for method, place in _methods(dex, at) if at else ():
            new = [] if place in known else _offsets(dex, place)
            # Each takes bytes of its own, lists that are the same once: no more than there are.
            left -= _ENTRY + _OFFSET * len(new)
            if left < 0:
                raise BadDex("annotations overlap")
            if place not in known:
                kinds_at = (uleb(dex, one + 1) for one in new)
                known[place] = [(wanted[kind], one) for kind, one in kinds_at if kind in wanted]
            left -= len(known[place])
            for kind, begin in known[place]:
                yield Annotated(method, kind, _texts(dex, begin))


def _type(dex: Dex, descriptor: str) -> int:
    """The index of a type, or -1."""
    name = dex.find_string(descriptor)
    found: list[int] = np.flatnonzero(dex.type_names == name).tolist()
    return found[0] if name >= 0 and found else -1


def _methods(dex: Dex, at: int) -> list[tuple[int, int]]:
    """The methods of a directory, and where their annotations are listed."""
    fields, methods = np.frombuffer(dex.part(at + 4, 8), "<u4").tolist()
    rows = dex.part(at + _HEADER + _ENTRY * fields, _ENTRY * methods)
    return [(int(one), int(place)) for one, place in np.frombuffer(rows, "<u4").reshape(-1, 2)]


def _offsets(dex: Dex, at: int) -> list[int]:
    """Where the annotations of a list are."""
    count = int.from_bytes(dex.part(at, 4), "little")
    found: list[int] = np.frombuffer(dex.part(at + 4, _OFFSET * count), "<u4").tolist()
    return found


def _texts(dex: Dex, at: int) -> dict[str, str]:
    """The texts by name, up to the first array or annotation: what follows is not looked for."""
    found: dict[str, str] = {}
    count, at = uleb(dex, at)
    for _ in range(count):
        name, at = uleb(dex, at)
        head = dex.part(at, 1)[0]
        kind, size = head & 0x1F, 0 if head & 0x1F in _NO_PAYLOAD else (head >> 5) + 1
        if kind in (_ARRAY, _ANNOTATION):
            break
        if kind == _STRING:
            index = int.from_bytes(dex.part(at + 1, size), "little")
            found[dex.string(name)] = dex.string(index)
        at += 1 + size
    return found
