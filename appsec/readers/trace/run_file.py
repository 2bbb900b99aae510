"""The files beside a trace: read where the trace names them, and only as what it says they are."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from appsec.model.trace import Attachment
from appsec.readers.trace.index import Index

T = TypeVar("T")

MAX_LINE = 4 << 20
MAX_NAME = 300
"""Of a name that no file can have, so much is told."""
_NUMBERS = range(-(1 << 63), 1 << 63)


class BadFile(Exception):
    """A file of a run directory that shows nothing: a key of the gaps' words, and what is wrong."""

    def __init__(self, key: str, path: str, why: str = "") -> None:
        super().__init__(f"{key} {path} {why}")
        self.key = key
        self.path = path
        self.why = why


def attached(told: Index, path: str) -> Path | None:
    """The file that a trace names, if it does. Raises BadFile if it is not what it was."""
    named = [line for _, line in told.of(Attachment) if line.path == path]
    if not named:
        return None
    place = inside(told.path.parent, path)
    digest, size = _digest(place, path)
    if (digest, size) != (named[-1].sha256, named[-1].size):
        raise BadFile("run-file-changed", path)
    return place


def by_hash(folder: Path, name: str) -> Path:
    """A file that is named by its own hash. Raises BadFile if it is missing or another."""
    place = inside(folder, name)
    if _digest(place, name)[0] != name:
        raise BadFile("run-file-changed", name)
    return place


def inside(folder: Path, path: str) -> Path:
    """A path below a folder: what leaves it is refused, links on the way included."""
    place = folder / path
    try:
        there = place.resolve() == folder.resolve() / path and place.is_file()
    except (OSError, ValueError, RuntimeError) as error:  # too long, with a NUL, links in a circle
        raise BadFile("run-file-missing", path[:MAX_NAME], type(error).__name__) from error
    if not there:
        raise BadFile("run-file-missing", path[:MAX_NAME])
    return place


def lines_of(place: Path, kinds: tuple[type[T], ...]) -> Iterator[T]:
    """The values in a file of JSON lines, each of the kind of the same rank; the last kind is that
    of all further lines. Raises BadFile."""
    with place.open("rb") as file:
        number = 0
        while raw := file.readline(MAX_LINE + 1):
            kind = kinds[min(number, len(kinds) - 1)]
            number += 1
            try:
                yield _value(kind, json.loads(raw))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise BadFile("run-file-unreadable", place.name, f"line {number}") from error


def _digest(place: Path, path: str) -> tuple[str, int]:
    try:
        with os.fdopen(os.open(place, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError as error:
        raise BadFile("run-file-missing", path, error.strerror or str(error)) from error


def _value(kind: Any, plain: Any) -> Any:
    """A value of a kind from plain JSON, strictly: another type is an error, never converted."""
    if isinstance(kind, UnionType):
        if plain is None:
            return None
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        each, *more = get_args(kind)
        if more == [Ellipsis]:
            return tuple(_value(each, one) for one in _list(plain))
        kinds = (each, *more)
        return tuple(_value(k, one) for k, one in zip(kinds, _list(plain), strict=True))
    if issubclass(kind, StrEnum):
        return kind(plain)
    if kind in (str, int, bool):
        if type(plain) is not kind:
            raise TypeError(f"no {kind.__name__}")
        if kind is int and plain not in _NUMBERS:
            raise ValueError("a number of more than 64 bits")
        return plain
    hints = _hints(kind)
    if not isinstance(plain, dict) or plain.keys() - hints.keys():
        raise TypeError("unknown fields")
    return kind(**{name: _value(hints[name], given) for name, given in plain.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise TypeError("no list")
    return plain
