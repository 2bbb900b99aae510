"""What a method does where Swift wrote it: iOS calls a method that hands all on to functions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from appsec.readers.macho.calls import Called
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.walk_values import (
    Either,
    Loaded,
    Param,
    Result,
    Table,
    Value,
    each,
    either,
)

_MAX_DEEP, _MAX_FOLLOWED = 3, 24
_MODULE = "."
"""What is in the names of Swift's classes, and of no others."""


def calls_of(code: SliceCode, start: int) -> Sequence[Called]:
    """The calls of a function. Those of a method of a Swift class are told with the calls of the
    functions of the same image that it calls, in their place and as far as they can be followed:
    the function that a person wrote is one of them."""
    method, calls = code.method(start), code.walk(start).calls
    if not method or _MODULE not in method.owner:
        return calls
    return list(_Behind(code).calls(calls, start, 0))


class _Behind:
    def __init__(self, code: SliceCode) -> None:
        self._code = code
        self._left = _MAX_FOLLOWED
        self._inside: list[int] = []

    def calls(self, calls: Sequence[Called], start: int, deep: int) -> Iterator[Called]:
        self._inside.append(start)
        for one in calls:
            if self._is_followed(one, deep):
                self._left -= 1
                found = self._code.walk(one.target).calls
                told = [_told_by_caller(call, one.arguments) for call in found]
                yield from self.calls(told, one.target, deep + 1)
            else:
                yield one
        self._inside.pop()

    def _is_followed(self, call: Called, deep: int) -> bool:
        target = call.target
        if not target or call.callee.selector or deep >= _MAX_DEEP or not self._left:
            return False
        self._code.walk(target)
        known = target not in self._code.unread and bool(self._code.body(target))
        return known and target not in self._inside


def _told_by_caller(call: Called, given: Sequence[Value]) -> Called:
    arguments = tuple(_put(one, given) for one in call.arguments)
    return replace(call, receiver=_put(call.receiver, given), arguments=arguments)


def _put(value: Value, given: Sequence[Value]) -> Value:
    """A value with what the caller gives in place of parameters."""
    match value:
        case Param(number):
            return given[number] if number < len(given) else None
        case Loaded(base, offset):
            below = _put(base, given)
            return Loaded(below, offset) if isinstance(below, (Param, Loaded, Result)) else None
        case Result():
            return replace(value, arguments=tuple(_put(one, given) for one in value.arguments))
        case Either():
            found = [_put(one, given) for one in each(value)]
            told = found[0]
            for one in found[1:]:
                told = either(told, one)
            return told
        case Table(keyed, entries, complete):
            put = tuple((_put(key, given), _put(one, given)) for key, one in entries)
            return Table(keyed, put, complete)
    return value
