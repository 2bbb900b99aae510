"""May the keyboard correct, suggest and learn what users type into sensitive fields?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, FieldKind, Finding, Location, Question, Seen, TextField

ORDINARY = (FieldKind.EDIT, FieldKind.COMPLETION)


def check(app: AndroidApp) -> Iterator[Seen]:
    """A finding for each layout; all doubts are one question.

    Clean says nothing of fields that code makes, or that nothing names.
    """
    sensitive = [field for field in app.text_fields.own if field.asks]
    learning = [field for field in sensitive if field.lets_suggest]
    certain = [field for field in learning if _certain(field)]
    for layout in dict.fromkeys(field.layout for field in certain):
        fields = [field for field in certain if field.layout == layout]
        values = {"layout": layout, "fields": _shown(fields)}
        yield Finding("suggestions", _places(fields), values, identity=("layout",))
    if doubtful := [field for field in learning if field not in certain]:
        yield Question("doubtful", _places(doubtful), {"fields": _shown(doubtful, layouts=True)})
    if safe := [field for field in sensitive if field not in learning]:
        yield Evidence("protected", _places(safe), {"fields": _shown(safe, layouts=True)})


def _certain(field: TextField) -> bool:
    """Keyboards differ in what they suggest for e-mail addresses: not these."""
    return (
        field.asks_surely
        and field.kind in ORDINARY
        and not field.is_address
        and "inputType" not in field.unsure
    )


def _places(fields: list[TextField]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(field.at for field in fields))


def _shown(fields: list[TextField], layouts: bool = False) -> str:
    names = (f"{f.layout}: {f.shown}" if layouts else f.shown for f in fields)
    return "; ".join(dict.fromkeys(names))
