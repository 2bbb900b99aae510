"""The symbol table of a Mach-O file: how many names of which kind, and what is imported."""

import struct

from appsec.facts.ios_binary import Symbols
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Span

MAX_SYMBOLS = 4_000_000
MAX_NAME = 16 << 10
_STRIP_MARK = 0x3C
"""The stab (N_OPT) that `strip` leaves to say that it was there."""
_STAB, _PRIVATE, _TYPE, _EXTERNAL = 0xE0, 0x10, 0x0E, 0x01
_UNDEFINED, _PREBOUND = 0x0, 0xC
_STRIPPED = b"<redacted>"
"""The name that remains of a symbol which was stripped in place."""


def read_symbols(data: memoryview, commands: Commands) -> tuple[Symbols, set[str]]:
    """Counts, and the names of undefined symbols. Raises MalformedMachO.

    A debugging entry (stab) may look like an import by its type: its flag is looked at first.
    """
    if commands.symbols is None:
        return Symbols(0, 0, 0, 0), set()
    table, names_at = commands.symbols
    # string index, type, section, description, value
    entry = struct.Struct("<IBBHQ" if commands.is_64 else "<IBBHI")
    if table.size > MAX_SYMBOLS:
        raise MalformedMachO
    entries = Span(table.offset, table.size * entry.size).of(data)
    names = bytes(names_at.of(data))
    imports: set[str] = set()
    exported = local = undefined = debugging = 0
    for index, kind, _, _, value in entry.iter_unpack(entries):
        if kind & _STAB:
            debugging += kind != _STRIP_MARK
        elif kind & _TYPE in (_UNDEFINED, _PREBOUND):
            undefined += 1
            # With a value it is a common symbol: an object file's, never linked code's.
            if not value:
                imports.add(name_at(names, index))
        elif kind & _EXTERNAL and not kind & _PRIVATE:
            exported += 1
        elif not names.startswith(_STRIPPED, index):
            local += 1
    return Symbols(exported, local, undefined, debugging), imports


def name_at(names: bytes, index: int) -> str:
    """A name that ends with a zero. Raises MalformedMachO."""
    end = names.find(b"\0", index, index + MAX_NAME)
    if index >= len(names) or end < 0:
        raise MalformedMachO
    return names[index:end].decode("utf-8", "replace")
