"""May the keyboard learn what is typed into a field for sensitive data?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from appsec.api import Finding, InputKind, IosApp, Origin, Question, Seen, TextInput, table


def check(app: IosApp) -> Iterator[Seen]:
    """Screens made in code, and code that sets fields up otherwise, leave it to a person."""
    _ = app.fields_in_code  # its gaps count
    setters = {name for names in table(__file__, "field_setters").values() for name in names}
    by_code = any(
        one.selectors is None or not one.selectors.isdisjoint(setters) for one in app.builds
    )
    read = {one.bundle for one in app.builds if one.main}
    learning: dict[str, list[TextInput]] = {}
    for one in app.interface.inputs:
        if one.learns:
            learning.setdefault(one.file, []).append(one)
    for file, fields in learning.items():
        named = [one for one in fields if _group(one)]
        proven = [one for one in named if _is_proof(one) and one.bundle in read and not by_code]
        nameless = [one for one in fields if not one.words and one.kind is not InputKind.SEARCH]
        for kind, key, told in (
            (Finding, "ordinary-keyboard", proven),
            (Question, "unclear", [one for one in named if one not in proven]),
            (Question, "nameless", nameless),
        ):
            if told:
                values = {"file": file, "fields": ", ".join(one.name for one in told)}
                yield kind(key, tuple(one.at for one in told), values, identity=("file",))


def _group(one: TextInput) -> str:
    """What is searched for is likely at most; the outlets of a search bar tell nothing."""
    is_bar = one.kind is InputKind.SEARCH
    words = replace(one, outlets=()).words if is_bar else one.words
    groups = table(__file__, "sensitive_fields").items()
    hits = [group for group, patterns in groups if any(re.search(each, words) for each in patterns)]
    if not hits or "ordinary" in hits or hits == ["search"]:
        return ""
    if "search" in hits:
        return "likely" if hits[0] == "certain" else ""
    return "likely" if is_bar else hits[0]


def _is_proof(one: TextInput) -> bool:
    by_file = one.origin is Origin.APP and not (one.adjusted or one.disabled)
    return by_file and _group(one) == "certain"
