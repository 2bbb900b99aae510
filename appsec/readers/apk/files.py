"""The files of one APK: what was read, and why something could not be."""

from dataclasses import dataclass, field

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.apk.axml import Element, parse_xml
from appsec.readers.apk.resources import TABLE, Resources
from appsec.readers.apk.xml_shape import BadShape
from appsec.readers.archive import Archive, EntryError, MissingEntry

MANIFEST = "AndroidManifest.xml"
MAX_XML = 8 << 20
MAX_TABLE = 64 << 20


@dataclass(slots=True)
class ApkFiles:
    """Reads from one archive, each file once. `read` and `refused` grow with use."""

    archive: Archive
    read: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    resources: Resources = field(init=False)
    _documents: dict[str, Element | FactUnavailable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.resources = Resources(lambda: self.content(TABLE, MAX_TABLE))

    def content(self, name: str, limit: int) -> bytes:
        """Raises FactUnavailable for a file that is missing or refused."""
        try:
            data = self.archive.read(name, limit)
        except MissingEntry as error:
            raise FactUnavailable(Cause.LOST, "missing-file", {"file": name}) from error
        except EntryError as error:
            self.refused[name] = error.refusal
            values = {"file": name, "refusal": error.refusal.value}
            raise FactUnavailable(Cause.LOST, "refused-file", values) from error
        if name not in self.read:
            self.read.append(name)
        return data

    def xml(self, name: str) -> Element:
        """The root of a binary XML file. Raises FactUnavailable."""
        if name not in self._documents:
            try:
                self._documents[name] = parse_xml(self.content(name, MAX_XML))
            except FactUnavailable as reason:
                self._documents[name] = reason
            except BadShape as error:
                self._documents[name] = malformed(name, str(error))
        document = self._documents[name]
        if isinstance(document, FactUnavailable):
            raise document
        return document


def malformed(file: str, why: str) -> FactUnavailable:
    """For a file that Android would not accept, or could read in two ways."""
    return FactUnavailable(Cause.LOST, "malformed-xml", {"file": file, "why": why})
