"""Reads one central header and the local header it points to, and says whether they agree."""

import re
from collections.abc import Iterator
from struct import Struct, pack
from typing import NamedTuple, Self

from appsec.model.frozen import frozen
from appsec.readers.zip_end import CENTRAL_SIZE, LOCAL_MAGIC
from appsec.readers.zip_model import DEFLATED, STORED, Data, Entry, Refusal, Span

_CENTRAL = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_FIELD = Struct("<2H")
_DESCRIPTOR_MAGIC = b"PK\x07\x08"
_LONGEST_DESCRIPTOR = 24

_ENCRYPTED = 0x0001 | 0x0040 | 0x2000  # plain, strong, masked headers
_STREAMED = 0x0008  # sizes and checksum follow the data
_PATCHED = 0x0020
_UTF8 = 0x0800

_WIDE_FIELD = 0x0001
_UNICODE_PATH_FIELD = 0x7075
_UNICODE_PATH_AT = 5  # after a version byte and the checksum of the header's name
_MAX_32 = 0xFFFFFFFF

_FILE_TYPE_AT, _FILE_TYPE, _SYMLINK = 16, 0o170000, 0o120000

# A control character or backslash anywhere; an absolute path; a drive; an empty or "." component.
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\\]|\A/|\A[A-Za-z]:|//|(?:\A|/)\.(?:/|\Z)|\A\Z")
_PLAIN_NAME = re.compile(r"(?:[A-Za-z0-9_$-][A-Za-z0-9_$.-]*+/)*+[A-Za-z0-9_$-][A-Za-z0-9_$.-]*+")
"""What most names are, and is none of that."""


class Central(NamedTuple):
    """A central header's fields, in file order."""

    magic: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int

    @classmethod
    def at(cls, directory: bytes, at: int) -> Self:
        return cls._make(_CENTRAL.unpack_from(directory, at))

    @property
    def length(self) -> int:
        return CENTRAL_SIZE + self.name_length + self.extra_length + self.comment_length


class Local(NamedTuple):
    """A local header's fields, in file order."""

    magic: bytes
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int

    @classmethod
    def at(cls, data: Data, at: int) -> Self | None:
        """None where the file ends within the header."""
        if at + _LOCAL.size > len(data):
            return None
        return cls._make(_LOCAL.unpack_from(data, at))

    @property
    def length(self) -> int:
        return _LOCAL.size + self.name_length + self.extra_length

    @property
    def is_streamed(self) -> bool:
        return bool(self.flags & _STREAMED)

    @property
    def is_filler(self) -> bool:
        """Android's build tools fill the holes of an archive with nameless, empty records."""
        return not (self.name_length or self.packed or self.size or self.flags or self.method)

    def name(self, data: Data, at: int, longest: int) -> str:
        start = at + _LOCAL.size
        stop = start + min(self.name_length, longest + 1)
        return decode_name(data[start:stop], self.flags, longest)[0]


@frozen
class Listed:
    """An entry of the central directory, the bytes it takes, and why it is refused, if it is."""

    entry: Entry
    span: Span
    refusal: Refusal | None


class _Place(NamedTuple):
    body: int
    stop: int
    refusal: Refusal | None


def read_listed(data: Data, head: Central, rest: bytes, wall: int, longest: int) -> Listed:
    """The entry of a central header, `rest` being what follows its fixed part.

    No entry may reach beyond `wall`.
    """
    raw = rest[: head.name_length]
    extra = rest[head.name_length : head.name_length + head.extra_length]
    name, refusal = decode_name(raw, head.flags, longest)
    refusal = refusal or _judge(name) or _second_name(name, extra)
    sizes = (head.size, head.packed, head.offset)
    wide = _widened(sizes, extra)
    if wide is None or head.disk:
        place = _Place(head.offset, head.offset, Refusal.BAD_HEADER)
    else:
        if wide != sizes:
            head = head._replace(size=wide[0], packed=wide[1], offset=wide[2])
        place = _locate(data, head, raw, wall)
    entry = Entry(
        name=name,
        method=head.method,
        compressed_size=head.packed,
        size=head.size,
        crc=head.crc,
        offset=head.offset,
        data_offset=place.body,
        is_symlink=head.external >> _FILE_TYPE_AT & _FILE_TYPE == _SYMLINK,
    )
    return Listed(entry, Span(head.offset, place.stop), refusal or place.refusal)


