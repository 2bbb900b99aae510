"""`frozen` and `slotted`: dataclasses with slots whose methods are not compiled until one is made.

The standard library compiles six functions for each such class when it is imported, which takes
0.4 ms in Python 3.11. Each of the two processes of a scan imports some two hundred classes, and
makes one of half of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import cache
from reprlib import recursive_repr
from types import CodeType
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

_NOT_GIVEN = object()
"""Stands for an argument whose default is made anew for each."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """As `dataclass(frozen=True, slots=True)`, without pickling and without fields that may be
    given by name only."""
    return _made(cls, (("__init__", _init), ("__eq__", _eq), ("__hash__", _hash)), _refusal)


@dataclass_transform(field_specifiers=(field,))
def slotted(cls: type[T]) -> type[T]:
    """As `dataclass(slots=True)`, under the same conditions: it may be changed, and has no hash."""
    made = _made(cls, (("__init__", _init), ("__eq__", _eq)), lambda _: ())
    if "__hash__" not in vars(made):
        made.__hash__ = None  # type: ignore[assignment]
    return made


def _made(
    cls: type[T],
    late: Iterable[tuple[str, Callable[..., str]]],
    others: Callable[[type[Any]], Iterable[Callable[..., Any]]],
) -> type[T]:
    """The class with its slots, but for methods that it has of its own."""
    # Without one, the standard library works out the signature and tells that instead.
    cls.__doc__ = cls.__doc__ or cls.__name__
    own = {name for name, value in vars(cls).items() if value is not None}
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for name, source in late:
        if name not in own:
            setattr(made, name, _not_yet(made, name, source))
    for method in (recursive_repr()(_repr(made)), *others(made)):
        if method.__name__ not in own:
            setattr(made, method.__name__, method)
    return made


def _not_yet(cls: type[Any], name: str, source: Callable[..., str]) -> Callable[..., Any]:
    """Gives way to the compiled method when it is called."""

    def compiled(self: Any, *args: Any, **kwargs: Any) -> Any:
        known: dict[str, Any] = {}
        exec(_compiled(source(cls, known)), known)
        method = known[name]
        method.__code__ = _called(method.__code__, [one.name for one in fields(cls)])
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)
        return method(self, *args, **kwargs)

    return compiled


@cache
def _compiled(source: str) -> CodeType:
    """Many classes have methods that differ in names alone, which are numbered in their source."""
    return compile(source, "<string>", "exec")


def _called(code: CodeType, names: Sequence[str]) -> CodeType:
    """With the names of the fields instead of their numbers."""
    own = {_numbered(number): name for number, name in enumerate(names)}
    return code.replace(
        co_varnames=tuple(own.get(name, name) for name in code.co_varnames),
        co_names=tuple(own.get(name, name) for name in code.co_names),
    )


def _numbered(number: int) -> str:
    return f"_field{number}"


def _init(cls: type[Any], known: dict[str, Any]) -> str:
    """One assignment for each field, past `__setattr__`, which refuses."""
    known["_not_given"] = _NOT_GIVEN
    parameters, lines = ["self"], []
    for number, one in enumerate(fields(cls)):
        name = value = _numbered(number)
        known[f"_set{name}"] = getattr(cls, one.name).__set__
        if one.default_factory is not MISSING:
            known[f"_new{name}"] = one.default_factory
            parameters += [f"{name}=_not_given"] * one.init
            fresh = f"_new{name}()"
            value = f"{fresh} if {name} is _not_given else {name}" if one.init else fresh
        elif one.default is not MISSING:
            known[f"_default{name}"] = one.default
            parameters += [f"{name}=_default{name}"] * one.init
            value = name if one.init else f"_default{name}"
        elif one.init:
            parameters.append(name)
        else:
            continue
        lines.append(f"_set{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n    ".join(lines or ["pass"])
    return f"def __init__({', '.join(parameters)}):\n    {body}"


def _eq(cls: type[Any], _: dict[str, Any]) -> str:
    mine, theirs = _compared(cls, "self"), _compared(cls, "other")
    same = "other.__class__ is self.__class__"
    return f"def __eq__(self, other):\n    return {mine} == {theirs} if {same} else NotImplemented"


def _hash(cls: type[Any], _: dict[str, Any]) -> str:
    return f"def __hash__(self):\n    return hash({_compared(cls, 'self')})"


def _compared(cls: type[Any], of: str) -> str:
    """The tuple that the standard library compares and hashes."""
    numbers = [number for number, one in enumerate(fields(cls)) if one.compare]
    return f"({''.join(f'{of}.{_numbered(number)}, ' for number in numbers)})"


def _repr(cls: type[Any]) -> Callable[[Any], str]:
    shown = [one.name for one in fields(cls) if one.repr]

    def __repr__(self: Any) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({inside})"

    return __repr__


def _refusal(cls: type[Any]) -> tuple[Callable[..., Any], ...]:
    def __setattr__(self: Any, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    return __setattr__, __delattr__
