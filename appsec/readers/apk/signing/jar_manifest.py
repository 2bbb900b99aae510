"""Reads META-INF/MANIFEST.MF and signature files (.SF), the bytes of each section kept."""

import binascii
from collections.abc import Mapping
from functools import cache

from appsec.model.frozen import frozen
from appsec.readers.apk.signing.cursor import Malformed

_PREFERRED = (("SHA-512", "sha512"), ("SHA-384", "sha384"), ("SHA-256", "sha256"), ("SHA1", "sha1"))
"""What Android 4.3 and later choose from, best first, and the names that hashlib has for them."""


@frozen
class Section:
    """Attributes by their names in lower case, and where the section stands, its blank line
    included."""

    attributes: Mapping[str, str]
    start: int
    stop: int

    @property
    def name(self) -> str:
        """The entry that it is about; empty for the main section."""
        return self.attributes.get("name", "")

    def digests(self, suffix: str) -> list[tuple[str, bytes]]:
        """The digests that Android would compare, by hashlib's names: the best, and SHA-1, which
        is all that the first versions know. Raises Malformed for one that is not base64."""
        found = [
            (ours, _decoded(value))
            for theirs, ours in _named(suffix)
            if (value := self.attributes.get(theirs)) is not None
        ]
        return [one for at, one in enumerate(found) if at == 0 or one[0] == "sha1"]


@frozen
class JarManifest:
    """A whole file: its main section and one for each entry."""

    data: bytes
    main: Section
    entries: Mapping[str, Section]

    def bytes_of(self, section: Section) -> bytes:
        """A section as it stands."""
        return self.data[section.start : section.stop]


def parse_manifest(data: bytes) -> JarManifest:
    """Raises Malformed for an entry without a name, or one that is there twice."""
    main, *rest = _sections(data)
    entries: dict[str, Section] = {}
    for section in rest:
        if not section.name or section.name in entries:
            raise Malformed
        entries[section.name] = section
    return JarManifest(data, main, entries)


def _sections(data: bytes) -> list[Section]:
    sections: list[Section] = []
    lines: list[bytes] = []
    start = at = 0
    for line in data.splitlines(keepends=True):
        at += len(line)
        text = line.rstrip(b"\r\n")
        if text:
            lines.append(text)
            continue
        if lines:
            sections.append(Section(_attributes(lines), start, at))
            lines = []
        start = at
    if lines:
        sections.append(Section(_attributes(lines), start, at))
    if not sections:
        raise Malformed
    return sections


def _attributes(lines: list[bytes]) -> dict[str, str]:
    joined: list[bytes] = []
    for line in lines:
        if not line.startswith(b" "):
            joined.append(line)
        elif joined:
            joined[-1] += line[1:]
        else:
            raise Malformed
    attributes: dict[str, str] = {}
    for line in joined:
        # Names outside UTF-8 match no entry, and such an entry is then one that is not listed.
        name, _, value = line.decode("utf-8", "surrogateescape").partition(": ")
        if attributes.setdefault(name.lower(), value) != value:
            raise Malformed
    return attributes


@cache
def _named(suffix: str) -> tuple[tuple[str, str], ...]:
    """What digests are called that end so, and by hashlib."""
    return tuple((f"{theirs}{suffix}".lower(), ours) for theirs, ours in _PREFERRED)


def _decoded(value: str) -> bytes:
    try:
        return binascii.a2b_base64(value)
    except ValueError as error:
        raise Malformed from error
