"""The `Image` of a Mach-O slice, put together from its readers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import slotted
from appsec.readers.ipa.load_commands import (
    Commands,
    MalformedMachO,
    RawSection,
    read_commands,
)
from appsec.readers.ipa.macho_header import read_header
from appsec.readers.macho.exports import EXPORTS_LOST, read_exports
from appsec.readers.macho.functions import FUNCTIONS_LOST, Names, ascending, read_starts, within
from appsec.readers.macho.image import (
    ImageAddress,
    Import,
    ObjcClass,
    Selector,
    Target,
    Text,
)
from appsec.readers.macho.literals import constant_object
from appsec.readers.macho.memory import BIND, TAGGED, Memory, Sections
from appsec.readers.macho.objc import OBJC_LOST, Objc, class_of, read_objc
from appsec.readers.macho.pointers import FIXUPS_LOST, Pointers, fix_pointers
from appsec.readers.macho.stubs import STUBS_LOST, read_stubs
from appsec.readers.macho.swift_types import SWIFT_LOST, read_swift_types
from appsec.readers.macho.symbols import SymbolTable, read_symbol_table
from appsec.readers.macho.texts import constant_text, swift_text

MALFORMED = "malformed-macho"
SECTIONS_LOST = "macho-sections-overlap"
SYMBOLS_LOST = "macho-symbols-unread"
ARCHITECTURE_LOST = "macho-architecture-unread"
_ARM64 = ("arm64", "arm64e")
_READ = (*_ARM64, "x86_64", "x86_64h")
_SELECTORS, _TEXT = "__objc_selrefs", "__text"
_POINTERS = (6, 7)
"""Types of sections with pointers to what is imported, at once or when it is first needed."""


@slotted
class Parts:
    """What has been read of a slice so far."""

    architecture: str
    memory: Memory
    sections: Sections
    pointers: Pointers = field(default_factory=Pointers)
    objc: Objc = field(default_factory=Objc)
    stubs: dict[int, Target] = field(default_factory=dict)
    functions: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    names: Mapping[int, str] = field(default_factory=dict)
    swift_types: tuple[str, ...] = ()
    exports: Mapping[str, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    @property
    def code(self) -> list[RawSection]:
        """The sections of instructions."""
        return [one for one in self.sections.all if one.code]


class SliceImage:
    """An image, all of which is read by `read_image`: whatever is lost is known from then on."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def lost(self) -> tuple[str, ...]:
        return tuple(sorted(self._parts.lost))

    @property
    def architecture(self) -> str:
        return self._parts.architecture

    @cached_property
    def text(self) -> tuple[tuple[int, NDArray[np.uint32]], ...]:
        if self.architecture not in _ARM64:
            return ()
        found = []
        for section in self._parts.code:
            content = self._parts.memory.view(section.address, section.size)
            # Instructions are at multiples of 4, even where a section begins beside one.
            skipped = -section.address % 4
            if content is not None and len(content) >= skipped + 4:
                count = (len(content) - skipped) // 4
                words = np.frombuffer(content, dtype="<u4", count=count, offset=skipped)
                found.append((section.address + skipped, words))
        return tuple(found)

    @property
    def functions(self) -> NDArray[np.int64]:
        return self._parts.functions

    @property
    def names(self) -> Mapping[int, str]:
        return self._parts.names

    @property
    def imports(self) -> tuple[Import, ...]:
        return tuple(dict.fromkeys(self._parts.pointers.imports))

    @property
    def swift_types(self) -> tuple[str, ...]:
        return self._parts.swift_types

    @property
    def exports(self) -> frozenset[str]:
        return frozenset(self._parts.exports)

    @property
    def classes(self) -> tuple[ObjcClass, ...]:
        return tuple(self._parts.objc.classes)

    @property
    def protocols(self) -> tuple[str, ...]:
        return tuple(sorted(self._parts.objc.protocols))

    @property
    def slots(self) -> NDArray[np.int64]:
        sections = self._parts.sections
        kept = [one for one in sections.all if one.name == _SELECTORS or one.kind in _POINTERS]
        parts = [np.arange(one.address, one.address + one.size - 7, 8) for one in kept]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def bound(self, wanted: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
        numbers = [n for n, one in enumerate(self._parts.pointers.imports) if wanted(one.name)]
        for section in self._parts.sections.all if numbers else ():
            start = section.address + -section.address % 8
            content = self._parts.memory.view(
                start, (section.address + section.size - start) // 8 * 8
            )
            if section.code or section.kind in _POINTERS or content is None:
                continue
            values = np.frombuffer(content, dtype="<u8") ^ np.uint64(BIND)
            for at in np.flatnonzero(np.isin(values, np.array(numbers, np.uint64))).tolist():
                target = self.pointer(start + 8 * at)
                if isinstance(target, Import):
                    yield start + 8 * at, target.name

    def stub(self, address: int) -> Import | Selector | ImageAddress | None:
        target = self._parts.stubs.get(address)
        return target if isinstance(target, Import | Selector | ImageAddress) else None

    def pointer(self, address: int) -> Target | None:
        value = self._parts.memory.pointer(address)
        if not value:
            return None
        if value & BIND:
            return self._bound(value)
        if value & TAGGED:
            # No address that code could use, but perhaps the second word of a String.
            return swift_text(self._parts.memory, address - 8)
        section = self._parts.sections.at(address)
        if section is not None and section.name == _SELECTORS:
            name = self._parts.memory.text(value)
            return None if name is None else Selector(name)
        return self.constant(value)

    def _bound(self, value: int) -> Target | None:
        bound = self._parts.pointers.meaning(value)
        if bound is None:
            return None
        # What may come from anywhere comes from here, if this image has it.
        own = 0 if bound.library else self._parts.exports.get(bound.name, 0)
        return self.constant(own) if own else class_of(bound.name) or bound

    def constant(self, address: int) -> Target | None:
        named = self._parts.objc.named.get(address)
        if named is not None:
            return named
        section = self._parts.sections.at(address)
        memory = self._parts.memory
        if section is not None:
            text = constant_text(memory, section, address)
            found = text or constant_object(memory, section, address)
            if found is not None:
                return found
        mapped = section is not None or memory.is_mapped(address)
        mapped = mapped or self._parts.sections.is_blank(address)
        return ImageAddress(address) if mapped else None

    def swift_text(self, address: int) -> Text | None:
        return swift_text(self._parts.memory, address)

    def read(self, address: int, size: int) -> bytes | None:
        content = self._parts.memory.view(address, size)
        return None if content is None else bytes(content)

    def is_variable(self, address: int) -> bool:
        return self._parts.sections.is_variable(address)

    def section_start(self, address: int) -> int | None:
        section = self._parts.sections.at(address)
        return section.address if section else None

    def constant_bytes(self, address: int, most: int) -> bytes | None:
        section = self._parts.sections.at(address)
        if section is None or self.is_variable(address):
            return None
        return self.read(address, min(most, section.address + section.size - address))


def read_image(data: memoryview) -> SliceImage:
    """Read a thin slice. Never raises: a slice that cannot be read has nothing but `lost`."""
    try:
        header, commands = read_header(data), read_commands(data)
        if not commands.is_64 or header.architecture not in _READ:
            return _empty(ARCHITECTURE_LOST)
        # Without PIE the slice is always loaded where it says: no pointer has to be told.
        plain = header.file_type == "execute" and not header.pie
        memory = Memory(data, commands, plain=plain)
        parts = Parts(header.architecture, memory, Sections(commands.sections, memory))
    except MalformedMachO:
        return _empty(MALFORMED)
    image = SliceImage(parts)
    _read_tables(data, commands, parts, image.pointer)
    return image


def _empty(key: str) -> SliceImage:
    nothing = Memory(memoryview(b""), Commands(is_64=True), plain=False)
    return SliceImage(Parts("", nothing, Sections((), nothing), lost={key}))


def _read_tables(
    data: memoryview, commands: Commands, parts: Parts, told: Callable[[int], Target | None]
) -> None:
    """Pointers first, for all that comes after is found by them."""
    memory, sections, lost = parts.memory, parts.sections, parts.lost
    lost |= {SECTIONS_LOST} if sections.overlap else set()
    lost |= set() if sections.whole else {MALFORMED}
    try:
        table = read_symbol_table(data, commands)
    except MalformedMachO:
        lost.add(SYMBOLS_LOST)
        table = SymbolTable.empty()
    parts.pointers = fix_pointers(data, commands, memory, sections, table)
    lost |= {FIXUPS_LOST} if parts.pointers.lost else set()
    # The names that metadata needs are in the part of a file that encryption hides.
    if not memory.hidden:
        parts.objc = read_objc(memory, sections, parts.pointers)
        lost |= set() if parts.objc.whole else {OBJC_LOST}
        parts.swift_types, whole = read_swift_types(memory, sections, parts.pointers)
        lost |= set() if whole else {SWIFT_LOST}
    parts.exports, whole = read_exports(data, commands, table, memory.base)
    lost |= set() if whole else {EXPORTS_LOST}
    if parts.architecture in _ARM64:
        parts.stubs, whole = read_stubs(memory, sections, parts.pointers, table, told)
        lost |= set() if whole else {STUBS_LOST}
    _read_functions(data, commands, parts, table)


def _read_functions(data: memoryview, commands: Commands, parts: Parts, table: SymbolTable) -> None:
    ranges = [(one.address, one.address + one.size) for one in parts.code]
    methods: dict[int, str] = {}
    for kind in parts.objc.classes:
        for method in kind.methods:
            methods.setdefault(method.implementation, method.name)
    methods.pop(0, None)
    try:
        starts = read_starts(data, commands, parts.memory.base)
    except MalformedMachO:
        parts.lost.add(FUNCTIONS_LOST)
        starts = np.zeros(0, dtype=np.int64)
    numbers, addresses = table.defined()
    # Linkers name some stubs, but they are no functions of anybody's.
    inside = within(addresses, ranges) & ~np.isin(addresses, list(parts.stubs))
    parts.names = Names(table, numbers[inside], addresses[inside], methods)
    known = np.array(list(methods), dtype=np.int64)
    listed = np.concatenate([starts, known])
    found = within(listed, ranges)
    # A function outside of what is said to be instructions would not be looked at.
    parts.lost |= set() if found.all() else {FUNCTIONS_LOST}
    # Linkers list them all. Without a list, those without a name would be part of others.
    parts.lost |= {FUNCTIONS_LOST} if _is_unlisted(parts, commands) else set()
    parts.functions = ascending(np.concatenate([listed[found], addresses[inside]]))


def _is_unlisted(parts: Parts, commands: Commands) -> bool:
    plain = any(not one.code for one in parts.sections.named(_TEXT))
    return plain or (bool(parts.code) and commands.function_starts is None)
