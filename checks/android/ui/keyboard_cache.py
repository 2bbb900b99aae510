"""May the keyboard correct, suggest and learn what users type into sensitive fields?"""

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
    names_of,
    names_with_layouts,
    places_of,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """A finding for each layout; all doubts are one question.

    Clean says nothing of fields that code makes, or that nothing names.
    """
    sensitive = [field for field in app.text_fields.own if field.asks]
    learning = [field for field in sensitive if field.lets_suggest]
    certain = [field for field in learning if _certain(field)]
    for layout, fields in by_layout(certain).items():
        values = {"layout": layout, "fields": names_of(fields)}
        yield Finding("suggestions", places_of(fields), values, identity=("layout",))
    if doubtful := [field for field in learning if not _certain(field)]:
        yield Question("doubtful", places_of(doubtful), {"fields": names_with_layouts(doubtful)})
    foreign = [f for f in app.text_fields.of_libraries if f.asks and f.lets_suggest]
    if foreign:
        values = {"fields": names_with_layouts(foreign)}
        yield Question("in-libraries", places_of(foreign), values, origin=Origin.LIBRARY)
    if safe := [field for field in sensitive if not field.lets_suggest]:
        yield Evidence("protected", places_of(safe), {"fields": names_with_layouts(safe)})


def _certain(field: TextField) -> bool:
    """Not where keyboards differ in what they suggest, or where nobody may ever type."""
    return (
        field.asks_surely
        and field.kind is FieldKind.EDIT
        and field.is_open
        and field.has_sure_type
        and not field.seldom_suggests
    )
