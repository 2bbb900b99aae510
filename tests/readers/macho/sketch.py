"""Builds small Mach-O slices whose every byte a test decides."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BASE = 0x100000000
TEXT, DATA, LINKEDIT = BASE + 0x1000, BASE + 0x8000, BASE + 0x10000
ARM64, ARM64E, X86_64 = (0x100000C, 0), (0x100000C, 2), (0x1000007, 3)
CODE, STUBS, C_STRINGS = 0x80000400, 0x80000408, 0x2
PIE = 0x200085
FUNCTION_STARTS, EXPORTS_TRIE, CHAINED = 0x26, 0x80000033, 0x80000034
_SIZE = 0x8000


@dataclass(slots=True)
class Sketch:
    """Two mapped segments, filled in order; `blobs` are what load commands of this number name."""

    cpu: tuple[int, int] = ARM64
    file_type: int = 6
    flags: int = PIE
    cryptid: int = 0
    libraries: tuple[str, ...] = ("/usr/lib/libSystem.B.dylib",)
    blobs: dict[int, bytes] = field(default_factory=dict)
    dyld_info: Sequence[bytes] = ()
    """Rebases, binds, weak binds, lazy binds and exports."""
    listed: bool = True
    """Whether there is a list of functions, be it empty."""
    _content: bytearray = field(default_factory=lambda: bytearray(2 * _SIZE))
    _next: dict[str, int] = field(default_factory=lambda: {"__TEXT": TEXT, "__DATA": DATA})
    _sections: dict[str, list[bytes]] = field(default_factory=lambda: {"__TEXT": [], "__DATA": []})

    def add(self, name: str, content: bytes, flags: int = 0, stub: int = 0) -> int:
        """Append a section, `__TEXT,__text`; its address."""
        segment = name.partition(",")[0]
        address = self._next[segment]
        self.put(address, content)
        self._next[segment] = address + len(content) + -len(content) % 16
        self.declare(name, address, len(content), flags, stub)
        return address

    def declare(self, name: str, address: int, size: int, flags: int = 0, stub: int = 0) -> None:
        """A section's header alone."""
        segment, _, section = name.partition(",")
        names = section.encode().ljust(16, b"\0") + segment.encode().ljust(16, b"\0")
        at = address - BASE & 0xFFFFFFFF
        numbers = (address, size, at, 4, 0, 0, flags, 0, stub, 0)
        self._sections[segment].append(names + struct.pack("<2Q8I", *numbers))

    def put(self, address: int, content: bytes) -> None:
        """Write bytes at an address."""
        self._content[address - BASE : address - BASE + len(content)] = content

    def build(self) -> bytes:
        """The slice."""
        tail, commands = bytearray(), []
        blobs = {FUNCTION_STARTS: b"", **self.blobs} if self.listed else self.blobs
        for number, blob in blobs.items():
            commands.append(struct.pack("<4I", number, 16, 2 * _SIZE + len(tail), len(blob)))
            tail += blob + bytes(-len(blob) % 8)
        if self.dyld_info:
            spans = []
            for blob in self.dyld_info:
                spans += [2 * _SIZE + len(tail) if blob else 0, len(blob)]
                tail += blob
            commands.append(struct.pack("<12I", 0x80000022, 48, *spans))
        commands += [_library(name) for name in self.libraries]
        commands.append(struct.pack("<6I", 0x2C, 24, 0x1000, 0x7000, self.cryptid, 0))
        segments = [
            _segment("__TEXT", 0, _SIZE, 5, self._sections["__TEXT"]),
            _segment("__DATA", _SIZE, _SIZE, 3, self._sections["__DATA"]),
            _segment("__LINKEDIT", 2 * _SIZE, len(tail), 1, []),
        ]
        body = b"".join(segments + commands)
        count = len(segments) + len(commands)
        numbers = (0xFEEDFACF, *self.cpu, self.file_type, count, len(body), self.flags, 0)
        head = struct.pack("<8I", *numbers) + body
        assert len(head) <= TEXT - BASE
        return head + bytes(self._content[len(head) :]) + bytes(tail)


def _segment(name: str, at: int, size: int, protection: int, sections: list[bytes]) -> bytes:
    whole = 72 + 80 * len(sections)
    numbers = (BASE + at, size, at, size, protection, protection, len(sections), 0)
    head = struct.pack("<2I16s4Q4I", 0x19, whole, name.encode(), *numbers)
    return head + b"".join(sections)


def _library(name: str) -> bytes:
    text = name.encode() + b"\0"
    text += bytes(-len(text) % 8)
    return struct.pack("<6I", 0xC, 24 + len(text), 24, 0, 0, 0) + text


def chained(  # noqa: PLR0917
    kind: int,
    imports: bytes,
    names: bytes,
    starts: Sequence[int] = (0,),
    form: int = 1,
    packed: int = 0,
    page: int = 0x4000,
    segment: int = 1,
) -> bytes:
    """The blob of LC_DYLD_CHAINED_FIXUPS: chains begin at these offsets of __DATA's pages."""
    size = {1: 4, 2: 8, 3: 16}[form]
    pages = struct.pack(f"<{len(starts)}H", *starts)
    part = struct.pack("<IHHQIH", 22 + len(pages), page, kind, 0x8000, 0, len(starts)) + pages
    offsets = [0, 0, 0]
    offsets[segment] = 16
    image = struct.pack("<4I", 3, *offsets) + part
    image += bytes(-len(image) % 8)
    at = 32 + len(image)
    count = len(imports) // size
    head = struct.pack("<7I4x", 0, 32, at, at + len(imports), count, form, packed)
    return head + image + imports + names


def chain(at: int, pointers: Mapping[int, int], shift: int = 51, stride: int = 4) -> bytes:
    """Pointers that follow each other from `at` on: place in bytes, and the value but for the
    distance to the next one."""
    places = sorted(pointers)
    content = bytearray(places[-1] + 8 - at)
    for place, after in zip(places, [*places[1:], None], strict=True):
        distance = (after - place) // stride if after is not None else 0
        value = pointers[place] | distance << shift
        content[place - at : place - at + 8] = value.to_bytes(8, "little")
    return bytes(content)
