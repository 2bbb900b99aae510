"""Do text fields limit what can be typed, by type and by length?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Evidence,
    FieldKind,
    Finding,
    Question,
    Seen,
    TextField,
    by_layout,
    listed,
    names_of,
    places_of,
)

ORDINARY = (FieldKind.EDIT, FieldKind.COMPLETION)


def check(app: AndroidApp) -> Iterator[Seen]:
    """A finding for each layout with a sensitive field that takes anything of any length. All
    other fields that lack a type or a length are one question: code may check them.

    Search boxes are none of its matter.
    """
    fields = [field for field in app.text_fields.own if not _searches(field)]
    free = [field for field in fields if _certain(field)]
    for layout, found in by_layout(free).items():
        values = {"layout": layout, "fields": names_of(found)}
        yield Finding("unlimited", places_of(found), values, identity=("layout",))
    lacking = [field for field in fields if not _certain(field) and not _limited(field)]
    if lacking:
        layouts = listed(", ", sorted({field.layout for field in lacking}))
        yield Question("partly-limited", places_of(lacking), {"layouts": layouts})
    if fields and not free and not lacking:
        layouts = listed(", ", sorted({field.layout for field in fields}))
        yield Evidence("limited", places_of(fields), {"layouts": layouts})


def _searches(field: TextField) -> bool:
    return field.kind is FieldKind.SEARCH or "actionSearch" in field.ime_options


def _certain(field: TextField) -> bool:
    """Surely sensitive, and with neither type nor length in layout, style or theme."""
    return (
        field.asks_surely
        and field.kind in ORDINARY
        and field.input_type is None
        and field.max_length is None
        and not field.digits
        and not {"inputType", "maxLength", "digits"} & set(field.unsure)
    )


def _limited(field: TextField) -> bool:
    """A type is one that the layout names: whether it is the right one, it cannot tell."""
    typed = field.input_type is not None or bool(field.digits)
    return typed and field.max_length is not None
