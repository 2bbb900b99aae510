"""Under which licence a component is published, where a table knows it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.readers.software.table import above

_MAVEN = "pkg:maven/"
_NUMBERS = re.compile(r"[vVn]?(\d{1,9}(?:\.\d{1,9})*)")


@frozen
class Published:
    """One row. Its file says what the parts are."""

    __pydantic_config__ = STRICT

    licence: str
    groups: tuple[str, ...] = ()
    packages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    before: str = ""

    @property
    def keys(self) -> Iterator[str]:
        """What it goes by: package URLs, names, and the beginnings of Maven groups' URLs."""
        yield from (f"{_MAVEN}{group}/" for group in self.groups)
        for kind, names in self.packages.items():
            for name in names:
                yield name if kind == "name" else f"pkg:{kind}/{name.replace(':', '/')}"

    def holds_for(self, version: str) -> bool:
        """Whether it speaks of this version."""
        if not self.since and not self.before:
            return True
        known = _numbers(version)
        if known is None:
            return False
        return (_numbers(self.since) or ()) <= known and (
            not self.before or known < (_numbers(self.before) or ())
        )


@frozen
class _Table:
    __pydantic_config__ = STRICT

    licences: tuple[Published, ...]


@cache
def published() -> tuple[Published, ...]:
    """Every row of the table."""
    path = Path(__file__).with_name("licences.yaml")
    return conform(path, read_yaml(path), _Table).licences


def licence_of(name: str, url: str, versions: Iterable[str]) -> str:
    """The licence of a component, by its package URL or, without one, its name. Empty where it is
    not known, or not the same in all of the versions that it may be of."""
    rows = next((_by_key()[key] for key in _keys(name, url) if key in _by_key()), ())
    of_each = {_of_version(rows, version) for version in {*versions} or {""}}
    return of_each.pop() if len(of_each) == 1 else ""


def _of_version(rows: Iterable[Published], version: str) -> str:
    return next((row.licence for row in rows if row.holds_for(version)), "")


def _keys(name: str, url: str) -> Iterator[str]:
    """The most exact first."""
    yield url or name
    if url.startswith(_MAVEN):
        group = url.removeprefix(_MAVEN).partition("/")[0]
        yield from (f"{_MAVEN}{one}/" for one in above(group))


@cache
def _by_key() -> Mapping[str, tuple[Published, ...]]:
    found: dict[str, tuple[Published, ...]] = {}
    for row in published():
        for key in row.keys:
            found[key] = (*found.get(key, ()), row)
    return found


def _numbers(version: str) -> tuple[int, ...] | None:
    """The numbers that a version begins with, without zeros at the end; None if it has none."""
    found = _NUMBERS.match(version)
    if found is None:
        return None
    numbers = [int(one) for one in found[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
