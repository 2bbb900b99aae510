"""What an iOS app's code does with formats: texts put together, logged values, foreign formats."""

import re

from appsec.facts.ios_code import (
    NOTHING,
    Argument,
    CallResult,
    NativeCall,
    NativeValue,
    Number,
    Symbol,
    Words,
    choices,
)
from appsec.facts.ios_objects import parts
from appsec.model.frozen import frozen

_FORMATS = ("stringWithFormat:", "initWithFormat:", "localizedStringWithFormat:")
_JOINS = ("stringByAppendingString:", "stringByAppendingFormat:")
_TEXT = re.compile(r"%(\d+\$)?[-+ #0]*\d*(\.\d+)?l?[@sS]")
_PLACE = re.compile(
    r"(?:(?P<label>\w+)[ =:\[({<'\"]*)?%(?:\{(?P<how>[^}]*)\})?[-+ #0-9.*$']*"
    r"(?:hh?|ll?|[qjztL])?(?P<kind>[a-zA-Z@])"
)
_HOW = re.compile(r"[\w.]+")
_HIDING = ("private", "sensitive", "mask")
_TEXTS = "@sSPpm"
_FORMAT_AT = {"NSLog": 0, "NSLogv": 0, "Foundation.NSLog": 0, "syslog": 1}
"""Which argument of a function that logs is the format; the values follow it."""
_UNIFIED = ("_os_log_impl", "_os_log_debug_impl", "_os_log_error_impl", "_os_log_fault_impl")
_UNIFIED_FORMAT, _UNIFIED_VALUES = 3, 6
_SWIFT_LOG = "os.os_log"
LOGS = (*_FORMAT_AT, *_UNIFIED, _SWIFT_LOG)
"""Functions that write to the system log. Each check that asks for them watches them."""
_LOCALIZED = ("localizedStringForKey:value:table:", "localizedStringForKey:")


def is_put_together(value: NativeValue) -> bool:
    """Whether a text was joined from parts of which at least one is neither a constant nor a
    number."""
    return any(isinstance(one, CallResult) and _joins(one) for one in parts(value))


def _joins(call: CallResult) -> bool:
    given = call.arguments
    if call.callee.selector in _JOINS:
        return not all(isinstance(one, (Words, Symbol)) for one in given)
    if call.callee.selector not in _FORMATS or not given[1:]:
        return False
    _, pattern, *filled = given
    if isinstance(pattern, Words) and not _TEXT.search(pattern.text):
        return False
    return not filled or not all(isinstance(one, (Words, Number, Symbol)) for one in filled)


def is_strange_format(value: NativeValue) -> bool:
    """Whether a format is told, and on some path is neither a constant nor one of the app's
    localized texts."""
    return any(
        isinstance(one, Argument)
        or (isinstance(one, CallResult) and one.callee.selector not in _LOCALIZED)
        for one in choices(value)
    )


@frozen
class LoggedValue:
    """A value that a call writes to the system log, and the word before it in the format
    (`token = %@`); what of both is not told is NOTHING or empty."""

    value: NativeValue
    label: str


def logged_values(call: NativeCall) -> list[LoggedValue]:
    """What one call of `LOGS` writes for others to read. The unified log keeps texts and objects
    out unless the format marks them as public, and whatever the format marks as private."""
    if call.callee.name in _FORMAT_AT:
        at = _FORMAT_AT[call.callee.name]
        labels = [one["label"] or "" for form in _forms(call.argument(at)) for one in _places(form)]
        values = [LoggedValue(value, "") for value in call.arguments[at + 1 :]]
        return [*values, *(LoggedValue(NOTHING, label) for label in labels)]
    swift = call.callee.name == _SWIFT_LOG
    given = call.arguments if swift else (call.argument(_UNIFIED_FORMAT),)
    first = len(call.arguments) if swift else _UNIFIED_VALUES
    return [
        LoggedValue(call.argument(first + number), one["label"] or "")
        for form in (form for value in given for form in _forms(value))
        for number, one in enumerate(_places(form))
        if _is_public(one)
    ]


def _forms(value: NativeValue) -> list[str]:
    return [one.text for one in choices(value) if isinstance(one, Words)]


def _places(form: str) -> list[re.Match[str]]:
    return list(_PLACE.finditer(form.replace("%%", " ")))


def _is_public(place: re.Match[str]) -> bool:
    words = _HOW.findall(place["how"] or "")
    if any(word.startswith(_HIDING) for word in words):
        return False
    return "public" in words or place["kind"] not in _TEXTS
