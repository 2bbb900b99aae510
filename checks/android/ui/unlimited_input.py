"""Do text fields limit what can be typed, by type and by length?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Evidence,
    FieldKind,
    Finding,
    Origin,
    Question,
    Seen,
    TextField,
    by_layout,
    listed,
    names_of,
    names_with_layouts,
    places_of,
)

ORDINARY = (FieldKind.EDIT, FieldKind.COMPLETION)


def check(app: AndroidApp) -> Iterator[Seen]:
    """A finding for each layout with a sensitive field that takes anything of any length. All
    other fields that lack a type or a length are one question: code may check them.

    Search boxes may take anything; they are shown, because they are inputs all the same.
    """
    own = app.text_fields.own
    fields = [field for field in own if not field.is_search]
    free = [field for field in fields if _certain(field)]
    for layout, found in by_layout(free).items():
        values = {"layout": layout, "fields": names_of(found)}
        yield Finding("unlimited", places_of(found), values, identity=("layout",))
    lacking = [field for field in fields if not _certain(field) and not field.is_limited]
    if lacking:
        layouts = listed(", ", sorted({field.layout for field in lacking}))
        yield Question("partly-limited", places_of(lacking), {"layouts": layouts})
    foreign = [f for f in app.text_fields.of_libraries if f.asks and not f.is_limited]
    if foreign:
        values = {"fields": names_with_layouts(foreign)}
        yield Question("in-libraries", places_of(foreign), values, origin=Origin.LIBRARY)
    if own and not free and not lacking:
        shown, key = (fields, "limited") if fields else (own, "search")
        layouts = listed(", ", sorted({field.layout for field in shown}))
        yield Evidence(key, places_of(shown), {"layouts": layouts})


def _certain(field: TextField) -> bool:
    """Surely sensitive, and with neither type nor length in layout, style or theme."""
    return (
        field.asks_surely
        and field.kind in ORDINARY
        and field.input_type is None
        and field.max_length is None
        and not field.digits
        and field.is_open
        and field.has_sure_limits
    )
