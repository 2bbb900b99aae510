"""The quick way from plain values to frozen dataclasses, for values that fit at first sight.

What ships fits, and a scan reads little else. Whatever is not plainly of its type is left to
pydantic, which says what is wrong with it, and which takes longer to import than all files to read.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Build = Callable[[Any], Any]
"""Makes a value of one type from a plain one, or raises Unfit."""

_PLAIN = frozenset((str, int, float, bool))


class Unfit(Exception):
    """Not certain to fit; this is no verdict."""


@cache
def builder(shape: Any) -> Build:
    """Takes what strict pydantic takes of a type, or less. Raises Unfit for a type unknown here."""
    origin, inner = get_origin(shape), get_args(shape)
    if shape in _PLAIN:
        return _plain(shape)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return _member(shape)
    if is_dataclass(shape) and isinstance(shape, type):
        return _dataclass(shape)
    if origin is tuple and inner[1:] == (...,):
        return _tuple(builder(inner[0]))
    if origin in (dict, Mapping):
        return _mapping(builder(inner[0]), builder(inner[1]))
    if origin in (Union, UnionType) and inner[1:] == (NoneType,):
        return _optional(builder(inner[0]))
    raise Unfit(str(shape))


def _plain(shape: type) -> Build:
    def build(value: Any) -> Any:
        if type(value) is not shape:
            raise Unfit
        return value

    return build


def _member(shape: type[StrEnum]) -> Build:
    members = {member.value: member for member in shape}

    def build(value: Any) -> StrEnum:
        if type(value) is not str or value not in members:
            raise Unfit
        return members[value]

    return build


def _tuple(item: Build) -> Build:
    def build(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise Unfit
        return tuple([item(each) for each in value])

    return build


def _mapping(key: Build, item: Build) -> Build:
    def build(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise Unfit
        return {key(name): item(each) for name, each in value.items()}

    return build


def _optional(item: Build) -> Build:
    def build(value: Any) -> Any:
        return None if value is None else item(value)

    return build


def _dataclass(shape: type) -> Build:
    config = getattr(shape, "__pydantic_config__", None)
    # Only what is loaded strictly, without unknown keys and under the names of its fields.
    if config != {"extra": "forbid", "strict": True}:
        raise Unfit(shape.__name__)
    hints = get_type_hints(shape, vars(sys.modules[shape.__module__]), include_extras=True)
    known = {field.name: builder(hints[field.name]) for field in fields(shape)}
    needed = {
        field.name
        for field in fields(shape)
        if field.default is MISSING and field.default_factory is MISSING
    }

    def build(value: Any) -> Any:
        if type(value) is not dict or not needed <= value.keys() <= known.keys():
            raise Unfit
        return shape(**{name: known[name](each) for name, each in value.items()})

    return build
