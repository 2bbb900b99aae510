"""The names that a slice exports: a trie of edges that share their beginnings."""

from appsec.readers.ipa.bindings import leb_numbers
from appsec.readers.ipa.load_commands import Commands, MalformedMachO
from appsec.readers.macho.symbols import SymbolTable

EXPORTS_LOST = "macho-exports-unread"
MAX_NODES = 1_000_000
MAX_NAMES = 32 << 20
"""Bytes of all names together: shared beginnings are counted each time."""


def read_exports(
    data: memoryview, commands: Commands, table: SymbolTable
) -> tuple[frozenset[str], bool]:
    """The names without their underscore, and whether these are all."""
    span = commands.exports
    if span is None or not span.size:
        names = (table.name(int(number)) for number in table.exported())
        return frozenset(name.removeprefix("_") for name in names if name), True
    found: set[str] = set()
    try:
        _walk(bytes(span.of(data)), found)
    except MalformedMachO:
        return frozenset(found), False
    return frozenset(found), True


def _walk(data: bytes, found: set[str]) -> None:
    seen = {0}
    waiting = [(0, b"")]
    left = MAX_NAMES
    while waiting:
        at, name = waiting.pop()
        (size,), at = leb_numbers(data, at, 1)
        if size:
            left -= len(name)
            found.add(name.decode("utf-8", "replace").removeprefix("_"))
        at += size
        if at >= len(data) or left < 0:
            raise MalformedMachO
        for _ in range(data[at]):
            end = data.find(b"\0", at + 1)
            if end < 0:
                raise MalformedMachO
            edge = name + data[at + 1 : end]
            (child,), at = leb_numbers(data, end + 1, 1)
            at -= 1
            left -= len(edge)
            # A tree leads to each node once: dyld would loop, and so would we.
            if child in seen or len(seen) > MAX_NODES or left < 0:
                raise MalformedMachO
            seen.add(child)
            waiting.append((child, edge))
