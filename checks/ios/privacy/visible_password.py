"""Is a password shown in clear while it is typed?"""

import re
from collections.abc import Iterator

from appsec.api import Finding, InputKind, IosApp, Origin, Question, Seen, TextInput, table

SETTER = "setSecureTextEntry:"
"""The method by which code hides what is typed."""


def check(app: IosApp) -> Iterator[Seen]:
    """Fields named for a password; what code makes (`fields_in_code`) or hides by itself is for a
    person to see."""
    _ = app.fields_in_code  # its gaps count
    by_code = any(one.selectors is None or SETTER in one.selectors for one in app.builds)
    read = {one.bundle for one in app.builds if one.main}
    shown: dict[str, list[TextInput]] = {}
    for one in app.interface.inputs:
        if not one.secure and one.kind is not InputKind.SEARCH and _is_secret(one):
            shown.setdefault(one.file, []).append(one)
    for file, fields in shown.items():
        sure = not by_code and all(
            one.origin is Origin.APP and one.bundle in read and not one.adjusted for one in fields
        )
        kind, key = (Finding, "in-clear") if sure else (Question, "unclear")
        values = {"file": file, "fields": ", ".join(one.name for one in fields)}
        yield kind(key, tuple(one.at for one in fields), values, identity=("file",))


def _is_secret(one: TextInput) -> bool:
    words = table(__file__, "secrets")
    hit = any(re.search(pattern, one.words) for pattern in words["secret"])
    return hit and not any(re.search(pattern, one.words) for pattern in words["shown"])
