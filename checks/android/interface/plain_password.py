"""Is a field for a password set to show what is typed?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    FieldRead,
    Hit,
    Origin,
    Question,
    Seen,
    constant_numbers,
    sightings,
    table,
    words_of,
)

_SET = "android.widget.TextView.setInputType"
_TEXT, _NUMBER, _CLASS, _VARIATION = 0x1, 0x2, 0xF, 0xFF0
_HIDDEN = frozenset(((_TEXT, 0x80), (_TEXT, 0x90), (_TEXT, 0xE0), (_NUMBER, 0x10)))
"""Password, visible password (a button to reveal it), web password, number password."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only where the name of the field tells what it is for; most fields have their type in a
    layout, which is not looked at here."""
    yield from sightings(
        Hit(site, "shown", {"field": name}, Question)
        for site in app.code.calls(_SET)
        if site.origin is Origin.APP and (name := _secret_field(site)) and _shows(site)
    )


def _secret_field(site: CallSite) -> str:
    field = site.receiver
    name = field.name if isinstance(field, FieldRead) else ""
    return "" if set(words_of(name)).isdisjoint(table(__file__, "secret_fields")) else name


def _shows(site: CallSite) -> bool:
    """Whether the type has no variation for passwords; one that cannot be told is not asked."""
    return any(
        kind & _CLASS in (_TEXT, _NUMBER) and (kind & _CLASS, kind & _VARIATION) not in _HIDDEN
        for kind in constant_numbers(site.argument(0))
    )
