"""A first dossier file: what the assessments tell is filled in, the rest is there to be written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from appsec.dossier.shape import BuildEntry, DossierFile
from appsec.engine.files import conform, read_yaml
from appsec.model.assessment import Assessment
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Kind, Severity

Values = dict[str, Any]


def starter(assessments: tuple[tuple[str, Assessment], ...]) -> str:
    """The file, from assessments with their paths. Loading it gives what stands in it."""
    known = [saved for _, saved in assessments]
    filled: Values = {
        "product": {"name": next((a.artefact.name for a in known if a.artefact.name), "")},
        "project": _cells(known, "project", {"programme": "programme", "number": "project_no",
                                             "milestone": "milestone_no"}),
        "applicant": _cells(known, "applicant", {"company": "company", "tax_id": "tax_id",
                                                 "security_owner": "security_owner",
                                                 "contact": "contact"}),
        "people": _cells(known, "sign_off", {"prepared_by": "prepared_by",
                                             "reviewed_by": "reviewed_by",
                                             "approved_by": "approved_by"}),
        "server": _cells(known, "server", {"declaration": "declaration",
                                           "certificate": "test_certificate"}),
        "builds": [{"assessment": path} for path, _ in assessments],
        "handling": [
            {"fingerprint": record.fingerprint[:16], "#": record.check}
            for saved in known
            for record in saved.findings
            if record.kind is Kind.FINDING and record.severity.rank >= Severity.MEDIUM.rank
        ],
    }  # fmt: skip
    notes = _notes()
    return "\n".join([*_commented(notes["head"]), "", *_sections(filled, notes)])


@frozen
class _Notes:
    __pydantic_config__ = STRICT

    notes: Mapping[str, str]


def _notes() -> Mapping[str, str]:
    path = Path(__file__).parent / "words" / "starter.yaml"
    return conform(path, {"notes": read_yaml(path)}, _Notes).notes


def _commented(text: str) -> Iterator[str]:
    return (f"# {line}" for line in text.strip().split("\n"))


def _cells(known: list[Assessment], section: str, wanted: dict[str, str]) -> Values:
    """Cells of the first declaration that has them."""
    found: Values = {}
    for saved in reversed(known):
        for one in saved.declaration.sections if saved.declaration else ():
            for row in one.rows[:1] if one.key == section else ():
                cells = {cell.key: cell.value for cell in row}
                found |= {key: cells[name] for key, name in wanted.items() if cells.get(name)}
    return found


def _sections(filled: Values, notes: Mapping[str, str]) -> Iterator[str]:
    blank = DossierFile()
    for field in fields(DossierFile):
        default = getattr(blank, field.name)
        given = filled.get(field.name)
        yield from _commented(notes[field.name])
        if field.name == "builds":
            yield from _builds(given or [])
        elif field.name == "handling":
            yield from _handling(given or [])
        elif is_dataclass(default):
            yield f"{field.name}:"
            yield from _fields(default, given or {}, 1)
        else:
            yield f"{field.name}: []"
        yield ""


def _fields(shape: Any, given: Values, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for field in fields(shape):
        default = getattr(shape, field.name)
        if is_dataclass(default):
            yield f"{pad}{field.name}:"
            yield from _fields(default, given.get(field.name, {}), depth + 1)
        else:
            yield f"{pad}{field.name}: {_quoted(given.get(field.name, ''))}"


def _builds(given: list[Values]) -> Iterator[str]:
    yield "builds:" if given else "builds: []"
    for one in given:
        first, *rest = _fields(BuildEntry(one["assessment"]), one, 2)
        yield f"  - {first.strip()}"
        yield from rest


def _handling(given: list[Values]) -> Iterator[str]:
    yield "handling:" if given else "handling: []"
    for one in given:
        yield f"  - fingerprint: {_quoted(one['fingerprint'])}  # {one['#']}"
        yield from (f'    {name}: ""' for name in ("owner", "due", "state", "measure"))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
