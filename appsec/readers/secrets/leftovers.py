"""Files that do not belong into a release, told by their names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from fnmatch import translate
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.secret import Secret, Sensitivity
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Location

MAX_PLACES = 50
_NEVER = r"(?!)"
_WILD = re.compile(r"[*?\[]")


@frozen
class _Row:
    __pydantic_config__ = STRICT

    id: str
    name: str
    names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


@frozen
class _Table:
    __pydantic_config__ = STRICT

    rows: tuple[_Row, ...]


@cache
def _rows() -> tuple[_Row, ...]:
    path = Path(__file__).with_name("leftovers.yaml")
    return conform(path, {"rows": read_yaml(path)}, _Table).rows


@frozen
class _Look:
    """Patterns by how soon a name is told to be none of them: most files are none at all."""

    names: frozenset[str]
    ends: tuple[str, ...]
    rest: re.Pattern[str]

    def meets(self, name: str) -> bool:
        return name in self.names or name.endswith(self.ends) or bool(self.rest.match(name))


@cache
def _look(patterns: tuple[str, ...]) -> _Look:
    plain = frozenset(one for one in patterns if not _WILD.search(one))
    endings = {one for one in patterns if one[:1] == "*" and not _WILD.search(one[1:])}
    rest = (one for one in patterns if one not in plain | endings)
    return _Look(plain, tuple(one[1:] for one in endings), _any(tuple(rest)))


@cache
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)) or _NEVER)


def leftovers(files: Iterable[str]) -> tuple[Secret, ...]:
    """One for each kind, with the files that are of it. What lies in a folder that names a kind is
    told by it, whatever it is called itself."""
    found: dict[_Row, list[str]] = defaultdict(list)
    names = _look(tuple(one for row in _rows() for one in row.names))
    held = _look(tuple(one for row in _rows() for one in row.folders))
    known: dict[str, bool] = {}
    for file in files:
        folder, _, name = file.lower().rpartition("/")
        folders = folder.split("/")
        if folder not in known:
            known[folder] = any(map(held.meets, folders))
        if not known[folder] and not names.meets(name):
            continue
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
