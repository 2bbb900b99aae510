"""What dyld writes into the pointers of a slice, whichever way its linker says so."""

from collections.abc import Iterable
from dataclasses import field

import numpy as np

from appsec.model.frozen import slotted
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Span
from appsec.readers.macho.chained import read_chained
from appsec.readers.macho.image import Import
from appsec.readers.macho.memory import BESIDE, BIND, Memory, Sections
from appsec.readers.macho.opcodes import MAX_POINTERS, read_binds, read_rebases, spans_of
from appsec.readers.macho.symbols import SymbolTable

FIXUPS_LOST = "macho-fixups-unread"
_POINTER_KINDS = (0x6, 0x7)
"""Types of sections whose pointers the indirect symbol table names."""


@slotted
class Pointers:
    """What BIND's numbers mean, and the offsets by which old stubs name what they bind."""

    imports: list[Import] = field(default_factory=list)
    helpers: dict[int, int] = field(default_factory=dict)
    """Offset of an entry among the lazy binds: the number of its import."""
    lost: bool = False

    def meaning(self, value: int) -> Import | None:
        """The import of a pointer with BIND; None for one that lies beside it."""
        if value & BESIDE:
            return None
        number = value & (BESIDE - 1)
        return self.imports[number] if number < len(self.imports) else None


def fix_pointers(
    data: memoryview, commands: Commands, memory: Memory, sections: Sections, table: SymbolTable
) -> Pointers:
    """Write into `memory` what dyld would; what cannot be followed is told by `lost`."""
    pointers = Pointers()
    reader = _Fixer(data, commands, memory, pointers)
    # dyld looks at opcodes only where there are no chains.
    chained = commands.chained is not None and commands.chained.size
    older = (reader.rebased, reader.bound, reader.bound_lazily, reader.bound_weakly)
    for step in (reader.chained,) if chained else older:
        try:
            step()
        except MalformedMachO:
            pointers.lost = True
    reader.indirect(sections, table)
    return pointers


class _Fixer:
    def __init__(
        self, data: memoryview, commands: Commands, memory: Memory, pointers: Pointers
    ) -> None:
        self._data = data
        self._commands = commands
        self._memory = memory
        self._pointers = pointers
        self._numbers: dict[tuple[str, int], int] = {}

    def chained(self) -> None:
        span = self._commands.chained or Span(0, 0)
        fixups = read_chained(self._data, self._commands, span, self._memory.base)
        self._pointers.imports += [
            Import(one.name.removeprefix("_"), self._library(one.library)) for one in fixups.imports
        ]
        whole = self._memory.fix(fixups.addresses, fixups.values)
        self._pointers.lost |= not whole or not fixups.complete

    def rebased(self) -> None:
        span = self._commands.rebase
        if span is not None and span.size:
            places = read_rebases(span.of(self._data), self._commands.segments)
            self._pointers.lost |= not self._memory.fix(places)

    def bound(self) -> None:
        self._bind(0, lazy=False)

    def bound_lazily(self) -> None:
        self._bind(2, lazy=True)

    def bound_weakly(self) -> None:
        """A pointer that is rebased already leads to this image's own definition."""
        self._bind(1, lazy=False, only_new=True)

    def _bind(self, which: int, *, lazy: bool, only_new: bool = False) -> None:
        span = spans_of(self._commands)[which]
        if not span.size:
            return
        stream = span.of(self._data)
        found = read_binds(stream, self._commands.segments, lazy=lazy)
        places = np.array(found.places, dtype=np.int64)
        values = np.array([self._value(*name) for name in found.names], dtype=np.uint64)
        if lazy:
            numbers = {start: int(values[at]) for start, at in found.helpers.items()}
            self._pointers.helpers = {start: one & ~BIND for start, one in numbers.items()}
        if only_new:
            new = ~self._memory.are_fixed(places)
            places, values = places[new], values[new]
        self._pointers.lost |= not self._memory.fix(places, values)

    def indirect(self, sections: Sections, table: SymbolTable) -> None:
        """Pointers that neither way tells, but the symbol table does."""
        named = list(_indirect(sections, table))
        if not named:
            return
        places = np.array([place for place, _, _ in named], dtype=np.int64)
        values = [self._value(name, library, False) for _, name, library in named]
        new = ~self._memory.are_fixed(places)
        self._memory.fix(places[new], np.array(values, dtype=np.uint64)[new])

    def _value(self, name: str, library: int, beside: bool) -> int:
        key = name, library
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._pointers.imports)
            self._pointers.imports.append(
                Import(name.removeprefix("_"), self._library(library)),
            )
        return BIND | number | (BESIDE if beside else 0)

    def _library(self, number: int) -> str:
        names = self._commands.libraries
        return names[number - 1] if 0 < number <= len(names) else ""


def _indirect(sections: Sections, table: SymbolTable) -> Iterable[tuple[int, str, int]]:
    left = min(len(table.indirect), MAX_POINTERS)
    for section in sections.all:
        if section.kind not in _POINTER_KINDS:
            continue
        # No entry of the table is used twice: overlapping sections must not multiply the work.
        count = min(section.size // 8, left)
        left -= count
        for number in range(count):
            found = table.imported(section.reserved[0] + number)
            if found is not None:
                yield section.address + number * 8, *found
