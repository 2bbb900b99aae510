"""The fact `texts`: every readable text of base and splits, with its place."""

from collections.abc import Iterator
from functools import partial

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.placed_text import Medium, TextBlock, Texts
from appsec.model.frozen import frozen
from appsec.model.outcome import Location, Origin
from appsec.readers.apk.axml import Attribute, Element
from appsec.readers.apk.bytecode import DexCode
from appsec.readers.apk.files import MANIFEST, AppFiles
from appsec.readers.apk.pool import xml_texts
from appsec.readers.apk.resources import TABLE
from appsec.readers.apk.values import ValueType
from appsec.readers.apk.xml_shape import BadShape
from appsec.readers.dex.dex_file import DexFile
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.names import class_name
from appsec.readers.dex.texts import DexTexts, dex_texts
from appsec.readers.texts.blocks import AllTexts, Gathered, Lost, Pooled
from appsec.readers.texts.files import File, FileTexts

_ELF = b"\x7fELF"
_VALUES = ("value", "resource")


def read_texts(files: AppFiles, app: AndroidApp) -> Known[Texts]:
    """Of code, resources, manifests, files and native libraries; each that cannot be had is lost.

    Facts that it needs are asked for here, so that their gaps are its own.
    """
    lost = Lost()
    sources = _Sources(files, app, lost)
    for fact in ("code", "strings", "native_strings"):
        try:
            app.read(fact)
        except FactUnavailable as reason:
            lost.add(reason.key, reason.values, reason.cause)
    return Known(AllTexts(sources.blocks, lost), lost.gaps)


@frozen
class _Sources:
    files: AppFiles
    app: AndroidApp
    known: Lost

    def blocks(self, lost: Lost) -> Iterator[TextBlock]:
        for read in (self._code, self._manifests, self._resources, self._native):
            try:
                yield from read(lost)
            except FactUnavailable as reason:
                lost.add(reason.key, reason.values, reason.cause)
        yield from FileTexts(lost, _is_told, xml_texts).blocks(self._bundled())

    def _code(self, lost: Lost) -> Iterator[TextBlock]:
        code = self.app.code
        if not isinstance(code, DexCode):
            return
        for file in code.program.files:
            found = _told(file)
            for why in found.lost:
                lost.add("malformed-dex", {"file": file.name, "why": str(why)})
            yield Pooled(Medium.CODE, found.texts, found.names, partial(_place, code, file, found))

    def _manifests(self, lost: Lost) -> Iterator[TextBlock]:
        block = Gathered(Medium.MANIFEST)
        for part in self.files.parts:
            try:
                _elements(block, part.xml(MANIFEST), Location(part.where(MANIFEST)))
            except FactUnavailable as reason:
                lost.add(reason.key, reason.values, reason.cause)
        yield block

    def _resources(self, lost: Lost) -> Iterator[TextBlock]:
        block = Gathered(Medium.RESOURCE)
        for string in self.app.strings:
            for one in string.texts:
                block.add(one.text, string.at, string.name)
        yield block
        if not any(part.has_table for part in self.files.parts):
            return
        rest = Gathered(Medium.RESOURCE)
        told = set(block.texts)
        for file, table in self.files.resources.tables().items():
            try:
                for text in table.pool():
                    if text not in told:
                        rest.add(text, Location(file))
            except BadShape as error:
                lost.add("malformed-resources", {"file": file, "why": str(error)})
        yield rest

    def _native(self, lost: Lost) -> Iterator[TextBlock]:
        for library in self.app.native_strings:
            yield Pooled(Medium.NATIVE, library.texts, (), partial(_whole, library.at))

    def _bundled(self) -> Iterator[File]:
        """The files of which no other block tells; of a container those that are no parts, too."""
        for part in self.files.parts:
            told = {MANIFEST, TABLE, *part.code_files()}
            for name in part.names:
                if name not in told:
                    yield File(part.archive, part.entry(name), part.where(name))


def _is_told(head: bytes) -> bool:
    """Native libraries have their own block."""
    return head.startswith(_ELF)


def _elements(block: Gathered, element: Element, at: Location) -> None:
    """Every attribute, and of an element with a name and a value the one under the other."""
    texts = {one.name: _text(one) for one in element.attributes}
    named = texts.get("name", "")
    for key, text in texts.items():
        if text:
            block.add(text, at, f"{named}.{key}" if named and key in _VALUES else key)
    if element.text.strip():
        block.add(element.text, at, element.tag)
    for child in element.children:
        _elements(block, child, at)


def _text(one: Attribute) -> str:
    return one.value.text if one.value.type == ValueType.STRING else one.raw or ""


def _told(file: DexFile) -> DexTexts:
    try:
        return dex_texts(file)
    except BadDex as error:
        return DexTexts([], [], [], 0, lost=[error])


def _whole(at: Location, number: int) -> tuple[Location, Origin]:
    """Of a file in which texts have no place of their own."""
    return at, Origin.APP


def _place(code: DexCode, file: DexFile, found: DexTexts, number: int) -> tuple[Location, Origin]:
    """The method that names a text, or the class whose field begins with it."""
    if number < found.methods:
        row = found.rows[number]
        return Location(file.name, file.told(row).api), code.own.of(file.method(row).owner)
    if number < found.placed:
        owner = file.classes[found.rows[number]].name
        return Location(file.name, class_name(owner)), code.own.of(owner)
    return Location(file.name), Origin.APP
