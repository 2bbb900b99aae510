"""The few parts of a thin 64-bit Mach-O that the samples edit: header flags, cryptid, layout."""

import struct
from dataclasses import dataclass

MH_EXECUTE = 2
MH_ALLOW_STACK_EXECUTION = 0x20000

LC_SEGMENT_64 = 0x19
LC_CODE_SIGNATURE = 0x1D
LC_ENCRYPTION_INFO_64 = 0x2C
LC_BUILD_VERSION = 0x32
PLATFORM_IOS_SIMULATOR = 7

_MAGIC_64 = 0xFEEDFACF
_HEADER = struct.Struct("<8I")
_HEADER_NCMDS = 16
_HEADER_FLAGS = 24
_CRYPTID = 16
_SEGMENT = struct.Struct("<16s4Q")
_SEGMENT_NSECTS = 64
_SECTIONS = 72
_SECTION_SIZE = 80
_SECTION_OFFSET = 48
_PAGE = 0x4000


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: where its load command is, which bytes of the file it maps."""

    command: int
    name: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What signing must know; all offsets are from the start of the file."""

    filetype: int
    segments: tuple[Segment, ...]
    encryption: int | None
    commands_end: int
    first_section: int

    def segment(self, name: str) -> Segment:
        return next(segment for segment in self.segments if segment.name == name)


def _first_section(macho: bytes, command: int) -> int:
    (count,) = struct.unpack_from("<I", macho, command + _SEGMENT_NSECTS)
    at = [command + _SECTIONS + n * _SECTION_SIZE + _SECTION_OFFSET for n in range(count)]
    offsets = [struct.unpack_from("<I", macho, offset)[0] for offset in at]
    return min((offset for offset in offsets if offset), default=len(macho))


def read_layout(macho: bytes) -> Layout:
    """Walk the load commands of a file that the linker has left unsigned."""
    magic, _, _, filetype, ncmds, *_ = _HEADER.unpack_from(macho)
    if magic != _MAGIC_64:
        raise ValueError("not a thin 64-bit Mach-O")
    segments, encryption, first, at = [], None, len(macho), _HEADER.size
    for _ in range(ncmds):
        command, size = struct.unpack_from("<II", macho, at)
        if command == LC_SEGMENT_64:
            name, _, _, offset, length = _SEGMENT.unpack_from(macho, at + 8)
            segments.append(Segment(at, name.rstrip(b"\0").decode(), offset, length))
            first = min(first, _first_section(macho, at))
        elif command == LC_ENCRYPTION_INFO_64:
            encryption = at
        elif command == LC_CODE_SIGNATURE:
            raise ValueError("signed already")
        at += size
    return Layout(filetype, tuple(segments), encryption, at, first)


def with_flag(macho: bytes, flag: int) -> bytes:
    """The same file with one more flag in its header."""
    edited = bytearray(macho)
    (flags,) = struct.unpack_from("<I", edited, _HEADER_FLAGS)
    struct.pack_into("<I", edited, _HEADER_FLAGS, flags | flag)
    return bytes(edited)


def with_cryptid(macho: bytes, cryptid: int) -> bytes:
    """The same file that says it is encrypted; its code stays as it is."""
    encryption = read_layout(macho).encryption
    if encryption is None:
        raise ValueError("no LC_ENCRYPTION_INFO_64")
    edited = bytearray(macho)
    struct.pack_into("<I", edited, encryption + _CRYPTID, cryptid)
    return bytes(edited)


def with_platform(macho: bytes, platform: int) -> bytes:
    """The same file that says it is for another platform."""
    edited, at = bytearray(macho), _HEADER.size
    (ncmds,) = struct.unpack_from("<I", macho, _HEADER_NCMDS)
    for _ in range(ncmds):
        command, size = struct.unpack_from("<II", macho, at)
        if command == LC_BUILD_VERSION:
            struct.pack_into("<I", edited, at + 8, platform)
            return bytes(edited)
        at += size
    raise ValueError("no LC_BUILD_VERSION")


def with_signature_space(macho: bytes, size: int) -> bytes:
    """The file padded to 16 bytes, with a load command for `size` bytes of signature behind it."""
    layout = read_layout(macho)
    if layout.commands_end + 16 > layout.first_section:
        raise ValueError("no room for another load command")
    edited = bytearray(macho) + bytes(-len(macho) % 16)
    command = struct.pack("<4I", LC_CODE_SIGNATURE, 16, len(edited), size)
    edited[layout.commands_end : layout.commands_end + 16] = command
    ncmds, length = struct.unpack_from("<2I", edited, _HEADER_NCMDS)
    struct.pack_into("<2I", edited, _HEADER_NCMDS, ncmds + 1, length + 16)
    linkedit = layout.segment("__LINKEDIT")
    in_file = len(edited) + size - linkedit.offset
    in_memory = in_file + -in_file % _PAGE
    struct.pack_into("<Q", edited, linkedit.command + 32, in_memory)
    struct.pack_into("<Q", edited, linkedit.command + 48, in_file)
    return bytes(edited)
