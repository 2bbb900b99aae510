"""Symbols of an iOS build: the name of the function at an address, by the UUID of the binary."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from sys import intern

from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.read import FileRead

MAX_SYMBOLS = 4_000_000
MAX_NAME = 16 * 1024

_ADDRESS = re.compile(r"0x(?P<number>[0-9a-f]{1,16})")
"""How a place in code names an address: that of the unslid image, as `nm` and dSYMs do."""

_HIDDEN = re.compile(r"_?_hidden#(?P<number>\d{1,9})_")
"""How bitcode names a symbol that a bcsymbolmap gives back."""


@frozen
class Table:
    """What is known of one binary: functions by start and end, and hidden names by number."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def at(self, address: int) -> str:
        """The function that an address is in, or empty."""
        index = bisect_right(self.starts, address) - 1
        return self.names[index] if index >= 0 and address < self.ends[index] else ""

    def revealed(self, name: str) -> str:
        """A name with each hidden part given back; empty if none of them is known."""
        known = [int(found["number"]) < len(self.hidden) for found in _HIDDEN.finditer(name)]
        if not known or not all(known):
            return ""
        return _HIDDEN.sub(lambda found: self.hidden[int(found["number"])], name)


@frozen
class SymbolFile:
    """A file of symbols as it was given, and the UUIDs that it speaks of."""

    path: str
    read: FileRead
    uuids: frozenset[str]


@frozen
class Symbols:
    """Tables by UUID (lower case, with dashes), and the files that they came from."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    files: tuple[SymbolFile, ...] = ()

    def name(self, uuid: str, address: int) -> str:
        """The function that holds this address of the unslid image; empty if not known."""
        table = self.tables.get(uuid)
        return _tidy(table.at(address)) if table else ""

    def revealed(self, uuid: str, name: str) -> str:
        """What a hidden name stands for; empty if not known."""
        table = self.tables.get(uuid)
        return _tidy(table.revealed(name)) if table else ""

    def of_build(self, uuids: Mapping[str, tuple[str, ...]]) -> "SymbolNames":
        """The names for a build, given the UUIDs of each of its binaries.

        Raises FileProblem for a file that speaks of none of them: it is that of another build.
        """
        own = {uuid for each in uuids.values() for uuid in each} - {""}
        for file in self.files:
            if not file.uuids & own:
                told, wanted = _listed(file.uuids), _listed(own) or "none that could be read"
                why = f"is not of this build: it has UUID {told}; the build's are {wanted}"
                raise FileProblem(file.path, why)
        return SymbolNames(self, uuids)


@frozen
class SymbolNames:
    """Calling it with a name and the binary that it is in gives the name of the source."""

    symbols: Symbols
    uuids: Mapping[str, tuple[str, ...]]

    def __call__(self, name: str, file: str = "") -> str:
        """For an address (`0x100004000`) or a hidden name. What is not known, or means one thing
        in one architecture and another in the next, stays."""
        found = {self._of(uuid, name) for uuid in self.uuids.get(file, ())} - {""}
        return found.pop() if len(found) == 1 else name

    def _of(self, uuid: str, name: str) -> str:
        if address := _ADDRESS.fullmatch(name):
            return self.symbols.name(uuid, int(address["number"], 16))
        return self.symbols.revealed(uuid, name)


def table_of(functions: Iterable[tuple[int, int, str]]) -> Table:
    """A table of functions, each with its address, the end of its section, and its name.

    A function ends where the next one starts; one without a name is only an end. Of several names
    of one address the first by alphabet is kept: a rebuild must come to the same one.
    """
    by_start: dict[int, tuple[str, int]] = {}
    for start, end, name in functions:
        earlier = by_start.get(start, ("", 0))[0]
        if start not in by_start or (name and (not earlier or name < earlier)):
            by_start[start] = (intern(name), end)
    starts = sorted(by_start)
    after = [*starts[1:], 1 << 64]
    ends = tuple(min(by_start[s][1], n) for s, n in zip(starts, after, strict=False))
    return Table(tuple(starts), ends, tuple(by_start[start][0] for start in starts))


def joined(parts: Iterable[tuple[str, Table]]) -> Iterator[tuple[str, Table]]:
    """Tables of one UUID as one: addresses from one file, hidden names from another."""
    tables: dict[str, Table] = {}
    for uuid, table in parts:
        earlier = tables.get(uuid, Table())
        functions = table if table.starts else earlier
        tables[uuid] = Table(
            functions.starts, functions.ends, functions.names, table.hidden or earlier.hidden
        )
    yield from tables.items()


def _tidy(name: str) -> str:
    """A C name without the underscore that the platform puts before it."""
    return name.removeprefix("_")


def _listed(uuids: Iterable[str]) -> str:
    shown = sorted(uuids)
    more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""  # noqa: PLR2004
    return ", ".join(shown[:5]) + more
