"""A trace's lines as text and back: strict, bounded, and chained so that a changed line shows.

`encoded` and `decoded` are each other's inverse. The chain is computed over the text as it stands,
so that checking it needs no second serialisation.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from hashlib import sha256
from types import NoneType
from typing import Any, get_args

from appsec.model.trace import (
    Bytes,
    Canary,
    Device,
    DeviceKind,
    EndReason,
    HookState,
    LifeEvent,
    Line,
    Phase,
    Text,
    Thing,
    Value,
)

MAX_LINE = 1 << 20
"""Bytes of the longest line that is read; an agent cuts what it passes on far below."""
MAX_DEPTH = 6
"""How deep lists of arguments may be in one another."""
START = "0" * 16
"""The chain before the first line."""

_KINDS: Mapping[str, type[Any]] = {kind.__name__.lower(): kind for kind in get_args(Line)}
_PARTS = (Device, Bytes, Thing, Text)
# A field that has its default is not written: most of a call's are empty.
_DEFAULTS = {
    kind: tuple((each.name, each.default) for each in fields(kind))
    for kind in (*_KINDS.values(), *_PARTS)
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_TAIL = len(',"h":"0123456789abcdef"}')


class BadLine(ValueError):
    """A line that is no line of a trace: what is wrong with it."""


def encoded(line: Line, number: int, chain: str) -> tuple[str, str]:
    """The line's text without its newline, and the chain after it."""
    plain = {"t": _NAMES[type(line)], "n": number, **_plain_fields(line)}
    body = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))[:-1]
    after = chained(body.encode("utf-8", "surrogatepass"), chain)
    return f'{body},"h":"{after}"}}', after


def chained(body: bytes, chain: str) -> str:
    """The chain after a line whose bytes up to `,"h":` are given."""
    return sha256(chain.encode() + body).hexdigest()[:16]


def split_chain(raw: bytes) -> tuple[bytes, str]:
    """The bytes of a line up to its chain, and the chain it states. Raises BadLine."""
    body, tail = raw[:-_TAIL], raw[-_TAIL:]
    if not (tail.startswith(b',"h":"') and tail.endswith(b'"}')):
        raise BadLine("no checksum at its end")
    return body, tail[6:-2].decode("latin-1")


def parsed(raw: bytes) -> dict[str, Any]:
    """The JSON object of one line. Raises BadLine."""
    if len(raw) > MAX_LINE:
        raise BadLine(f"longer than {MAX_LINE} bytes")
    try:
        plain = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"no JSON: {str(error)[:80]}") from error
    if not isinstance(plain, dict):
        raise BadLine("no object")
    return plain


def decoded(plain: Mapping[str, Any]) -> Line:
    """The line that an object stands for; `t`, `n`, `h` are left to the caller. Raises BadLine."""
    name = plain.get("t")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadLine(f"kind {str(plain.get('t'))[:40]!r}")
    given = {key: value for key, value in plain.items() if key not in ("t", "n", "h")}
    line: Line = _built(kind, given)
    return line


def _plain_fields(value: Any) -> dict[str, Any]:
    return {
        name: _plain(given)
        for name, default in _DEFAULTS[type(value)]
        if (given := getattr(value, name)) != default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Bytes | Thing | Text):
        # By place, not by name: nothing may be left out, empty or not.
        return {_TAGS[type(value)]: [getattr(value, name) for name, _ in _DEFAULTS[type(value)]]}
    if is_dataclass(value):
        return _plain_fields(value)
    return value


def _built(kind: type[Any], given: Mapping[str, Any]) -> Any:
    readers = _FIELDS[kind]
    if strange := given.keys() - readers.keys():
        raise BadLine(f"unknown {sorted(strange)[0][:40]!r}")
    try:
        return kind(**{name: readers[name](value) for name, value in given.items()})
    except TypeError as error:
        raise BadLine(f"{kind.__name__}: {str(error)[:80]}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadLine("no text where one belongs")
    return value


def _hex(value: Any) -> str:
    text = _text(value)
    try:
        bytes.fromhex(text)
    except ValueError as error:
        raise BadLine("no bytes in hexadecimal where they belong") from error
    return text


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadLine("no whole number where one belongs")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadLine("neither true nor false")
    return value


def _maybe(value: Any) -> bool | None:
    return None if value is None else _truth(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadLine("no list where one belongs")
    return tuple(_text(one) for one in value)


def _one_of(closed: type[StrEnum]) -> Callable[[Any], StrEnum]:
    known = {str(member): member for member in closed}

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            raise BadLine(f"no {closed.__name__}: {str(value)[:40]!r}")
        return known[value]

    return read


def _value(value: Any, depth: int = 0) -> Value:
    # By far the most values are of these; asking for the exact type costs a third of isinstance.
    if type(value) in _SCALARS:
        return value  # type: ignore[no-any-return]
    if depth >= MAX_DEPTH:
        raise BadLine("lists too deep in one another")
    if isinstance(value, list):
        return tuple(_value(one, depth + 1) for one in value)
    if isinstance(value, dict) and len(value) == 1:
        ((tag, given),) = value.items()
        kind = _TAGGED.get(tag)
        if kind is not None and isinstance(given, list):
            readers = _FIELDS[kind].values()
            if len(given) == len(readers):
                return kind(*(read(each) for read, each in zip(readers, given, strict=True)))
    raise BadLine("no value of a known form")


def _values(value: Any) -> tuple[Value, ...]:
    if not isinstance(value, list):
        raise BadLine("no list where one belongs")
    return tuple(_value(one) for one in value)


def _device(value: Any) -> Device:
    if not isinstance(value, dict):
        raise BadLine("no device")
    device: Device = _built(Device, value)
    return device


def _canaries(value: Any) -> tuple[Canary, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise BadLine("no list of canaries")
    return tuple(_built(Canary, one) for one in value)


_SCALARS = frozenset((str, int, float, bool, NoneType))
_TAGS = {Bytes: "bytes", Thing: "thing", Text: "text"}
_TAGGED: Mapping[str, type[Bytes] | type[Thing] | type[Text]] = {
    tag: kind for kind, tag in _TAGS.items()
}

_BY_TYPE: Mapping[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _number,
    bool: _truth,
    bool | None: _maybe,
    tuple[str, ...]: _texts,
    Value: _value,
    tuple[Value, ...]: _values,
    Device: _device,
    tuple[Canary, ...]: _canaries,
    **{closed: _one_of(closed) for closed in (Phase, HookState, LifeEvent, EndReason, DeviceKind)},
}
_FIELDS: Mapping[type[Any], Mapping[str, Callable[[Any], Any]]] = {
    kind: {
        each.name: _hex if (kind, each.name) == (Bytes, "hex") else _BY_TYPE[each.type]
        for each in fields(kind)
    }
    for kind in (*_KINDS.values(), *_PARTS)
}
