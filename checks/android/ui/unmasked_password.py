"""Is a password shown in clear while it is typed?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Datum,
    Evidence,
    FieldKind,
    Finding,
    Origin,
    Question,
    Seen,
    TextField,
    by_layout,
    names_of,
    names_with_layouts,
    places_of,
)

SECRETS = (Datum.PASSWORD, Datum.PIN)
ORDINARY = (FieldKind.EDIT, FieldKind.COMPLETION)


def check(app: AndroidApp) -> Iterator[Seen]:
    """A finding for each layout; all doubts are one question.

    Codes that are sent to the user may be shown in clear. A button that reveals a password is
    fine: its field is masked at first.
    """
    secrets = [field for field in app.text_fields.own if field.asks in SECRETS]
    clear = [field for field in secrets if not field.is_masked]
    certain = [field for field in clear if _certain(field)]
    for layout, fields in by_layout(certain).items():
        values = {"layout": layout, "fields": names_of(fields)}
        yield Finding("clear", places_of(fields), values, identity=("layout",))
    if doubtful := [field for field in clear if not _certain(field)]:
        yield Question("doubtful", places_of(doubtful), {"fields": names_with_layouts(doubtful)})
    foreign = [f for f in app.text_fields.of_libraries if f.asks in SECRETS and not f.is_masked]
    if foreign:
        values = {"fields": names_with_layouts(foreign)}
        yield Question("in-libraries", places_of(foreign), values, origin=Origin.LIBRARY)
    if masked := [field for field in secrets if field.is_masked]:
        yield Evidence("masked", places_of(masked), {"fields": names_with_layouts(masked)})


def _certain(field: TextField) -> bool:
    """Named a password, and of a type that shows it. A type for visible passwords may be set on
    purpose, with the dots added by code."""
    return (
        field.asks is Datum.PASSWORD
        and field.asks_surely
        and field.kind in ORDINARY
        and not field.is_visible_password
        and field.is_open
        and field.has_sure_type
    )
