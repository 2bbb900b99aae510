"""JavaScript libraries in bundled files, by the lines in which they name themselves."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import field

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.model.software import Means, SoftwareKind, Unidentified
from appsec.readers.software.collected import Collected, stated
from appsec.readers.software.native_texts import versions_in
from appsec.readers.software.table import Row, Table, wording

FACT = "identified"
MAX_FILE = 16 << 20
MAX_ALL = 96 << 20
"""Bytes of all scripts that are read."""
_SCRIPT = re.compile(r".*\.(?:[cm]?js|jsbundle|bundle)", re.IGNORECASE)
_PAGE = re.compile(r".*\.x?html?", re.IGNORECASE)
_PLUGINS = re.compile(r"(?:.*/)?cordova_plugins\.js")
_METADATA = re.compile(r"metadata\s*=\s*(\{[^{}]*\})")
_PLUGIN = re.compile(r"[@\w./-]{1,128}", re.ASCII)
_REACT_NATIVE = re.compile(
    r"major:\s?(\d{1,4}),\s?minor:\s?(\d{1,4}),\s?patch:\s?(\d{1,4}),\s?prerelease:"
)
"""How React Native tells its version, in parts."""
_BESIDE_REACT = re.compile(
    r"@license React v[\w.+-]{1,40}[\s*]{1,20}(?!react(?:\.|-dom|-native))[\w-]{1,60}\."
)
"""The scheduler and others carry React's name, and versions of their own."""
_COMPILED = b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f"
"""How bytecode of Hermes begins, which states nothing in plain text."""

Reading = Callable[[int], bytes]


@slotted
class Scripts:
    """Reads scripts into `found`; what is refused or too much is a gap."""

    table: Table
    found: Collected
    gaps: list[Gap] = field(default_factory=list)
    unidentified: list[Unidentified] = field(default_factory=list)
    _left: int = MAX_ALL

    def look(self, name: str, where: str, size: int, read: Reading) -> None:
        """Looks into one file if its name is that of a script or a page; a page need hold no
        library. `read` takes the most bytes, and raises FactUnavailable."""
        is_script = bool(_SCRIPT.fullmatch(name))
        if not is_script and not _PAGE.fullmatch(name):
            return
        text = self._text(where, size, read)
        if text is None:
            return
        if _PLUGINS.fullmatch(name):
            self._plugins(text, Location(where))
        rows = list(self._rows(text))
        for row, version in rows:
            self.found.add(row, Means.TEXT, Location(where), version)
        if not rows and is_script:
            self.unidentified.append(Unidentified(where, 1, Location(where)))

    def _rows(self, text: str) -> Iterator[tuple[Row, str]]:
        lines = f"\n{_BESIDE_REACT.sub('', text)}\n"
        for row in self.table.components:
            for version in {v for one in row.texts for v in versions_in(lines, wording(one))}:
                yield row, version
        if found := _REACT_NATIVE.search(text):
            yield npm("react-native"), ".".join(found.groups())

    def _plugins(self, text: str, at: Location) -> None:
        """Cordova writes the versions of all plugins into one object."""
        for listed in _METADATA.findall(text):
            try:
                told = json.loads(listed)
            except (ValueError, RecursionError):
                continue
            for name, version in told.items():
                if _PLUGIN.fullmatch(name) and isinstance(version, str):
                    self.found.add(npm(name), Means.VERSION_FILE, at, stated(version))

    def _text(self, where: str, size: int, read: Reading) -> str | None:
        if size > self._left:
            values = {"file": where, "limit": str(MAX_ALL >> 20)}
            self.gaps.append(Gap(FACT, Cause.LOST, "too-much-to-search", values))
            return None
        self._left -= size
        try:
            data = read(MAX_FILE)
        except FactUnavailable as reason:
            self.gaps.append(Gap(FACT, reason.cause, reason.key, reason.values))
            return None
        return "" if data.startswith(_COMPILED) else data.decode("utf-8", "replace")


def npm(name: str) -> Row:
    """A package of npm that no table has."""
    url = f"pkg:npm/{name.replace('@', '%40')}"
    return Row(name, purl=url, kind=SoftwareKind.JAVASCRIPT)
