"""The files of an app's parts: what was read, and why something could not be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.arsc import parse_arsc
from appsec.readers.apk.axml import Element, parse_xml
from appsec.readers.apk.resources import TABLE, Resources, Table, malformed_table
from appsec.readers.apk.xml_shape import BadShape
from appsec.readers.archive import Archive, EntryError, MissingEntry

MANIFEST = "AndroidManifest.xml"
MAX_XML = 8 << 20
MAX_TABLE = 64 << 20
_DEX = re.compile(r"(?:dex/)?classes\d*\.dex")
_OF_SIGNATURE = re.compile(r"META-INF/([^/]+\.(SF|RSA|DSA|EC)|MANIFEST\.MF)", re.IGNORECASE)


@slotted
class ApkFiles:
    """One APK. Files go by the names that they have in an APK; `where` says how to name them to
    people. `place` stands before the names of an APK inside a container, and
    `module` names a module of a bundle. `read` and `refused` grow with use."""

    archive: Archive
    place: str = ""
    module: str = ""
    read: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    _documents: dict[str, Element | FactUnavailable] = field(default_factory=dict)

    def entry(self, name: str) -> str:
        """What a file is called in the archive."""
        return name

    def where(self, name: str) -> str:
        """What a location calls a file."""
        return self.place + self.entry(name)

    def owns(self, entry: str) -> bool:
        """Whether an entry of the archive belongs to this part."""
        return True

    @property
    def names(self) -> Iterator[str]:
        """What its files are called in an APK, those that are refused included."""
        for entry in (*self.archive.names, *self.archive.refused):
            if self.owns(entry) and not entry.endswith("/"):
                yield entry.removeprefix(f"{self.module}/") if self.module else entry

    def inside(self) -> Iterator[tuple[str, str]]:
        """Each entry of this part, and the name that it has in an APK."""
        return ((name, name) for name in self.archive.names)

    def kind(self, entry: str) -> str:
        """The key of the coverage words under which an entry that was not read is counted."""
        return kind_of(entry)

    def parse_xml(self, data: bytes) -> Element:
        """Raises BadShape."""
        return parse_xml(data)

    def parse_table(self, data: bytes) -> Table:
        """Raises BadShape."""
        return parse_arsc(data)

    def content(self, name: str, limit: int) -> bytes:
        """Raises FactUnavailable for a file that is missing or refused."""
        entry = self.entry(name)
        try:
            data = self.archive.read(entry, limit)
        except MissingEntry as error:
            values = {"file": self.where(name)}
            raise FactUnavailable(Cause.LOST, "missing-file", values) from error
        except EntryError as error:
            self.refused[entry] = error.refusal
            values = {"file": self.where(name), "refusal": error.refusal.value}
            raise FactUnavailable(Cause.LOST, "refused-file", values) from error
        if entry not in self.read:
            self.read.append(entry)
        return data

    def xml(self, name: str) -> Element:
        """The root of an XML file. Raises FactUnavailable."""
        if name not in self._documents:
            try:
                self._documents[name] = self.parse_xml(self.content(name, MAX_XML))
            except FactUnavailable as reason:
                self._documents[name] = reason
            except BadShape as error:
                self._documents[name] = malformed(self.where(name), str(error))
        document = self._documents[name]
        if isinstance(document, FactUnavailable):
            raise document
        return document

    def table(self) -> Table:
        """The resource table. Raises FactUnavailable."""
        try:
            return self.parse_table(self.content(TABLE, MAX_TABLE))
        except BadShape as error:
            raise malformed_table(self.where(TABLE), error) from error

    def code_files(self) -> list[str]:
        """The names of the DEX files that Android loads, in its order."""
        names = (*self.archive.names, *self.archive.refused)
        inside = {found[0] for n in names if (found := _DEX.fullmatch(self.in_apk(n)))}
        return sorted(inside, key=lambda name: (len(name), name))

    def files(self) -> Iterator[tuple[str, str]]:
        """Each file by its name in an APK, and what a location calls it; refused ones, too."""
        for entry in (*self.archive.names, *self.archive.refused):
            if name := self.in_apk(entry):
                yield name, self.place + entry

    def in_apk(self, entry: str) -> str:
        """The name that an entry of the archive has in an APK; empty if it is not in this part."""
        return entry

    @property
    def has_table(self) -> bool:
        """Whether there is one to read, or one that may be hidden from us."""
        archive = self.archive
        return not archive.is_whole or self.entry(TABLE) in archive.names


@slotted
class AppFiles:
    """An app: its base and its other parts. `lost` tells of parts that could not be opened, and
    `outer` is the container of several APKs, whose own files belong to no part. `others` are the
    APKs in it that other devices get."""

    kind: str
    base: ApkFiles
    splits: tuple[ApkFiles, ...] = ()
    outer: ApkFiles | None = None
    lost: tuple[Gap, ...] = ()
    others: tuple[str, ...] = ()
    resources: Resources = field(init=False)

    def __post_init__(self) -> None:
        self.resources = Resources(self._tables)

    @property
    def parts(self) -> tuple[ApkFiles, ...]:
        """The base first."""
        return (self.base, *self.splits)

    @property
    def archives(self) -> Iterator[ApkFiles]:
        """A part, or the container, for each archive; the modules of a bundle share theirs."""
        seen: list[Archive] = []
        for one in (*([self.outer] if self.outer else []), *self.parts):
            if not any(one.archive is archive for archive in seen):
                seen.append(one.archive)
                yield one

    def sha256(self) -> str:
        """Of the artefact as it was handed in."""
        return (self.outer or self.base).archive.sha256()

    def close(self) -> None:
        for one in self.archives:
            one.archive.close()

    def _tables(self) -> Mapping[str, Table]:
        """A split may do without a table, the base may not: it is asked only for a reference."""
        parts = (self.base, *(split for split in self.splits if split.has_table))
        return {part.where(TABLE): part.table() for part in parts}


def malformed(file: str, why: str) -> FactUnavailable:
    """For a file that Android would not accept, or could read in two ways."""
    return FactUnavailable(Cause.LOST, "malformed-xml", {"file": file, "why": why})


def kind_of(name: str) -> str:
    """The key of the coverage words for a file of an APK that was not read."""
    if name.endswith(".dex"):
        return "code"
    if name.startswith("lib/"):
        return "native"
    if name.startswith("res/") or name == TABLE:
        return "resources"
    if _OF_SIGNATURE.fullmatch(name):
        return "signing"
    return "assets"
