"""Values made of others, with some of these replaced by what is known of them."""

from collections.abc import Callable

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    ClassConstant,
    Constant,
    New,
    OneOf,
    Parameter,
    Returned,
    Unknown,
    Value,
    one_of,
)
from appsec.readers.dex.invoke import MAX_TEXT, shallow

SETTLED = frozenset((Changed, ClassConstant, Constant, Unknown))
"""Kinds of values that are all that can be told."""


def with_parts(value: Built | Array | New, change: Callable[[Value], Value]) -> Value:
    """The same made of other parts."""
    if isinstance(value, Built):
        parts = value.parts
    else:
        parts = value.elements if isinstance(value, Array) else value.arguments
    known: dict[int, Value] = {}
    for one in parts:
        if type(one) not in SETTLED and id(one) not in known:
            known[id(one)] = change(one)
    found = shallow(tuple([known.get(id(one), one) for one in parts])) if known else parts
    if isinstance(value, Built):
        return _joined(found, value)
    if isinstance(value, Array):
        return Array(value.type, found, value.site)
    return New(value.type, found, value.site)


def filled(value: Value, arguments: tuple[Value, ...], static: bool) -> Value:
    """With a helper's own parameters as what was passed for them here."""
    if isinstance(value, Parameter):
        at = value.number if static else value.number + 1
        return arguments[at] if at < len(arguments) else UNKNOWN
    if isinstance(value, (Built, Array, New)):
        return with_parts(value, lambda one: filled(one, arguments, static))
    if isinstance(value, Returned):
        inner = tuple([filled(one, arguments, static) for one in value.arguments])
        return Returned(value.method, shallow(inner))
    if isinstance(value, OneOf):
        return one_of(filled(one, arguments, static) for one in value.values)
    return value


def _joined(parts: tuple[Value, ...], built: Built) -> Value:
    texts = [one.value for one in parts if isinstance(one, Constant)]
    known = [text for text in texts if isinstance(text, str)]
    if len(known) < len(parts) or sum(map(len, known)) > MAX_TEXT:
        return Built(parts, built.site)
    return Constant("".join(known))
