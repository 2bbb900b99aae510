"""What native libraries are, by the texts and names in them."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from appsec.facts.native import NativeLibrary, NativeStrings
from appsec.model.software import Means, Unidentified
from appsec.readers.software.collected import Collected
from appsec.readers.software.table import Row, Table, Wording, wording

MAX_HITS = 50
"""Places in one file that are looked at for one text of the table."""
_AROUND = 200
"""Characters around it: lines of scripts may be very long."""


def read_natives(
    libraries: Iterable[NativeLibrary],
    strings: Iterable[NativeStrings],
    table: Table,
    found: Collected,
) -> tuple[Unidentified, ...]:
    """Adds what the libraries are, and gives those of which nothing tells, each name once."""
    texts = {one.at.file: one.texts for one in strings}
    unknown: dict[str, NativeLibrary] = {}
    for library in libraries:
        joined = "\n".join(("", *texts.get(library.at.file, ()), ""))
        rows = list(_rows(library, joined, table))
        for row, means, version in rows:
            found.add(row, means, library.at, version)
        for row in {row.name: row for row, _, _ in rows}.values():
            state_licences(row, library.at.file, joined, found)
        if not rows:
            unknown.setdefault(library.name, library)
    return tuple(Unidentified(name, 1, unknown[name].at) for name in sorted(unknown))


def _rows(library: NativeLibrary, joined: str, table: Table) -> Iterator[tuple[Row, Means, str]]:
    exports = frozenset(library.exports)
    for row in table.components:
        versions = sorted({v for text in row.texts for v in versions_in(joined, wording(text))})
        for version in versions:
            yield row, Means.TEXT, version
        if not exports.isdisjoint(row.symbols):
            yield row, Means.SYMBOLS, ""
        if any(fnmatchcase(library.name, pattern) for pattern in row.files):
            yield row, Means.FILE_NAME, ""


def state_licences(row: Row, file: str, joined: str, found: Collected) -> None:
    """Of a component in this very file: another file may hold another build of it."""
    for text, licence in row.licences.items():
        if any(True for _ in versions_in(joined, wording(text))):
            found.state(f"{file}#{row.name}", licence)


def versions_in(joined: str, words: Wording) -> Iterator[str]:
    """The versions that lines state which read like a text of the table; empty for one that
    states none. Lines end in a line feed, the first begins behind one."""
    if words.pattern is None:
        if f"\n{words.before}\n" in joined:
            yield ""
        return
    at = -1
    for _ in range(MAX_HITS):
        at = joined.find(words.anchor, at + 1)
        if at < 0:
            return
        first = joined.rfind("\n", max(0, at - _AROUND), at) + 1 or max(0, at - _AROUND)
        last = joined.find("\n", at, at + len(words.anchor) + _AROUND)
        end = last if last >= 0 else at + len(words.anchor) + _AROUND
        if version := words.version(joined[first:end]):
            yield version
