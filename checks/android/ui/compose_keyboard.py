"""Which keyboards do the text fields of Jetpack Compose ask for?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
    New,
    Origin,
    Returned,
    Seen,
    Value,
    alternatives,
    constant_number,
    one_question,
    table,
)

_OPTIONS = "androidx.compose.foundation.text.KeyboardOptions"
_KEYBOARD, _MASK, _WITHOUT_MASK = 2, -2, 4
"""Where the constructor takes the keyboard, and which of its parameters were left out."""
_NOT_TEXT = frozenset(("Decimal", "Number", "NumberPassword", "Password", "Phone"))
_NUMBERS = frozenset((3, 4, 7, 8, 9))
"""The same as numbers, which an optimiser leaves in their place."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """No field's purpose can be told. That it does not correct is not enough: Compose then asks
    for no correction, and says nothing of suggestions."""
    fields = table(__file__, "compose_fields")
    plain = [s for s in app.code.calls(*fields["plain"]) if s.origin is Origin.APP]
    secure = [s for s in app.code.calls(*fields["secure"]) if s.origin is Origin.APP]
    quiet = [site for site in plain if _is_quiet(site)]
    yield from one_question("suggests", (site for site in plain if site not in quiet))
    if places := tuple(sorted({site.at for site in (*secure, *quiet)})):
        yield Evidence("quiet", places, {"count": str(len(places))})


def _is_quiet(site: CallSite) -> bool:
    """Whether the keyboard is one for numbers or passwords whatever path is taken."""
    given = [one for n in site.taking(_OPTIONS) for one in alternatives(site.argument(n))]
    return bool(given) and all(map(_asks_no_text, given))


def _asks_no_text(options: Value) -> bool:
    if not isinstance(options, New) or len(options.arguments) <= _KEYBOARD:
        return False
    masked = len(options.arguments) > _WITHOUT_MASK
    left_out = constant_number(options.arguments[_MASK]) if masked else 0
    if left_out is None or left_out & 1 << _KEYBOARD:
        return False
    keyboard = options.arguments[_KEYBOARD]
    if isinstance(keyboard, Returned):
        return keyboard.method.name.removeprefix("get").partition("-")[0] in _NOT_TEXT
    return constant_number(keyboard) in _NUMBERS
