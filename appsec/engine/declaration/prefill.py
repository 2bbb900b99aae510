"""A declaration as the build fills it in, and an earlier one carried over to a new build."""

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.declaration.form import FormSection, form, plain
from appsec.engine.declaration.matching import SECTIONS, is_listed, stands_for
from appsec.engine.files import conform, read_yaml
from appsec.model.assessment import Artefact
from appsec.model.declaration_form import Declaration
from appsec.model.frozen import slotted
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.software import Software
from appsec.model.text import Text, visible

_NAME_CELLS = {
    Trait.PERMISSION: "permission",
    Trait.SDK: "name",
    Trait.DOMAIN: "host",
    Trait.PUBLIC_KEY: "location",
}
"""The cell that names a thing of a kind; others are named by the cells of their detail."""
_ROWS = (*_NAME_CELLS, Trait.SHARING_POINT, Trait.INPUT_FIELD)
_SIGNED = ("reviewed_by", "approved_by", "date", "statement")
"""Cells of the sign-off that are about one build."""

Row = dict[str, str]


@cache
def notes() -> Mapping[str, Text]:
    """The comments that the tool writes, by key."""
    path = Path(__file__).with_name("notes.yaml")
    return conform(path, read_yaml(path), dict[str, Text])


@slotted
class Draft:
    """A declaration in the making: cells by section, and remarks by their place: `app.version`,
    `domains.3`. A remark is a key of the notes with its values."""

    sections: dict[str, Row | list[Row]] = field(default_factory=dict)
    remarks: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def row(self, section: str) -> Row:
        """The cells of a section that has one row."""
        found = self.sections[section]
        assert isinstance(found, dict)
        return found

    def rows(self, section: str) -> list[Row]:
        """The rows of a section that has any number."""
        found = self.sections[section]
        assert isinstance(found, list)
        return found


def prefilled(artefact: Artefact, observed: Observed, software: Software | None = None) -> Draft:
    """The form with what the build tells; everything else is empty. Of a library that has a row,
    `software` tells version and licence."""
    draft = Draft({s.key: [] if s.many else _empty(s) for s in form().sections})
    version = f"{artefact.version} ({artefact.build})" if artefact.build else artefact.version
    app = draft.row("app")
    app |= {"name": artefact.name, "platform": artefact.platform, "package_id": artefact.id}
    app |= {"version": version, "sha256": artefact.sha256}
    for place, value in observed.cells.items():
        section, _, key = place.partition(".")
        draft.row(section)[key] = visible(value)
    for trait in _ROWS:
        seen = filter(is_listed, observed.of(trait))
        draft.rows(SECTIONS[trait]).extend(map(_row, seen))
    _remark_on_cells(draft, observed)
    for row in draft.rows(SECTIONS[Trait.SDK]):
        _complete(row, software or Software())
    return draft


def _complete(row: Row, software: Software) -> None:
    """A version that traces contradict is for a person to say."""
    for one in software.components:
        if one.name.casefold() == row["name"].casefold() and not one.contradicted:
            row["version"] = row["version"] or visible(one.version)
            row["licence"] = row["licence"] or visible(", ".join(one.licences))


def _empty(section: FormSection) -> Row:
    return {f.key: "" for f in section.fields}


def _row(thing: Observation) -> Row:
    row = _empty(form().section(SECTIONS[thing.trait]))
    if name := _NAME_CELLS.get(thing.trait):
        row[name] = visible(thing.name)
    row |= {key: visible(value) for key, value in thing.detail.items() if key in row}
    return row


def _remark_on_cells(draft: Draft, observed: Observed) -> None:
    """Says beside a cell what the build shows of it, where only a person can fill it in."""
    names: dict[str, list[str]] = {}
    for one in observed.of(Trait.IDENTIFIER):
        names.setdefault(f"identifiers.{one.detail['field']}", []).append(one.name)
    for place, what in names.items():
        draft.remarks[place] = ("seen", {"what": ", ".join(what)})
    for trait, place in ((Trait.LOGIN, "class.login"), (Trait.PAYMENT, "class.transactions")):
        if hints := observed.names(trait):
            draft.remarks[place] = ("hint", {"what": ", ".join(hints)})


def carried_over(old: Declaration, draft: Draft, observed: Observed) -> Draft:
    """What people filled in before, on the form of a new build; what differs is remarked."""
    before: dict[str, Any] = plain(old)
    for section in form().sections:
        if not section.many:
            _carry_row(section, before[section.key], draft)
    for key in (section.key for section in form().sections if section.many):
        trait = next((t for t in _ROWS if SECTIONS[t] == key), None)
        if trait is None:
            draft.sections[key] = [row for row in before[key] if any(row.values())]
        else:
            _carry_rows(trait, before[key], draft, observed)
    if before["app"]["sha256"] != draft.row("app")["sha256"]:
        for cell in _SIGNED:
            draft.row("sign_off")[cell] = ""
        draft.remarks["sign_off"] = ("signed", {})
        # Nobody has said of this build that an item does not apply.
        for number in range(len(draft.rows("not_applicable"))):
            draft.remarks[f"not_applicable.{number}"] = ("absence", {})
    return draft


def _carry_row(section: FormSection, before: Row, draft: Draft) -> None:
    row = draft.row(section.key)
    for one in section.fields:
        was, now = before[one.key], row[one.key]
        if not (one.prefilled and now):
            row[one.key] = was
        elif was and was != now:
            draft.remarks[f"{section.key}.{one.key}"] = ("changed", {"old": was})


def _carry_rows(trait: Trait, before: list[Row], draft: Draft, observed: Observed) -> None:
    """The rows of the build first, each with what was written of it; then what is seen no more."""
    key = SECTIONS[trait]
    prefilled_cells = {f.key for f in form().section(key).fields if f.prefilled}
    left = [row for row in before if any(row.values())]
    for number, row in enumerate(draft.rows(key)):
        match = next((one for one in left if _same(trait, one, row)), None)
        if match is None:
            draft.remarks[f"{key}.{number}"] = ("new", {})
            continue
        left.remove(match)
        changed = [match[c] for c in prefilled_cells if row[c] and match[c] and row[c] != match[c]]
        row |= {c: v for c, v in match.items() if not (c in prefilled_cells and row[c])}
        if changed:
            draft.remarks[f"{key}.{number}"] = ("changed", {"old": ", ".join(sorted(changed))})
    remark = "unread" if trait in observed.unread else "gone"
    for row in left:
        draft.remarks[f"{key}.{len(draft.rows(key))}"] = (remark, {})
        draft.rows(key).append(row)


def _same(trait: Trait, old: Row, new: Row) -> bool:
    """Whether a row of before speaks of the thing of a new one."""
    written, name = _name(trait, old), _name(trait, new)
    return bool(written) and stands_for(trait, written, name)


def _name(trait: Trait, row: Row) -> str:
    if cell := _NAME_CELLS.get(trait):
        return row[cell]
    if trait is Trait.SHARING_POINT:
        return f"{row['kind']} {row['target']}"
    return f"{row['screen']}: {row['field']}"


def draft_of(declaration: Declaration) -> Draft:
    """A declaration as it is, to be written again."""
    return Draft({section.key: plain(declaration)[section.key] for section in form().sections})
