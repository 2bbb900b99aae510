"""Files that do not belong into a release, told by their names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.secret import Secret, Sensitivity
from appsec.model.check import STRICT
from appsec.model.outcome import Location

MAX_PLACES = 50
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class _Row:
    __pydantic_config__ = STRICT

    id: str
    name: str
    names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    __pydantic_config__ = STRICT

    rows: tuple[_Row, ...]


@cache
def _rows() -> tuple[_Row, ...]:
    path = Path(__file__).with_name("leftovers.yaml")
    return conform(path, {"rows": read_yaml(path)}, _Table).rows


@cache
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)) or _NEVER)


def leftovers(files: Iterable[str]) -> tuple[Secret, ...]:
    """One for each kind, with the files that are of it. What lies in a folder that names a kind is
    told by it, whatever it is called itself."""
    found: dict[_Row, list[str]] = defaultdict(list)
    for file in files:
        *folders, name = file.lower().split("/")
        for row in _rows():
            inside = _any(row.folders)
            if _any(row.names).match(name) or (row.folders and any(map(inside.match, folders))):
                found[row].append(file)
                break
    return tuple(_secret(row, sorted(found[row])) for row in _rows() if row in found)


def _secret(row: _Row, files: list[str]) -> Secret:
    places = tuple(Location(file) for file in files[:MAX_PLACES])
    context = {"name": row.name, "severity": "low", "count": str(len(files))}
    return Secret(row.id, Sensitivity.LEFTOVER, "", "", places, context=context)
