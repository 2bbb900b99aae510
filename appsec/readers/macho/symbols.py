"""The symbol table as arrays, so that only the names that are asked for become objects."""

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Span
from appsec.readers.ipa.symbol_table import MAX_SYMBOLS, name_at

_ENTRY = np.dtype(
    [("name", "<u4"), ("kind", "u1"), ("section", "u1"), ("extra", "<u2"), ("value", "<u8")]
)
_STAB, _TYPE, _EXTERNAL, _PRIVATE = 0xE0, 0x0E, 0x01, 0x10
_IN_SECTION, _UNDEFINED, _PREBOUND = 0x0E, 0x00, 0x0C
_NO_SYMBOL = 0xC0000000
"""Marks in the indirect table: local or absolute, so that no name is there."""


@frozen
class SymbolTable:
    """Entries of the symbol table, the indirect table beside it, and the bytes of the names."""

    entries: NDArray[np.void]
    indirect: NDArray[np.uint32]
    names: bytes

    @classmethod
    def empty(cls) -> "SymbolTable":
        """A table without entries."""
        return cls(np.zeros(0, dtype=_ENTRY), np.zeros(0, dtype=np.uint32), b"")

    def name(self, number: int) -> str:
        """The linker's name of an entry, or nothing if it has none."""
        try:
            return name_at(self.names, int(self.entries["name"][number]))
        except MalformedMachO:
            return ""

    def defined(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Number and address of what sections hold; debugging entries are left out."""
        kinds = self.entries["kind"]
        mask = (kinds & _STAB == 0) & (kinds & _TYPE == _IN_SECTION)
        mask &= self.entries["value"] < np.uint64(1 << 62)
        numbers = np.flatnonzero(mask)
        return numbers, self.entries["value"][numbers].astype(np.int64)

    def exported(self) -> NDArray[np.int64]:
        """The numbers of entries that others may bind to."""
        kinds = self.entries["kind"]
        mask = (kinds & _STAB == 0) & (kinds & _TYPE == _IN_SECTION)
        return np.flatnonzero(mask & (kinds & (_EXTERNAL | _PRIVATE) == _EXTERNAL))

    def imported(self, position: int) -> tuple[str, int] | None:
        """Name and number of the library of what the indirect table names here."""
        if position >= len(self.indirect) or self.indirect[position] & _NO_SYMBOL:
            return None
        number = int(self.indirect[position])
        if number >= len(self.entries):
            return None
        entry = self.entries[number]
        undefined = int(entry["kind"]) & _TYPE in (_UNDEFINED, _PREBOUND)
        if int(entry["kind"]) & _STAB or not undefined:
            return None
        name = self.name(number)
        return (name, int(entry["extra"]) >> 8) if name else None


def read_symbol_table(data: memoryview, commands: Commands) -> SymbolTable:
    """Of a 64-bit slice. Raises MalformedMachO."""
    if commands.symbols is None:
        return SymbolTable.empty()
    table, names = commands.symbols
    if table.size > MAX_SYMBOLS:
        raise MalformedMachO
    content = Span(table.offset, table.size * _ENTRY.itemsize).of(data)
    indirect = commands.indirect or Span(0, 0)
    numbers = Span(indirect.offset, indirect.size * 4).of(data)
    return SymbolTable(
        np.frombuffer(content, dtype=_ENTRY),
        np.frombuffer(numbers, dtype="<u4"),
        bytes(names.of(data)),
    )
