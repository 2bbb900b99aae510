"""Licences that an app itself states: lists of acknowledgements, and files beside libraries."""

import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.readers.plist import parse
from appsec.readers.software.collected import Collected
from appsec.readers.software.licence_texts import MAX_TEXT, licence_in, licence_named

MAX_FILE = 4 << 20
MAX_FILES = 2_000
MAX_NAMES = 5_000
"""Components that one list names."""
MAX_CHARACTERS = 16 << 20
"""Of all texts; what is beyond is not recognised."""
_META = "META-INF/"
_POM = re.compile(r"META-INF/maven/([\w.-]+)/([\w.-]+)/pom\.xml")
_ANDROIDX = re.compile(r"META-INF/(androidx(?:/[\w.-]+)+)/([\w.-]+)/LICENSE(?:\.txt)?")
_PLAY = "res/raw/third_party_license_metadata"
_PLAY_TEXTS = "res/raw/third_party_licenses"
_PLAY_LINE = re.compile(rb"(\d{1,9}):(\d{1,9}) (.{1,200})")
_FLUTTER = re.compile(r"(?:.*/)?flutter_assets/NOTICES(\.Z)?")
_BESIDE = re.compile(
    r".*/([\w.+-]+)\.framework/(?:LICENSE|LICENCE|COPYING)(?:\.(?:txt|md))?",
    re.IGNORECASE,
)
_NAME_OR_URL = re.compile(r"<(?:name|url)>([^<]{1,200})</")
_RULE = re.compile(r"\n-{80}\n")

Reading = Callable[[str, int], bytes]
Stating = Iterator[tuple[str, str]]
"""Names of components, each with a licence; empty for a text that is none that is known."""


@slotted
class StatedLicences:
    """Reads them into `found`. A file that cannot be read leaves a licence unknown, which is shown
    as that: it is no gap."""

    found: Collected
    read: Reading
    """Takes a name and the most bytes, and raises FactUnavailable."""
    _left: int = MAX_FILES
    _characters: int = MAX_CHARACTERS

    def look(self, name: str) -> None:
        """Looks into one file if its name is that of a statement."""
        stating = self._stating(name)
        if stating is None or self._left <= 0:
            return
        self._left -= 1
        try:
            for number, (component, licence) in enumerate(stating()):
                if number >= MAX_NAMES:
                    return
                self.found.state(component, licence)
        except (FactUnavailable, zlib.error):
            return

    def _stating(self, name: str) -> Callable[[], Stating] | None:
        if name.startswith(_META):
            if found := _POM.fullmatch(name):
                return partial(self._pom, name, f"{found[1]}:{found[2]}")
            if found := _ANDROIDX.fullmatch(name):
                return partial(self._text_of, name, f"{found[1].replace('/', '.')}:{found[2]}")
        if found := _FLUTTER.fullmatch(name):
            return partial(self._flutter, name, bool(found[1]))
        if found := _BESIDE.fullmatch(name):
            return partial(self._text_of, name, f"{found[1]}.framework")
        if name == _PLAY:
            return self._play
        last = name.rpartition("/")[2].casefold()
        is_list = "acknowledg" in last and last.endswith(".plist")
        return partial(self._plist, name) if is_list else None

    def _licence_in(self, text: str) -> str:
        self._characters -= min(len(text), MAX_TEXT)
        return licence_in(text) if self._characters >= 0 else ""

    def _text(self, name: str) -> str:
        return self.read(name, MAX_FILE).decode("utf-8", "replace")

    def _text_of(self, name: str, component: str) -> Stating:
        yield component, self._licence_in(self._text(name))

    def _pom(self, name: str, component: str) -> Stating:
        """Of several licences a POM does not say whether one may choose: then none is told."""
        first, *rest = self._text(name).split("<!--")
        plain = first + "".join(one.partition("-->")[2] for one in rest)
        listed = plain.partition("<licenses>")[2].partition("</licenses>")[0]
        parts = listed.split("</license>")[:-1]
        if len(parts) == 1:
            told = {licence_named(one) for one in _NAME_OR_URL.findall(parts[0])} - {""}
            yield component, told.pop() if len(told) == 1 else ""

    def _play(self) -> Stating:
        """The list of Google's plug-in: where in the file of texts that of each name stands."""
        texts = self.read(_PLAY_TEXTS, MAX_FILE)
        for line in self.read(_PLAY, MAX_FILE).splitlines():
            if told := _PLAY_LINE.fullmatch(line):
                first, count = int(told[1]), int(told[2])
                text = texts[first : first + min(count, 4 * MAX_TEXT + 4)].decode(
                    "utf-8", "replace"
                )
                yield told[3].decode("utf-8", "replace"), self._licence_in(text)

    def _flutter(self, name: str, packed: bool) -> Stating:
        """Blocks of names, an empty line and a text, with a rule between them. They name what the
        engine is made of, which a package of Dart may be called, too."""
        data = self.read(name, MAX_FILE)
        if packed:
            data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MAX_FILE)
        for block in _RULE.split(data.decode("utf-8", "replace")):
            names, empty, text = block.partition("\n\n")
            licence = self._licence_in(text) if empty else ""
            listed = names.splitlines() if empty else ()
            yield from ((f"pkg:generic/{one.strip()}", licence) for one in listed)

    def _plist(self, name: str) -> Stating:
        """As CocoaPods writes it for a bundle of settings: a group for each pod."""
        listed = parse(self.read(name, MAX_FILE), name).get("PreferenceSpecifiers")
        for one in listed if isinstance(listed, list) else ():
            told = one if isinstance(one, dict) else {}
            title, text, key = (told.get(each) for each in ("Title", "FooterText", "License"))
            if not isinstance(title, str) or not isinstance(text, str):
                continue
            known = licence_named(key) if isinstance(key, str) else ""
            licence = self._licence_in(text) or known
            if licence or key:
                yield title, licence
                yield f"pkg:cocoapods/{title}", licence
