"""Mach-O files of an IPA, their headers parsed by LIEF in a process of its own."""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from appsec.engine.isolate import MIB, ChildFailure, Limits, run_child
from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Slice
from appsec.model.outcome import Cause
from appsec.readers.ipa.anatomy import Anatomy, read_anatomy
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.load_commands import MalformedMachO
from appsec.readers.ipa.signature import Signature, read_signature

_CHILD = "appsec.readers.ipa.macho_child:work"
_LIMITS = Limits(cpu=10, wall=20, output=64 * MIB)
_MAX_FILE = 256 * MIB
_BATCH = 64 * MIB
"""Bytes of files that are held in memory at once, unless one file alone has more."""
_HEAD = MIB
"""Bytes of a slice that LIEF sees: the header and the load commands, which come first."""
_MAX_DEATHS = 3
"""How many files may kill their child before the rest counts as lost."""

_MALFORMED = "malformed-macho"

_THIN = (b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")
_FAT = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
_FAT_ENTRY = struct.Struct(">5I")  # CPU type, subtype, offset, size, alignment
_SWAPPED = (b"\xbe\xba\xfe\xca", b"\xbf\xba\xfe\xca")
_MAX_SLICES = 30
_PEEK = 12
"""Bytes that tell a universal file from a Java class, whose magic is the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """One slice, with what only readers need to know."""

    slice: Slice
    weak: frozenset[str]
    signature: Signature | None
    anatomy: Anatomy | None = None
    """None if what LIEF could read does not hold together by our own reading."""


@dataclass(frozen=True, slots=True)
class MachO:
    """One file. With a `problem`, parts may be missing, or not be whole; if `typed` is false,
    a part is missing of which not even the file type is known."""

    path: str
    parts: tuple[Part, ...] = ()
    problem: FactUnavailable | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """One slice of a file that is to be parsed."""

    path: str
    data: memoryview


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
        files: dict[str, MachO] = {}
        deaths = 0
        for batch in self._batches(files):
            left = batch
            while left and deaths < _MAX_DEATHS:
                done, died = _parse(left)
                files |= done
                deaths += died
                left = [unit for unit in left if unit.path not in done]
            files |= {unit.path: _lost(unit.path, "too many crashes") for unit in left}
        return dict(sorted(files.items()))

    def _batches(self, files: dict[str, MachO]) -> Iterator[list[_Unit]]:
        """The files' slices; a file that has none to parse goes to `files` at once."""
        batch: list[_Unit] = []
        held = 0
        for path in sorted(self.paths):
            size = self._contents.size(path)
            if batch and held + size > _BATCH:
                yield batch
                batch, held = [], 0
            try:
                data = self._contents.read(path, _MAX_FILE, "executable-missing")
                slices = _split(data, path)
                batch += [_Unit(path, view) for view in slices]
                held += size + sum(min(len(view), _HEAD) for view in slices)
            except FactUnavailable as reason:
                files[path] = MachO(path, problem=reason)
        yield batch

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
    """The slices of a universal file, or the file. LIEF leaves out those that it cannot parse."""
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


class _Ear:
    """Takes what a child tells of its files in turn, up to the first line that is none of ours:
    a child that dies, or is taken over, may write anything."""

    def __init__(self, count: int) -> None:
        self.told: list[dict[str, Any] | None] = []
        self._count = count
        self._deaf = False

    def hear(self, line: bytes) -> None:
        """Never raises."""
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            message = None
        match message:
            case {"begin": _}:
                return
            case {"end": int(end), "slice": dict() | None as plain} if not self._deaf:
                if end == len(self.told) < self._count:
                    self.told.append(plain)
                    return
        self._deaf = True


def _parse(batch: list[_Unit]) -> tuple[dict[str, MachO], bool]:
    """What one child tells of the files, and whether it told of too few; the first one that it
    tells nothing of is then lost."""
    ear = _Ear(len(batch))
    heads = [bytes(unit.data[:_HEAD]) for unit in batch]
    request = {"sizes": [len(head) for head in heads]}
    died: ChildFailure | None = None
    try:
        run_child(_CHILD, request, ear.hear, _LIMITS, b"".join(heads))
    except ChildFailure as failure:
        died = failure
    told = ear.told
    unread = {unit.path for unit in batch[len(told) :]}
    parts: dict[str, list[Part | str]] = {}
    for unit, plain in zip(batch, told, strict=False):
        if unit.path not in unread:
            parts.setdefault(unit.path, []).extend(_part(unit, plain))
    done = {path: _file(path, found) for path, found in parts.items()}
    if unread:
        guilty = batch[len(told)].path
        how = died.values.get("how", died.key) if died else "incomplete output"
        done[guilty] = _lost(guilty, how)
    return done, bool(unread)


def _part(unit: _Unit, plain: dict[str, Any] | None) -> Iterator[Part | str]:
    """The part, and what is wrong with it as a gap's key."""
    if plain is None:
        yield _MALFORMED
        return
    if plain["end"] > len(unit.data):
        yield "truncated-binary"
    found = [unit.data[start : start + size] for start, size in plain["signatures"]]
    signature = read_signature(found[0], unit.data) if found else None
    if len(found) > 1:
        signature = Signature(problem="malformed-signature")
    own = {name: plain[name] for name in Slice.__dataclass_fields__ if name in plain}
    own |= {"libraries": tuple(plain["libraries"]), "signed": signature is not None}
    yield Part(Slice(**own), frozenset(plain["weak"]), signature, _anatomy(unit))


def _anatomy(unit: _Unit) -> Anatomy | None:
    try:
        return read_anatomy(unit.data)
    except (MalformedMachO, struct.error):
        return None


def _file(path: str, found: list[Part | str]) -> MachO:
    problems = [FactUnavailable(Cause.LOST, p, {"file": path}) for p in found if isinstance(p, str)]
    parts = tuple(part for part in found if isinstance(part, Part))
    return MachO(path, parts, problems[0] if problems else None, _MALFORMED not in found)


def _lost(path: str, how: str) -> MachO:
    values = {"file": path, "how": how}
    return MachO(path, problem=FactUnavailable(Cause.LOST, "macho-crashed", values))
