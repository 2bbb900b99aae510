"""Mach-O files of an IPA, parsed by LIEF in a process of its own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from appsec.engine.isolate import MIB, ChildFailure, Limits, run_child
from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Slice
from appsec.model.outcome import Cause
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.signature import Signature

_CHILD = "appsec.readers.ipa.macho_child:work"
_MAX_FILE = 256 * MIB
_BATCH = 64 * MIB
"""Bytes given to one child: what is held in memory at once."""
_MAX_DEATHS = 3
"""How many files may kill their child before the rest counts as lost."""

_THIN = (b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")
_FAT = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
_MAX_SLICES = 30  # a Java class file has the same magic, then its version, which is above


@dataclass(frozen=True, slots=True)
class Part:
    """One slice, with what only readers need to know."""

    slice: Slice
    weak: frozenset[str]
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class MachO:
    """One file. With a `problem`, parts may be missing, or not be whole."""

    path: str
    parts: tuple[Part, ...] = ()
    problem: FactUnavailable | None = None


class Scan:
    """Every Mach-O file of the app, found by content; read when first asked."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    @cached_property
    def paths(self) -> frozenset[str]:
        """Files that begin as Mach-O does."""
        return frozenset(name for name, head in self._heads.items() if _is_macho(head))

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
            return self._contents.head(name, 8)
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
                done, cause = _parse(left)
                files |= done
                deaths += cause is not None
                left = {path: data for path, data in left.items() if path not in done}
            files |= {path: _lost(path, "too many crashes") for path in left}
        return dict(sorted(files.items()))

    def _batches(self, files: dict[str, MachO]) -> Iterator[dict[str, bytes]]:
        """The files' bytes; a file that cannot be read goes to `files` at once."""
        batch: dict[str, bytes] = {}
        for path in sorted(self.paths):
            if batch and sum(map(len, batch.values())) + self._contents.size(path) > _BATCH:
                yield batch
                batch = {}
            try:
                batch[path] = self._contents.read(path, _MAX_FILE, "executable-missing")
            except FactUnavailable as reason:
                files[path] = MachO(path, problem=reason)
        yield batch

    def seals_resources(self, path: str) -> bool:
        """Whether the signature of this executable covers a list of its bundle's files."""
        file = self.files.get(path)
        parts = file.parts if file else ()
        return any(p.signature and p.signature.seals_resources for p in parts)


def _is_macho(head: bytes | FactUnavailable) -> bool:
    if isinstance(head, FactUnavailable):
        return False
    few = int.from_bytes(head[4:8], "big") < _MAX_SLICES
    return head[:4] in _THIN or (head[:4] in _FAT and few)


def _parse(batch: Mapping[str, bytes]) -> tuple[dict[str, MachO], ChildFailure | None]:
    """What one child tells of the files; if it dies, the file that it died of is lost."""
    paths: Sequence[str] = tuple(batch)
    done: dict[str, MachO] = {}
    begun: list[str] = []

    def hear(line: bytes) -> None:
        told = json.loads(line)
        if "begin" in told:
            begun.append(paths[told["begin"]])
        else:
            done[begun[-1]] = _from_plain(begun[-1], told)

    size = sum(map(len, batch.values()))
    limits = Limits(cpu=5 + size // (16 * MIB), wall=15 + size // (8 * MIB), output=64 * MIB)
    request = {"sizes": [len(data) for data in batch.values()]}
    try:
        run_child(_CHILD, request, hear, limits, b"".join(batch.values()))
    except ChildFailure as failure:
        how = failure.values.get("how", failure.key)
        guilty = next((path for path in paths if path not in done), None)
        return (done | {guilty: _lost(guilty, how)} if guilty else done), failure
    return done, None


def _from_plain(path: str, told: Mapping[str, Any]) -> MachO:
    problem = FactUnavailable(Cause.LOST, told["problem"], {"file": path})
    parts = tuple(_part(plain) for plain in told["slices"])
    return MachO(path, parts, problem if told["problem"] else None)


def _part(plain: dict[str, Any]) -> Part:
    signature = Signature.from_plain(plain["signature"]) if plain["signature"] else None
    own = {name: plain[name] for name in Slice.__dataclass_fields__ if name in plain}
    own |= {"libraries": tuple(plain["libraries"]), "signed": signature is not None}
    return Part(Slice(**own), frozenset(plain["weak"]), signature)


def _lost(path: str, how: str) -> MachO:
    return MachO(
        path, problem=FactUnavailable(Cause.LOST, "macho-crashed", {"file": path, "how": how})
    )
