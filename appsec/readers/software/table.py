"""The tables of what is known: one row for each component, and what it leaves in a build."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.software import Nature, SoftwareKind

PLACE = "{v}"
"""Where a text of the table has the version."""
_VERSION = r"(\d+(?:\.\d+)+[\w.+-]{0,40})"

_MENTION = re.compile(
    r"(?i)(?:based on|depends? on|requir(?:es?|ing)|needs|compatible with|tested (?:with|on)"
    r"|(?:works?|used?) with|supports?|port of|see|lodash\.com/license \|)[ :]*\Z"
)
"""What stands before the name of another library that a text only speaks of."""
_NEAR = 24


@frozen
class Row:
    """One row. A `name` of the form group:artifact is that of a Maven package, unless `purl` says
    otherwise. `classes` are packages or classes, all below them meant; `texts` state a version at
    {v} or are whole texts; `constants` are static fields that hold the version; `modules` are those
    of Kotlin or Swift; `bundles` identifiers of bundles. Where the app has the package `unless`,
    the classes are part of that. `licences` are texts that tell how it was built or bought, each
    with the licence that follows. `source` tells where that is known from; `m` is from memory."""

    __pydantic_config__ = STRICT

    name: str
    source: str = ""
    purl: str = ""
    kind: SoftwareKind = SoftwareKind.LIBRARY
    supplier: str = ""
    country: str = ""
    natures: tuple[Nature, ...] = ()
    classes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    unless: str = ""
    licences: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def package_url(self) -> str:
        """Without a version; empty where the row tells of none."""
        if self.purl or ":" not in self.name:
            return self.purl
        return f"pkg:maven/{self.name.replace(':', '/')}"


@frozen
class Table:
    """One file of rows. `suppliers` go by the beginning of a Maven group."""

    __pydantic_config__ = STRICT

    components: tuple[Row, ...]
    suppliers: Mapping[str, str] = field(default_factory=dict)

    def of_package(self, name: str) -> Row | None:
        """The row of a Maven package, group:artifact, by its name."""
        return _by_name(self).get(name)

    def supplier(self, name: str) -> str:
        """Who supplies a Maven package; empty if no one is known for its group."""
        parts = name.partition(":")[0].split(".")
        beginnings = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        return next((self.suppliers[one] for one in beginnings if one in self.suppliers), "")

    def __hash__(self) -> int:
        return id(self)


@cache
def _by_name(table: Table) -> Mapping[str, Row]:
    return {row.name: row for row in table.components}


@cache
def table(name: str) -> Table:
    """The rows of `<name>.yaml`."""
    path = Path(__file__).with_name(f"{name}.yaml")
    return conform(path, read_yaml(path), Table)


@frozen
class Wording:
    """A text of the table in parts: what stands before the version, the longest part that is always
    the same, and what finds all."""

    before: str
    anchor: str
    pattern: re.Pattern[str] | None

    def version(self, text: str) -> str | None:
        """The version that a text states, empty for one that states none; None if it is another."""
        if self.pattern is None:
            return "" if text == self.before else None
        for found in self.pattern.finditer(text):
            if not _MENTION.search(text[max(0, found.start() - _NEAR) : found.start()]):
                return found[1].rstrip(".-_+")
        return None


@cache
def wording(text: str) -> Wording:
    """Of a text of the table."""
    before, place, after = text.partition(PLACE)
    pattern = re.compile(re.escape(before) + _VERSION + re.escape(after)) if place else None
    return Wording(before, max(before, after, key=len), pattern)


def above(name: str) -> Iterator[str]:
    """A dotted name and each beginning of it, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
