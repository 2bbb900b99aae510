"""May the keyboard learn what is typed into a field for sensitive data?"""

import re
from collections.abc import Iterator

from appsec.api import (
    Finding,
    InputKind,
    IosApp,
    Location,
    Origin,
    Question,
    Seen,
    TextInput,
    table,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Screens made in code, and code that sets fields up otherwise, leave it to a person."""
    _ = app.fields_in_code  # its gaps count
    setters = {name for names in table(__file__, "field_setters").values() for name in names}
    by_code = any(
        one.selectors is None or not one.selectors.isdisjoint(setters) for one in app.builds
    )
    read = {one.bundle for one in app.builds if one.main}
    open_fields: dict[str, list[TextInput]] = {}
    for one in app.interface.inputs:
        if one.learns and one.kind is not InputKind.SEARCH and _group(one):
            open_fields.setdefault(one.file, []).append(one)
    for file, fields in open_fields.items():
        proven = [one for one in fields if _is_proof(one) and one.bundle in read and not by_code]
        doubtful = [one for one in fields if one not in proven]
        if proven:
            yield Finding("ordinary-keyboard", *_told(file, proven))
        if doubtful:
            yield Question("unclear", *_told(file, doubtful))


def _group(one: TextInput) -> str:
    words = table(__file__, "sensitive_fields")
    hits = [
        group
        for group in ("ordinary", "certain", "likely")
        if any(re.search(pattern, one.words) for pattern in words[group])
    ]
    return "" if not hits or hits[0] == "ordinary" else hits[0]


def _is_proof(one: TextInput) -> bool:
    by_file = one.origin is Origin.APP and not (one.adjusted or one.disabled)
    return by_file and _group(one) == "certain"


def _told(
    file: str, fields: list[TextInput]
) -> tuple[tuple[Location, ...], dict[str, str], tuple[str, ...]]:
    values = {"file": file, "fields": ", ".join(one.name for one in fields)}
    return tuple(one.at for one in fields), values, ("file",)
