"""The names that a slice exports: a trie of edges that share their beginnings."""

from appsec.readers.ipa.bindings import leb_numbers
from appsec.readers.ipa.load_commands import Commands, MalformedMachO
from appsec.readers.macho.symbols import SymbolTable

EXPORTS_LOST = "macho-exports-unread"
MAX_NODES = 1_000_000
_KIND, _ELSEWHERE = 0x3, 0x8
"""Flags of an export: a variable of each thread or a plain number; taken from another image."""
MAX_NAMES = 32 << 20
"""Bytes of all names together: shared beginnings are counted each time."""


def read_exports(
    data: memoryview, commands: Commands, table: SymbolTable, base: int
) -> tuple[dict[str, int], bool]:
    """The names without their underscore, each with its address, and whether these are all.

    What another image has, or is no address, is at 0.
    """
    span = commands.exports
    found: dict[str, int] = {}
    if span is None or not span.size:
        for number in table.exported():
            name = table.name(int(number)).removeprefix("_")
            if name:
                found[name] = int(table.entries["value"][number])
        return found, True
    try:
        _walk(bytes(span.of(data)), base, found)
    except MalformedMachO:
        return found, False
    return found, True


def _walk(data: bytes, base: int, found: dict[str, int]) -> None:
    seen = {0}
    waiting = [(0, b"")]
    left = MAX_NAMES
    while waiting:
        at, name = waiting.pop()
        (size,), at = leb_numbers(data, at, 1)
        if size:
            found[name.decode("utf-8", "replace").removeprefix("_")] = _address(data, at, base)
        at += size
        if at >= len(data):
            raise MalformedMachO
        for _ in range(data[at]):
            end = data.find(b"\0", at + 1)
            if end < 0:
                raise MalformedMachO
            edge = name + data[at + 1 : end]
            (child,), at = leb_numbers(data, end + 1, 1)
            at -= 1
            left -= len(edge) + 1
            # A tree leads to each node once: dyld would loop, and so would we.
            if child in seen or len(seen) > MAX_NODES or left < 0:
                raise MalformedMachO
            seen.add(child)
            waiting.append((child, edge))


def _address(data: bytes, at: int, base: int) -> int:
    (flags, where), _ = leb_numbers(data, at, 2)
    return 0 if flags & (_KIND | _ELSEWHERE) else base + where
