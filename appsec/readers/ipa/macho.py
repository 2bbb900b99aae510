"""Mach-O files of an iOS app, slice by slice."""

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Slice
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause
from appsec.readers.ipa.anatomy import Anatomy, read_anatomy
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.load_commands import MalformedMachO
from appsec.readers.ipa.macho_header import read_header
from appsec.readers.ipa.signature import Signature, read_signature

_MAX_FILE = 256 << 20
_MALFORMED = "malformed-macho"

_THIN = (b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")
_FAT = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
_FAT_ENTRY = struct.Struct(">5I")  # CPU type, subtype, offset, size, alignment
_SWAPPED = (b"\xbe\xba\xfe\xca", b"\xbf\xba\xfe\xca")
_MAX_SLICES = 30
_PEEK = 12
"""Bytes that tell a universal file from a Java class, whose magic is the same."""


@frozen
class Part:
    """One slice, with what only readers need to know."""

    slice: Slice
    weak: frozenset[str]
    signature: Signature | None
    anatomy: Anatomy | None = None
    """None if what the header names does not hold together."""


@frozen
class MachO:
    """One file. With a `problem`, parts may be missing, or not be whole; if `typed` is false,
    a part is missing of which not even the file type is known."""

    path: str
    parts: tuple[Part, ...] = ()
    problem: FactUnavailable | None = None
    typed: bool = False


class Scan:
    """Every Mach-O file of the app, found by content; read when first asked."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    @cached_property
    def paths(self) -> frozenset[str]:
        """Files that begin as Mach-O does."""
        return frozenset(name for name, head in self._heads.items() if _is_macho(name, head))

    @cached_property
    def broken(self) -> Mapping[str, FactUnavailable]:
        """Files of which not even the beginning can be read, so that they may be anything."""
        found = {n: head for n, head in self._heads.items() if isinstance(head, FactUnavailable)}
        return dict(sorted(found.items()))

    @cached_property
    def _heads(self) -> Mapping[str, bytes | FactUnavailable]:
        return {name: self._head(name) for name in self._contents.files}

    def _head(self, name: str) -> bytes | FactUnavailable:
        try:
            return self._contents.head(name, _PEEK)
        except FactUnavailable as reason:
            return reason

    @cached_property
    def files(self) -> Mapping[str, MachO]:
        """By path, in order of path."""
        return {path: self._file(path) for path in sorted(self.paths)}

    def _file(self, path: str) -> MachO:
        try:
            data = self._contents.read(path, _MAX_FILE, "executable-missing")
            slices = _split(data, path)
        except FactUnavailable as reason:
            return MachO(path, problem=reason)
        found = [told for view in slices for told in _part(view)]
        keys = [told for told in found if isinstance(told, str)]
        problems = [FactUnavailable(Cause.LOST, key, {"file": path}) for key in keys]
        parts = tuple(told for told in found if isinstance(told, Part))
        return MachO(path, parts, problems[0] if problems else None, _MALFORMED not in keys)

    def slices(self, path: str) -> list[memoryview]:
        """The bytes of each slice of a file, which are not kept. Raises FactUnavailable."""
        return _split(self._contents.read(path, _MAX_FILE, "executable-missing"), path)

    def seals_resources(self, path: str) -> bool:
        """Whether the signature of this executable covers a list of its bundle's files."""
        file = self.files.get(path)
        parts = file.parts if file else ()
        return any(part.signature and part.signature.seals_resources for part in parts)


def _is_macho(name: str, head: bytes | FactUnavailable) -> bool:
    if isinstance(head, FactUnavailable):
        return False
    if head[:4] in _FAT:
        return int.from_bytes(head[4:8], "big") < _MAX_SLICES or not _is_java(name, head)
    return head[:4] in (*_THIN, *_SWAPPED)


def _is_java(name: str, head: bytes) -> bool:
    """A class by name whose first constant has a type, where every known CPU type has a zero."""
    return name.endswith(".class") and (len(head) < _PEEK or head[10] != 0)


def _split(data: bytes, path: str) -> list[memoryview]:
    """The slices of a universal file, or the file."""
    whole = memoryview(data)
    if not data.startswith(_FAT + _SWAPPED):
        return [whole]
    count = int.from_bytes(data[4:8], "big")
    table = data[8 : 8 + count * _FAT_ENTRY.size]
    # iOS loads no universal file with 64-bit offsets, nor one in the other byte order.
    odd = not data.startswith(_FAT[0]) or not 0 < count < _MAX_SLICES
    if odd or len(table) < count * _FAT_ENTRY.size:
        raise FactUnavailable(Cause.LOST, "malformed-macho", {"file": path})
    slices = []
    for _, _, offset, size, _ in _FAT_ENTRY.iter_unpack(table):
        if offset + size > len(data):
            raise FactUnavailable(Cause.LOST, "truncated-binary", {"file": path})
        slices.append(whole[offset : offset + size])
    return slices


def _part(data: memoryview) -> Iterator[Part | str]:
    """The part, and what is wrong with it as a gap's key."""
    try:
        header = read_header(data)
    except MalformedMachO:
        yield _MALFORMED
        return
    if header.end > len(data):
        yield "truncated-binary"
    signature = None
    if header.signatures:
        first = header.signatures[0]
        signature = read_signature(data[first.offset : first.offset + first.size], data)
    if len(header.signatures) > 1:
        signature = Signature(problem="malformed-signature")
    told = Slice(
        header.architecture,
        header.file_type,
        header.pie,
        header.stack_executable,
        header.heap_executable,
        header.encrypted,
        signature is not None,
        header.min_os,
        tuple(header.libraries),
        header.uuid,
    )
    yield Part(told, frozenset(header.weak), signature, _anatomy(data))


def _anatomy(data: memoryview) -> Anatomy | None:
    try:
        return read_anatomy(data)
    except (MalformedMachO, struct.error):
        return None
