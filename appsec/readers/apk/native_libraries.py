"""The native libraries of an app, for each ABI, and the texts in them."""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cached_property
from typing import Any

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.native import NativeLibrary, NativeStrings, Relro
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.elf import Elf, parse_elfs
from appsec.readers.apk.files import ApkFiles, AppFiles
from appsec.readers.archive import EntryError, MissingEntry

_FACT, _TEXTS = "native_libraries", "native_strings"
_MAGIC = b"\x7fELF"
_MAX_FILE = 256 << 20
_BATCH = 48 << 20
"""Bytes of files that are held in memory at once, unless one file alone has more."""
_IN_LIB = re.compile(r"lib/([^/]+)/([^/]+)")
_TEXT = re.compile(rb"[\x20-\x7e]{6,16384}")
MAX_TEXTS = 400_000
"""How many texts of all files together are kept."""

_OWN = tuple(f.name for f in fields(NativeLibrary) if f.name not in ("name", "abi", "at"))
_TUPLES = ("run_paths", "libraries", "imports", "exports")


@frozen
class _File:
    part: ApkFiles
    name: str

    @property
    def where(self) -> str:
        return self.part.where(self.name)


@slotted
class _Found:
    """What one look at all files brought."""

    libraries: list[NativeLibrary]
    strings: list[NativeStrings]
    gaps: list[Gap]
    texts_left: int
    texts_cut: bool = False


class NativeFiles:
    """Every ELF file by content, wherever it lies; read when first asked for."""

    def __init__(self, files: AppFiles) -> None:
        self._files = files

    def libraries(self) -> Known[tuple[NativeLibrary, ...]]:
        """In the order of parts and paths."""
        return Known(tuple(self._found.libraries), tuple(self._found.gaps))

    def strings(self) -> Known[tuple[NativeStrings, ...]]:
        """Of the same files; those that are lost there are lost here, too."""
        found = self._found
        gaps = [Gap(_TEXTS, gap.cause, gap.key, gap.values) for gap in found.gaps]
        if found.texts_cut:
            gaps.append(Gap(_TEXTS, Cause.LOST, "too-many-texts", {"limit": str(MAX_TEXTS)}))
        return Known(tuple(found.strings), tuple(gaps))

    @cached_property
    def _found(self) -> _Found:
        found = _Found([], [], [], MAX_TEXTS)
        for batch in self._batches(found):
            datas = [data for _, data in batch]
            for (file, data), elf in zip(batch, parse_elfs(datas), strict=True):
                _add(found, file, data, elf)
        return found

    def _batches(self, found: _Found) -> Iterator[list[tuple[_File, bytes]]]:
        batch: list[tuple[_File, bytes]] = []
        held = 0
        for file in self._candidates(found):
            size = file.part.archive.entry(file.part.entry(file.name)).size
            if batch and held + size > _BATCH:
                yield batch
                batch, held = [], 0
            try:
                data = file.part.content(file.name, _MAX_FILE)
            except FactUnavailable as reason:
                found.gaps.append(Gap(_FACT, reason.cause, reason.key, reason.values))
                continue
            batch.append((file, data))
            held += len(data)
        yield batch

    def _candidates(self, found: _Found) -> Iterator[_File]:
        """Files that begin as ELF does. One that must be and is not, or cannot be read, is lost."""
        for part in self._files.parts:
            for name in part.names:
                file = _File(part, name)
                try:
                    is_elf = part.archive.head(part.entry(name), len(_MAGIC)) == _MAGIC
                except (MissingEntry, EntryError) as error:
                    refusal = getattr(error, "refusal", None)
                    values = {"file": file.where, "refusal": getattr(refusal, "value", "")}
                    found.gaps.append(Gap(_FACT, Cause.LOST, "refused-file", values))
                    continue
                if is_elf:
                    yield file
                elif _IN_LIB.fullmatch(name) and name.endswith(".so"):
                    found.gaps.append(Gap(_FACT, Cause.LOST, "not-elf", {"file": file.where}))


def _add(found: _Found, file: _File, data: bytes, elf: Elf) -> None:
    plain = elf.plain
    if plain is None:
        values = {"file": file.where} | ({"how": elf.how} if elf.how else {})
        found.gaps.append(Gap(_FACT, Cause.LOST, elf.problem, values))
        return
    if plain["end"] > len(data):
        values = {"file": file.where}
        found.gaps.append(Gap(_FACT, Cause.LOST, "truncated-binary", values))
    given: dict[str, Any] = {name: plain[name] for name in _OWN}
    given |= {name: tuple(plain[name]) for name in _TUPLES} | {"relro": Relro(plain["relro"])}
    inside, at = _IN_LIB.fullmatch(file.name), Location(file.where)
    name, abi = file.name.rpartition("/")[2], inside[1] if inside else ""
    found.libraries.append(NativeLibrary(name=name, abi=abi, at=at, **given))
    ranges = plain["data"] if plain["has_sections"] else [[0, len(data)]]
    found.strings.append(NativeStrings(_texts(found, data, ranges), at))


def _texts(found: _Found, data: bytes, ranges: list[list[int]]) -> tuple[str, ...]:
    texts: dict[str, None] = {}
    view = memoryview(data)
    for start, size in ranges:
        for match in _TEXT.finditer(view[start : start + size]):
            if len(texts) >= found.texts_left:
                found.texts_cut = True
                break
            texts[match[0].decode("ascii")] = None
    found.texts_left -= len(texts)
    return tuple(texts)
