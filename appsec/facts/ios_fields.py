"""What a person typed into a text field of an iOS app, by the name of the field."""

from appsec.facts.ios_code import CallResult, NativeValue, choices
from appsec.facts.ios_constants import unwrapped

_TEXTS = ("text", "attributedText")
_FIELDS = ("UITextField", "UITextView", "UISearchTextField", "?")


def typed_in_field(value: NativeValue) -> str:
    """The name by which code asks for the field whose text a value is: `passwordField`; empty if it
    is none. A receiver of unknown class counts if its name ends in field, input or box."""
    value = unwrapped(value)
    if not isinstance(value, CallResult) or value.callee.selector not in _TEXTS:
        return ""
    if value.callee.owner not in _FIELDS or not value.arguments:
        return ""
    field = value.arguments[0]
    name = field.callee.selector if isinstance(field, CallResult) else ""
    known = value.callee.owner != "?"
    return name if known or name.lower().endswith(("field", "textfield", "input", "box")) else ""


def names_of_source(value: NativeValue) -> list[str]:
    """The names by which code asks for what a value may be: of a text field (`passwordField`), or
    of a property or method (`accessToken`). Another form of it, such as its bytes, counts as it."""
    plain = [unwrapped(one) for one in choices(value)]
    getters = [one.callee.selector for one in plain if isinstance(one, CallResult)]
    return [name for name in (*map(typed_in_field, plain), *getters) if name]
