"""Whether an iOS app's code puts a text together, or uses one that is not its own as a format."""

import re

from appsec.facts.ios_code import Argument, CallResult, NativeValue, Number, Symbol, Words, choices
from appsec.facts.ios_objects import parts

_FORMATS = ("stringWithFormat:", "initWithFormat:", "localizedStringWithFormat:")
_JOINS = ("stringByAppendingString:", "stringByAppendingFormat:")
_TEXT = re.compile(r"%(\d+\$)?[-+ #0]*\d*(\.\d+)?l?[@sS]")
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
