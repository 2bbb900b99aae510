"""The fact `texts`: every readable text of an iOS app, with its place."""

from collections.abc import Iterable, Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Binary, IosApp
from appsec.facts.placed_text import Medium, TextBlock, Texts
from appsec.model.frozen import frozen
from appsec.model.outcome import Origin
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.load_commands import MalformedMachO, RawSection, read_commands
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.native_owners import owners
from appsec.readers.ipa.seal import SEAL
from appsec.readers.plist import MAX_BYTES
from appsec.readers.store import Store
from appsec.readers.texts import forms
from appsec.readers.texts.blocks import AllTexts, Gathered, Lost, Pooled
from appsec.readers.texts.files import File, FileTexts
from appsec.readers.texts.settings import pairs_of

_C_STRINGS = 0x2
_WIDE = "__ustring"
_NAMES = ("__objc_methname", "__objc_methtype", "__objc_classname")
_TABLES = ("__unwind_info", "__eh_frame", "__swift5_", "__chain_starts", "__objc_methlist")
"""Sections without texts that a program looks at."""
_PLIST = "Info.plist"


def read_texts(contents: Contents, store: Store, scan: Scan, app: IosApp) -> Known[Texts]:
    """Of Info.plists, executables and files. What is encrypted is a gap of the code."""
    lost = Lost()
    for fact in ("bundles", "binaries", "code"):
        try:
            app.read(fact)
        except FactUnavailable as reason:
            lost.add(reason.key, reason.values, reason.cause)
    sources = _Sources(contents, store, scan, app)
    return Known(AllTexts(sources.blocks, lost), lost.gaps)


@frozen
class _Sources:
    contents: Contents
    store: Store
    scan: Scan
    app: IosApp

    def blocks(self, lost: Lost) -> Iterator[TextBlock]:
        for read in (self._manifests, self._executables):
            try:
                yield from read(lost)
            except FactUnavailable as reason:
                lost.add(reason.key, reason.values, reason.cause)
        yield from FileTexts(lost, lambda head: False).blocks(self._bundled())

    def _manifests(self, lost: Lost) -> Iterator[TextBlock]:
        block = Gathered(Medium.MANIFEST)
        for bundle in self.app.bundles:
            try:
                data = self.contents.read(bundle.at.file, MAX_BYTES, "no-info-plist")
            except FactUnavailable as reason:
                lost.add(reason.key, reason.values, reason.cause)
                continue
            text = data.decode("utf-8", "replace")
            for name, value in pairs_of(bundle.at.file, data, text) or [("", text)]:
                block.add(value, bundle.at, name)
        yield block

    def _executables(self, lost: Lost) -> Iterator[TextBlock]:
        app, plain = self.app, set(self.app.code)
        told = owners(app.info, app.bundles, app.binaries, [])
        for binary in app.binaries:
            if binary.path not in plain:
                continue
            try:
                yield _texts(binary, self.scan.slices(binary.path), told.of_name(binary, ""))
            except FactUnavailable as reason:
                lost.add(reason.key, reason.values, reason.cause)
            except MalformedMachO:
                lost.add("malformed-macho", {"file": binary.path})

    def _bundled(self) -> Iterator[File]:
        told = {*self.scan.paths, *(bundle.at.file for bundle in self.app.bundles)}
        for name in sorted(self.contents.files - told):
            if not name.endswith(f"/{SEAL}"):
                yield File(self.store, name, name)


def _texts(binary: Binary, slices: Iterable[memoryview], origin: Origin) -> Pooled:
    """The texts of one executable, each once, in the order of sections."""
    found: dict[str, None] = {}
    for data in slices:
        for section in read_commands(data).sections:
            found |= dict.fromkeys(_of_section(section, bytes(section.span.of(data))))
    medium = Medium.CODE if binary.main else Medium.NATIVE
    where = binary.at, origin
    return Pooled(medium, tuple(found), (), lambda number: where)


def _of_section(section: RawSection, content: bytes) -> Iterator[str]:
    if section.code or section.name in _NAMES or section.name.startswith(_TABLES):
        return
    if section.kind == _C_STRINGS:
        yield from (one.decode("utf-8", "replace") for one in content.split(b"\0") if one)
    elif section.name == _WIDE:
        yield from filter(None, content.decode("utf-16-le", "replace").split("\0"))
    else:
        yield from filter(None, forms.runs([content])[0].split("\n"))
