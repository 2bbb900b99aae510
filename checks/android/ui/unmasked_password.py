"""Is a password shown in clear while it is typed?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Datum,
    Evidence,
    FieldKind,
    Finding,
    Location,
    Question,
    Seen,
    TextField,
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
    for layout in dict.fromkeys(field.layout for field in certain):
        fields = [field for field in certain if field.layout == layout]
        values = {"layout": layout, "fields": _shown(fields)}
        yield Finding("clear", _places(fields), values, identity=("layout",))
    if doubtful := [field for field in clear if field not in certain]:
        yield Question("doubtful", _places(doubtful), {"fields": _shown(doubtful, layouts=True)})
    if masked := [field for field in secrets if field.is_masked]:
        yield Evidence("masked", _places(masked), {"fields": _shown(masked, layouts=True)})


def _certain(field: TextField) -> bool:
    """Named a password, and of a type that shows it. A type for visible passwords may be set on
    purpose, with the dots added by code."""
    return (
        field.asks is Datum.PASSWORD
        and field.asks_surely
        and field.kind in ORDINARY
        and not field.is_visible_password
        and "inputType" not in field.unsure
    )


def _places(fields: list[TextField]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(field.at for field in fields))


def _shown(fields: list[TextField], layouts: bool = False) -> str:
    names = (f"{f.layout}: {f.shown}" if layouts else f.shown for f in fields)
    return "; ".join(dict.fromkeys(names))
