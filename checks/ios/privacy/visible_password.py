"""Is a password shown in clear while it is typed?"""

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
    """Fields named for a password; what code makes or hides by itself is for a person to see."""
    _ = app.fields_in_code  # its gaps count
    setters = table(__file__, "field_setters")
    changing = {*setters["secure"], *setters["stopped"]}
    by_code = any(
        one.selectors is None or not one.selectors.isdisjoint(changing) for one in app.builds
    )
    read = {one.bundle for one in app.builds if one.main}
    shown: dict[str, list[TextInput]] = {}
    for one in app.interface.inputs:
        if not one.secure and one.kind is not InputKind.SEARCH and _group(one):
            shown.setdefault(one.file, []).append(one)
    for file, fields in shown.items():
        proven = [one for one in fields if _is_proof(one) and one.bundle in read and not by_code]
        doubtful = [one for one in fields if one not in proven]
        if proven:
            yield Finding("in-clear", *_told(file, proven))
        if doubtful:
            yield Question("unclear", *_told(file, doubtful))


def _group(one: TextInput) -> str:
    words = table(__file__, "secrets")
    hits = [
        group
        for group in ("shown", "secret", "maybe")
        if any(re.search(pattern, one.words) for pattern in words[group])
    ]
    return "" if not hits or hits[0] == "shown" else hits[0]


def _is_proof(one: TextInput) -> bool:
    by_file = one.origin is Origin.APP and not (one.adjusted or one.disabled)
    return by_file and _group(one) == "secret"


def _told(
    file: str, fields: list[TextInput]
) -> tuple[tuple[Location, ...], dict[str, str], tuple[str, ...]]:
    values = {"file": file, "fields": ", ".join(one.name for one in fields)}
    return tuple(one.at for one in fields), values, ("file",)
