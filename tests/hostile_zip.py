"""Builds zip archives byte by byte, honest or lying in any header field, for tests of readers."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from struct import pack, pack_into

STORED, DEFLATED = 0, 8
ENCRYPTED, STREAMED, UTF8 = 0x0001, 0x0008, 0x0800
SYMLINK = 0o120777 << 16
NOWHERE = 0xFFFFFFFF  # "see the zip64 field"
MIB = 1 << 20

_VERSION = 20
_DOS_DATE = 0x21  # 1980-01-01


class Descriptor(Enum):
    """The layout of the sizes behind the data: signed or bare, 32 or 64 bits."""

    SIGNED = (b"PK\x07\x08", "<3L")
    BARE = (b"", "<3L")
    SIGNED_WIDE = (b"PK\x07\x08", "<LQQ")
    BARE_WIDE = (b"", "<LQQ")


@dataclass(frozen=True, slots=True)
class Header:
    """What the local header says; None is what the central header says."""

    name: bytes | None = None
    method: int | None = None
    flags: int | None = None
    crc: int | None = None
    packed_size: int | None = None
    size: int | None = None
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; what is None is made to agree with `data`."""

    name: bytes
    data: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    packed: bytes | None = None  # the bytes in the file
    crc: int | None = None
    packed_size: int | None = None
    size: int | None = None
    external: int = 0
    extra: bytes = b""
    disk: int = 0
    wide: bool = False  # sizes and offset stand in zip64 fields alone
    descriptor: Descriptor | None = None
    local: Header = field(default_factory=Header)
    listed: bool = True  # False: the local record alone
    recorded: bool = True  # False: the central header alone
    at: int | None = None  # the offset that the central header declares

    @property
    def body(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflate(self.data) if self.method == DEFLATED else self.data

    @property
    def declared(self) -> tuple[int, int, int]:
        """Checksum, compressed size, size."""
        return (
            zlib.crc32(self.data) if self.crc is None else self.crc,
            len(self.body) if self.packed_size is None else self.packed_size,
            len(self.data) if self.size is None else self.size,
        )


@dataclass(frozen=True, slots=True)
class End:
    """What the end record says; None is the truth."""

    count: int | None = None
    size: int | None = None
    directory: int | None = None
    disk: int = 0
    comment: bytes = b""
    comment_length: int | None = None
    wide: bool = False  # the truth stands in the zip64 record alone


def deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def local_record(item: Item) -> bytes:
    """The local header, the data and the data descriptor."""
    crc, packed_size, size = item.declared
    header = item.local
    flags = item.flags if header.flags is None else header.flags
    tail = b""
    extra = header.extra
    if item.descriptor:
        magic, form = item.descriptor.value
        tail = magic + pack(form, crc, packed_size, size)
        flags |= STREAMED
        crc = packed_size = size = 0
    if item.wide:
        extra += pack("<2H2Q", 1, 16, size, packed_size)
        packed_size = size = NOWHERE
    name = item.name if header.name is None else header.name
    return (
        pack(
            "<4s5H3L2H",
            *(b"PK\x03\x04", _VERSION, flags),
            *(item.method if header.method is None else header.method, 0, _DOS_DATE),
            crc if header.crc is None else header.crc,
            packed_size if header.packed_size is None else header.packed_size,
            size if header.size is None else header.size,
            *(len(name), len(extra)),
        )
        + name
        + extra
        + item.body
        + tail
    )


def central_header(item: Item, at: int) -> bytes:
    crc, packed_size, size = item.declared
    flags = item.flags | (STREAMED if item.descriptor else 0)
    extra = item.extra
    if item.wide:
        extra += pack("<2H3Q", 1, 24, size, packed_size, at)
        packed_size = size = at = NOWHERE
    return (
        pack(
            "<4s6H3L5H2L",
            *(b"PK\x01\x02", _VERSION, _VERSION, flags, item.method, 0, _DOS_DATE),
            *(crc, packed_size, size, len(item.name), len(extra), 0, item.disk, 0),
            *(item.external, at),
        )
        + item.name
        + extra
    )


def end_record(at: int, count: int, size: int, end: End | None = None) -> bytes:
    """The end record, and its zip64 twin if wanted, of a directory that ends at `at`."""
    end = end or End()
    count = count if end.count is None else end.count
    directory = at - size if end.directory is None else end.directory
    size = size if end.size is None else end.size
    wide = b""
    if end.wide:
        wide = pack(
            "<4sQ2H2L4Q", b"PK\x06\x06", 44, _VERSION, _VERSION, 0, 0, count, count, size, directory
        ) + pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
        count, size, directory = 0xFFFF, NOWHERE, NOWHERE
    length = len(end.comment) if end.comment_length is None else end.comment_length
    fixed = (b"PK\x05\x06", end.disk, end.disk, count, count, size, directory, length)
    return wide + pack("<4s4H2LH", *fixed) + end.comment


def build(
    items: Iterable[Item], *, prefix: bytes = b"", gap: bytes = b"", end: End | None = None
) -> bytes:
    """An archive; `gap` stands between the last entry and the directory."""
    out = bytearray(prefix)
    directory = bytearray()
    count = 0
    for item in items:
        at = len(out)
        if item.recorded:
            out += local_record(item)
        if item.listed:
            directory += central_header(item, at if item.at is None else item.at)
            count += 1
    out += gap + directory
    return bytes(out) + end_record(len(out), count, len(directory), end)


class Second(StrEnum):
    """Where a second directory and end record stand."""

    IN_COMMENT = "in-comment"  # the first end record's comment holds them
    APPENDED = "appended"  # the first end record knows nothing of them


def with_second_end(archive: bytes, items: Sequence[Item], where: Second) -> bytes:
    """The archive, which has no comment, with another directory; each item needs its `at`."""
    directory = b"".join(central_header(item, item.at or 0) for item in items)
    at = len(archive) + len(directory)
    second = directory + end_record(at, len(items), len(directory))
    out = bytearray(archive)
    if where is Second.IN_COMMENT:
        pack_into("<H", out, len(out) - 2, len(second))
    return bytes(out) + second


def zeros_stream(size: int) -> bytes:
    """A raw deflate stream of `size` zeros, a multiple of a MiB, made without deflating them."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = engine.compress(bytes(MIB)) + engine.flush(zlib.Z_FULL_FLUSH)
    return block * (size // MIB) + b"\x03\x00"


def bomb(name: bytes, size: int, *, declared: int | None = None) -> Item:
    """A few thousandths of `size` bytes that inflate to `size` zeros."""
    declared = size if declared is None else declared
    return Item(name, packed=zeros_stream(size), size=declared, crc=0)


def quoted_overlap(names: Sequence[bytes], kernel: bytes) -> bytes:
    """A bomb whose entries share one kernel: each quotes the next one's local header as data."""
    stream, content, quote = deflate(kernel), kernel, b""
    items: list[tuple[Item, int]] = []  # the last first, with its distance from the stream's end
    for name in reversed(names):
        item = Item(name, content, packed=stream)
        header = local_record(item)[: -len(stream)]
        items.append((item, len(header) + len(stream)))
        quote = pack("<B2H", 0, len(header), len(header) ^ 0xFFFF)
        stream, content = quote + header + stream, header + content
    body = stream[len(quote) :]
    placed = [
        replace(item, recorded=False, at=len(body) - distance) for item, distance in items[::-1]
    ]
    return build(placed, prefix=body)


def items_of(archive: bytes) -> tuple[Item, ...]:
    """The entries of an honest archive, to build it anew with a change."""
    with zipfile.ZipFile(io.BytesIO(archive)) as honest:
        return tuple(
            Item(
                info.filename.encode(),
                honest.read(info),
                DEFLATED if info.compress_type else STORED,
                external=info.external_attr,
            )
            for info in honest.infolist()
        )


class Spoil(StrEnum):
    """What can befall one entry of an honest archive."""

    ENCRYPTED = "encrypted"
    UNKNOWN_METHOD = "unknown-method"
    CUT = "cut"  # half of its data, the declared size unchanged
    BAD_CRC = "bad-crc"
    DUPLICATED = "duplicated"
    HIDDEN = "hidden"
    DROPPED = "dropped"


def spoil(archive: bytes, name: str, how: Spoil) -> bytes:
    """An honest archive with one entry spoilt, so that nothing can be concluded from it."""
    items = items_of(archive)
    if name.encode() not in {item.name for item in items}:
        raise KeyError(name)
    return build(
        spoilt
        for item in items
        for spoilt in (_spoilt(item, how) if item.name == name.encode() else (item,))
    )


def _spoilt(item: Item, how: Spoil) -> tuple[Item, ...]:
    half = len(item.body) // 2
    ways: dict[Spoil, tuple[Item, ...]] = {
        Spoil.ENCRYPTED: (replace(item, flags=ENCRYPTED),),
        Spoil.UNKNOWN_METHOD: (replace(item, packed=item.body, method=99),),
        Spoil.CUT: (replace(item, packed=item.body[:half]),),
        Spoil.BAD_CRC: (replace(item, crc=~zlib.crc32(item.data) & 0xFFFFFFFF),),
        Spoil.DUPLICATED: (item, item),
        Spoil.HIDDEN: (replace(item, listed=False),),
        Spoil.DROPPED: (),
    }
    return ways[how]
