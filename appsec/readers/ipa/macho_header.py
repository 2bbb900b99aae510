"""The header and load commands of a Mach-O slice, as iOS would load it.

LIEF reads the same, and is what the tests compare with; starting it costs more than the rest of a
scan, and it can crash on hostile input.
"""

import struct
from collections.abc import Iterator
from dataclasses import field
from uuid import UUID

from appsec.model.frozen import slotted
from appsec.readers.ipa.load_commands import MalformedMachO, Span, each_command, header_size

_HEADER = struct.Struct("<4x6I")
_STACK_EXECUTION, _PIE, _NO_HEAP_EXECUTION = 0x20000, 0x200000, 0x1000000
_SUBTYPE_MASK = 0x00FFFFFF
_ARCHITECTURES = {
    (7, None): "i386",
    (0x01000007, None): "x86_64",
    (0x01000007, 8): "x86_64h",
    (12, None): "arm",
    (12, 6): "armv6",
    (12, 9): "armv7",
    (12, 11): "armv7s",
    (12, 12): "armv7k",
    (0x0100000C, None): "arm64",
    (0x0100000C, 2): "arm64e",
    (0x0200000C, None): "arm64_32",
}
_FILE_TYPES = {
    1: "object",
    2: "execute",
    4: "core",
    5: "preload",
    6: "dylib",
    7: "dylinker",
    8: "bundle",
    9: "dylib_stub",
    10: "dsym",
    11: "kext_bundle",
    12: "fileset",
}
_WEAK_LOAD, _SIGNATURE, _UUID, _BUILD_VERSION = 0x80000018, 0x1D, 0x1B, 0x32
_LOADS = (0xC, _WEAK_LOAD, 0x8000001F, 0x20, 0x80000023)
_ENCRYPTIONS = (0x21, 0x2C)
_SEGMENT, _SEGMENT_64 = 0x1, 0x19
_MIN_VERSIONS = (0x24, 0x25, 0x2F, 0x30)


@slotted
class Header:
    """What the header and the load commands tell; `end` is how far into the slice they point."""

    architecture: str
    file_type: str
    pie: bool
    stack_executable: bool
    heap_executable: bool
    encrypted: bool = False
    min_os: str = ""
    uuid: str = ""
    libraries: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    signatures: list[Span] = field(default_factory=list)
    end: int = 0


def read_header(data: memoryview) -> Header:
    """Raises MalformedMachO."""
    size = header_size(data)
    cpu, subtype, file_type, _, total, flags = _HEADER.unpack_from(data)
    subtype &= _SUBTYPE_MASK
    architecture = _ARCHITECTURES.get((cpu, subtype)) or _ARCHITECTURES.get((cpu, None))
    commands = list(each_command(data, size))
    if not commands or sum(len(body) for _, body in commands) != total:
        raise MalformedMachO
    if architecture is None or file_type not in _FILE_TYPES:
        raise MalformedMachO
    found = Header(
        architecture,
        _FILE_TYPES[file_type],
        pie=bool(flags & _PIE),
        stack_executable=bool(flags & _STACK_EXECUTION),
        # Only i386 has a heap that may be executed unless this flag is set.
        heap_executable=architecture == "i386" and not flags & _NO_HEAP_EXECUTION,
    )
    try:
        _tell(found, commands)
    except (struct.error, UnicodeDecodeError) as error:
        raise MalformedMachO from error
    return found


def _tell(found: Header, commands: list[tuple[int, memoryview]]) -> None:
    for number in _LOADS:
        names = [_name(body) for one, body in commands if one == number]
        found.libraries += names
        found.weak += names if number == _WEAK_LOAD else []
    versions: dict[bool, str] = {}
    for number, body in commands:
        if number == _BUILD_VERSION:
            versions.setdefault(True, _version(body, 12))
        elif number in _MIN_VERSIONS:
            versions.setdefault(False, _version(body, 8))
        elif number == _UUID:
            found.uuid = found.uuid or str(UUID(bytes=struct.unpack_from("16s", body, 8)[0]))
        elif number in _ENCRYPTIONS:
            found.encrypted |= struct.unpack_from("<I", body, 16)[0] != 0
        elif number == _SIGNATURE:
            found.signatures.append(Span(*struct.unpack_from("<2I", body, 8)))
    found.min_os = versions.get(True, versions.get(False, ""))
    found.end = max((end for number, body in commands for end in _ends(number, body)), default=0)


def _ends(number: int, body: memoryview) -> Iterator[int]:
    """Where what a command points to ends."""
    if number == _SEGMENT_64:
        yield sum(struct.unpack_from("<2Q", body, 40))
    elif number == _SEGMENT:
        yield sum(struct.unpack_from("<2I", body, 32))
    elif number in (*_ENCRYPTIONS, _SIGNATURE):
        yield sum(struct.unpack_from("<2I", body, 8))


def _name(body: memoryview) -> str:
    (start,) = struct.unpack_from("<I", body, 8)
    name = bytes(body[start:]).partition(b"\0")[0].decode("utf-8")
    if not name:
        raise MalformedMachO
    return name


def _version(body: memoryview, at: int) -> str:
    (packed,) = struct.unpack_from("<I", body, at)
    numbers = [packed >> 16, packed >> 8 & 0xFF, packed & 0xFF]
    return ".".join(str(number) for number in (numbers if numbers[2] else numbers[:2]))
