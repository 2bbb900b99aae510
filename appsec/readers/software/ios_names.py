"""Known libraries among the classes, modules and texts of an iOS app's executables."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import field
from functools import cache

from appsec.facts.app import FactUnavailable
from appsec.facts.ios_code import NativeCode
from appsec.model.frozen import slotted
from appsec.model.outcome import Location, Origin
from appsec.model.software import Means, Unidentified
from appsec.readers.ipa.load_commands import MalformedMachO, read_commands
from appsec.readers.ipa.macho import Scan
from appsec.readers.software.collected import Collected
from appsec.readers.software.ios_bundles import pod_of
from appsec.readers.software.native_texts import state_licences, versions_in
from appsec.readers.software.table import Row, Table, wording

MAX_PREFIXES = 500
"""Of unidentified classes; the rest is counted together under OTHERS."""
OTHERS = "*"
_DUMMY = "PodsDummy_"
"""CocoaPods puts one empty class of this name into each pod that it builds."""
_AGGREGATES = ("Pods_", "Pods-")
_MANY = "*"
_SECTIONS = ("__cstring", "__const", "__oslogstring")


@slotted
class Names:
    """Reads names into `found`, and counts those of others that it does not know. Those in the
    executables `named` are of a framework that names itself."""

    table: Table
    found: Collected
    named: Set[str] = frozenset()
    _unknown: dict[str, tuple[int, Location]] = field(default_factory=dict)

    def read(self, code: NativeCode) -> None:
        """Classes of Objective-C, and the modules of Swift."""
        for one in code.classes():
            if not one.extended:
                self._class(one.name, one.at, one.origin)
        for name, at, origin in code.swift_types():
            self._module(name.partition(".")[0], at, origin)

    def unidentified(self) -> Iterator[Unidentified]:
        """By name."""
        for name, (count, at) in sorted(self._unknown.items()):
            yield Unidentified(name, count, at)

    def _class(self, name: str, at: Location, origin: Origin) -> None:
        place = Location(at.file, name)
        if name.startswith(_DUMMY):
            pod = name.removeprefix(_DUMMY)
            told = None if pod.startswith(_AGGREGATES) else pod_of(pod, self.table)
            if told:
                self.found.add(told[0], Means.CLASSES, place, confidence=told[1])
            return
        module, dot, _ = name.partition(".")
        if dot:
            self._module(module, place, origin)
        elif row := _row(name.lstrip("_"), self.table):
            self.found.add(row, Means.CLASSES, place)
        elif origin is Origin.LIBRARY:
            self._count(_capitals(name), place)

    def _module(self, module: str, at: Location, origin: Origin) -> None:
        if row := _by_module(self.table).get(module):
            self.found.add(row, Means.SYMBOLS, at)
        elif origin is Origin.LIBRARY:
            self._count(module, at)

    def _count(self, name: str, at: Location) -> None:
        if at.file in self.named:
            return
        if name not in self._unknown and len(self._unknown) >= MAX_PREFIXES:
            name = OTHERS
        count, first = self._unknown.get(name, (0, at))
        self._unknown[name] = count + 1, first


def read_binary_texts(scan: Scan, path: str, tables: tuple[Table, ...], found: Collected) -> bool:
    """Adds what constant texts of an executable state; says whether they told of anything. One that
    cannot be read is a gap of the binaries."""
    try:
        slices = scan.slices(path)
    except FactUnavailable:
        return False
    told = False
    for data in slices:
        lines = _lines(data)
        for row in (one for table in tables for one in table.components):
            for version in {v for one in row.texts for v in versions_in(lines, wording(one))}:
                found.add(row, Means.TEXT, Location(path), version)
                state_licences(row, path, lines, found)
                told = True
    return told


def _lines(data: memoryview) -> str:
    try:
        sections = [one for one in read_commands(data).sections if one.name in _SECTIONS]
        kept = b"\0".join(bytes(one.span.of(data)) for one in sections)
    except MalformedMachO:
        return ""
    return "\n" + kept.decode("latin-1").replace("\0", "\n") + "\n"


@cache
def _by_module(table: Table) -> Mapping[str, Row]:
    return {module: row for row in table.components for module in row.modules}


@cache
def _by_class(table: Table) -> Mapping[str, Row]:
    return {name: row for row in table.components for name in row.classes}


@cache
def _beginnings(table: Table) -> tuple[tuple[str, Row], ...]:
    rows = ((n[: -len(_MANY)], row) for n, row in _by_class(table).items() if n.endswith(_MANY))
    return tuple(sorted(rows, key=lambda one: -len(one[0])))


def _row(name: str, table: Table) -> Row | None:
    if exact := _by_class(table).get(name):
        return exact
    return next((row for start, row in _beginnings(table) if name.startswith(start)), None)


def _capitals(name: str) -> str:
    """What the names of a library's classes begin with in Objective-C."""
    bare = name.lstrip("_")
    count = next((n for n, letter in enumerate(bare) if not letter.isupper()), len(bare))
    return bare[: max(count - 1, 1)] + "*"
