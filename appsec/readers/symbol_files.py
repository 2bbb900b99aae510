"""Opens files of symbols: dSYM bundles, zips of them, Mach-O files, bcsymbolmap, text of nm."""

import hashlib
import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from appsec.engine.files import FileProblem
from appsec.model.read import FileRead
from appsec.readers.archive import Archive, ArchiveError, EntryError
from appsec.readers.macho_symbols import MAGICS, NoSymbols, read_tables
from appsec.readers.symbols import (
    MAX_NAME,
    MAX_SYMBOLS,
    SymbolFile,
    Symbols,
    Table,
    joined,
    table_of,
)

MAX_TEXT = 512 * 1024 * 1024
MAX_FILES = 500

_INSIDE = re.compile(r"(?:.*/)?[^/]+\.dSYM/Contents/Resources/DWARF/[^/]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_HEAD = re.compile(rf"UUID: (?P<uuid>{_UUID.pattern})(?: .*)?")
"""What `dwarfdump --uuid` prints of a slice."""
_NM = re.compile(r"(?P<address>[0-9a-f]{8,16}) (?P<type>[A-Za-z]) (?P<name>.+)")
_BITCODE = "BCSymbolMap Version:"
_ZIP = b"PK\x03\x04"

Parts = list[tuple[str, Table]]


def is_symbols(path: Path) -> bool:
    """Whether a file given as a mapping holds symbols of an iOS build, told from its content."""
    if path.is_dir():
        return True
    with path.open("rb") as file:
        head = file.read(64)
    text = (_BITCODE.encode(), b"UUID: ")
    return head.startswith((*MAGICS, _ZIP, *text))


def read_symbols(paths: Iterable[Path]) -> Symbols:
    """The symbols of several files as one. Raises FileProblem for one that cannot be used."""
    files, parts = [], []
    for path in paths:
        try:
            read, found = _read(path)
        except NoSymbols as problem:
            raise FileProblem(path, str(problem)) from problem
        except OSError as error:
            raise FileProblem(path, error.strerror or str(error)) from error
        files.append(SymbolFile(str(path), read, frozenset(uuid for uuid, _ in found)))
        parts += found
    return Symbols(dict(joined(parts)), tuple(files))


def _read(path: Path) -> tuple[FileRead, Parts]:
    if path.is_dir():
        return _folder(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        read = FileRead(path.name, digest, file.tell())
        file.seek(0)
        head = file.read(len(_BITCODE))
    if head.startswith(_ZIP):
        return read, _zipped(path)
    if head.startswith(MAGICS):
        return read, _binary(path)
    return read, _hidden(path) if head.startswith(_BITCODE.encode()) else _nm(path)


def _folder(path: Path) -> tuple[FileRead, Parts]:
    """A bundle, or a folder of bundles (Xcode's `dSYMs`).

    Its hash is one over the names and hashes of its files.
    """
    base = path.resolve().parent
    names = {
        file.relative_to(base).as_posix(): file
        for file in path.resolve().rglob("*")
        if file.is_file() and not file.is_symlink()
    }
    chosen = _some(sorted(name for name in names if _INSIDE.fullmatch(name)))
    digest, size, parts = hashlib.sha256(), 0, Parts()
    for name in chosen:
        with names[name].open("rb") as content:
            own = hashlib.file_digest(content, "sha256").digest()
            size += content.tell()
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + own)
        parts += _binary(names[name])
    return FileRead(f"{path.resolve().name}/", digest.hexdigest(), size), parts


def _zipped(path: Path) -> Parts:
    parts = Parts()
    try:
        with Archive.open(path) as archive:
            if not archive.is_whole:
                raise NoSymbols("is a zip file of which parts cannot be trusted")
            names = sorted(n for n in archive.names if _INSIDE.fullmatch(n))
            for name in _some([n for n in names if not n.startswith("__MACOSX/")]):
                parts += read_tables(archive.read(name))
    except ArchiveError as error:
        raise NoSymbols(f"is no zip file that can be read ({error.key})") from error
    except EntryError as error:
        raise NoSymbols(f"{error.name} cannot be read ({error.refusal})") from error
    return parts


def _some(chosen: list[str]) -> list[str]:
    if not chosen:
        raise NoSymbols("holds no *.dSYM/Contents/Resources/DWARF")
    if len(chosen) > MAX_FILES:
        raise NoSymbols(f"holds more than {MAX_FILES} files of symbols")
    return chosen


def _binary(path: Path) -> Parts:
    with path.open("rb") as file:
        if not file.read(1):
            raise NoSymbols(f"{path.name} is empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return list(read_tables(data))


def _hidden(path: Path) -> Parts:
    """A bcsymbolmap: line by line what `__hidden#0_` and so on stand for; its name is the UUID."""
    if not _UUID.fullmatch(path.stem):
        raise NoSymbols("is a bcsymbolmap, which must have the UUID of its binary as its name")
    _, *names = _lines(path)
    return [(str(UUID(path.stem)), Table(hidden=tuple(names)))]


def _nm(path: Path) -> Parts:
    """What `dwarfdump --uuid` and `nm` print, for each slice in turn."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    uuid = ""
    for number, line in enumerate(_lines(path), 1):
        if head := _HEAD.fullmatch(line):
            uuid = str(UUID(head["uuid"]))
            found[uuid] = []
        elif symbol := _NM.fullmatch(line):
            start, code = int(symbol["address"], 16), symbol["type"] in "Tt"
            found[uuid].append((start, 1 << 64, symbol["name"] if code else ""))
        elif line.strip() and not line.lstrip().startswith(("U ", "u ")):
            raise NoSymbols(f"line {number} is not of nm's form")
    return [(uuid, table_of(_ended(functions))) for uuid, functions in found.items()]


def _ended(functions: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """nm does not say where the last one ends: only its own address counts."""
    last = max((start for start, _, _ in functions), default=0)
    return ((start, start + 1 if start == last else end, n) for start, end, n in functions)


def _lines(path: Path) -> Iterator[str]:
    if path.stat().st_size > MAX_TEXT:
        raise NoSymbols(f"is larger than {MAX_TEXT} bytes")
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(MAX_NAME + 1):
            number += 1
            if len(raw) > MAX_NAME:
                raise NoSymbols(f"line {number} is longer than {MAX_NAME} bytes")
            if number > MAX_SYMBOLS:
                raise NoSymbols(f"has more than {MAX_SYMBOLS} symbols")
            yield raw.decode("utf-8", "backslashreplace").rstrip("\r\n")