def decode_name(raw: bytes, flags: int, longest: int) -> tuple[str, Refusal | None]:
    """A name as Android reads it, UTF-8 whatever the flag says, and cp437 where it is not that."""
    if len(raw) > longest:
        return raw[:longest].decode("utf-8", "backslashreplace"), Refusal.BAD_NAME
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        if flags & _UTF8:
            return raw.decode("utf-8", "backslashreplace"), Refusal.BAD_NAME
        return raw.decode("cp437"), None


def _judge(name: str) -> Refusal | None:
    if _PLAIN_NAME.fullmatch(name):
        return None
    if ".." in name and ".." in name.split("/"):
        return Refusal.PATH_TRAVERSAL
    return Refusal.BAD_NAME if _UNSAFE_NAME.search(name) else None


def _second_name(name: str, extra: bytes) -> Refusal | None:
    """Desktop unzip programs obey the Unicode path field, Android does not."""
    for value in _fields(extra, _UNICODE_PATH_FIELD):
        if value[_UNICODE_PATH_AT:] != name.encode():
            return Refusal.TWO_NAMES
    return None


def _fields(extra: bytes, wanted: int) -> Iterator[bytes]:
    """Extra fields with an id; a torn end is passed over, for zipalign pads with bare zeros."""
    at = 0
    while at + _FIELD.size <= len(extra):
        tag, length = _FIELD.unpack_from(extra, at)
        at += _FIELD.size + length
        if tag == wanted and at <= len(extra):
            yield extra[at - length : at]


def _widened(values: tuple[int, ...], extra: bytes) -> tuple[int, ...] | None:
    """The values, each that is all ones taken from the zip64 field; None if that cannot be."""
    if _MAX_32 not in values:
        return values
    absent = values.count(_MAX_32)
    found = list(_fields(extra, _WIDE_FIELD))
    if len(found) != 1 or len(found[0]) < 8 * absent:
        return None
    wide = iter(Struct(f"<{absent}Q").unpack_from(found[0]))
    return tuple(next(wide) if value == _MAX_32 else value for value in values)


def _locate(data: Data, head: Central, raw: bytes, wall: int) -> _Place:
    at = head.offset
    if at + _LOCAL.size > wall:
        return _Place(at, at, _beyond(data, at + _LOCAL.size))
    local = Local.at(data, at)
    if local is None or local.magic != LOCAL_MAGIC:
        return _Place(at, at, Refusal.LOCAL_MISMATCH)
    body = at + local.length
    stop = body + head.packed
    if stop > wall:
        return _Place(body, min(body, wall), _beyond(data, stop))
    start = at + _LOCAL.size
    same_name = data[start : start + local.name_length] == raw
    extra = data[start + local.name_length : body]
    stop, same_values = _compare(data, head, local, extra, Span(stop, wall))
    return _Place(body, stop, _disagreement(head, local, same_name and same_values))


def _beyond(data: Data, stop: int) -> Refusal:
    return Refusal.TRUNCATED if stop > len(data) else Refusal.OVERLAP


def _compare(
    data: Data, head: Central, local: Local, extra: bytes, after: Span
) -> tuple[int, bool]:
    """Where the record ends, and whether it declares what the central header declares."""
    wide = _widened((local.size, local.packed), extra)
    if wide is None:
        return after.start, False
    mine, theirs = (local.crc, *wide), (head.crc, head.size, head.packed)
    if not local.is_streamed:
        return after.start, mine == theirs
    length = _descriptor_length(data, head, after)
    same = all(one in (0, other) for one, other in zip(mine, theirs, strict=True))
    return after.start + length, same and length > 0


def _descriptor_length(data: Data, head: Central, after: Span) -> int:
    """The length of the data descriptor that repeats the central header; 0 if none does."""
    found = data[after.start : min(after.start + _LONGEST_DESCRIPTOR, after.stop)]
    forms = [pack("<LQQ", head.crc, head.packed, head.size)]
    if max(head.packed, head.size) <= _MAX_32:
        forms.insert(0, pack("<3L", head.crc, head.packed, head.size))
    for magic in (_DESCRIPTOR_MAGIC, b""):
        for form in forms:
            if found.startswith(magic + form):
                return len(magic + form)
    return 0


def _disagreement(head: Central, local: Local, same: bool) -> Refusal | None:
    if (head.flags | local.flags) & _ENCRYPTED:
        return Refusal.ENCRYPTED
    if head.method not in (STORED, DEFLATED) or (head.flags | local.flags) & _PATCHED:
        return Refusal.UNKNOWN_METHOD
    if not same or head.method != local.method:
        return Refusal.LOCAL_MISMATCH
    if head.method == STORED and head.packed != head.size:
        return Refusal.SIZE_MISMATCH
    return None
