"""R8 and ProGuard mapping files: what obfuscated classes and members were called in the source."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from sys import intern
from typing import IO

from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.read import FileRead

MAX_BYTES = 512 * 1024 * 1024
MAX_LINE = 64 * 1024

_CLASS = re.compile(r"(?P<name>\S+) -> (?P<short>\S+):")
"""`com.example.Login -> a.b:`"""

_MEMBER = re.compile(
    r"\s+(?:(?P<lines>\d+:\d+):)?\S+ (?P<name>[^\s(]+)"
    r"(?:\([^\s)]*\)(?::\d+){0,2})? -> (?P<short>\S+)"
)
"""`    boolean shown -> a`, or `    1:4:void show(int,java.lang.String):20:23 -> b`"""

_DALVIK = re.compile(r"L(?P<class>[^\s;]+);(?:->(?P<member>[^\s(:]+))?")
"""`La/b;` or `La/b;->c`, as bytecode writes a class and a member of it."""

_DOTTED = re.compile(r"(?P<class>[^\s(]+)\.(?P<member>[^\s.(]+)(?P<rest>\(.*)?")
"""`a.b.c` or `a.b.c(int)`: a class, a member, and what follows it."""


@frozen
class Original:
    """A class before it was obfuscated; `members` go from short to original names.

    Members that share a short name (overloads are told apart by types only) are joined by `|`.
    """

    name: str
    members: dict[str, str]


@frozen
class OriginalNames:
    """Calling it with a name gives the original one; what no file maps stays as it is."""

    classes: dict[str, Original]
    files: tuple[FileRead, ...]

    def __call__(self, name: str, _: str = "") -> str:
        """For a class (`a.b`), a member (`a.b.c`) or bytecode's way to write them (`La/b;->c`)."""
        if known := self.classes.get(name):
            return known.name
        if ";" in name:
            return _DALVIK.sub(self._dalvik, name)
        parts = _DOTTED.fullmatch(name)
        known = self.classes.get(parts["class"]) if parts else None
        if not parts or not known:
            return name
        member = known.members.get(parts["member"], parts["member"])
        return f"{known.name}.{member}{parts['rest'] or ''}"

    def _dalvik(self, found: re.Match[str]) -> str:
        known = self.classes.get(found["class"].replace("/", "."))
        if not known:
            return found[0]
        written = f"L{known.name.replace('.', '/')};"
        member = found["member"]
        return f"{written}->{known.members.get(member, member)}" if member else written


def read_mappings(paths: Iterable[Path]) -> OriginalNames:
    """The names of several files as one. Raises FileProblem for what is not a mapping."""
    classes: dict[str, Original] = {}
    files = []
    for path in paths:
        try:
            with path.open("rb") as file:
                digest = hashlib.sha256()
                for short, original in _classes(path, _lines(path, file, digest.update)):
                    known = classes.setdefault(short, original)
                    if known.name != original.name:
                        raise FileProblem(path, f"{short} is {original.name} and {known.name}")
                files.append(FileRead(path.name, digest.hexdigest(), file.tell()))
        except OSError as error:
            raise FileProblem(path, error.strerror or str(error)) from error
    return OriginalNames(classes, tuple(files))


def _lines(
    path: Path, file: IO[bytes], hear: Callable[[bytes], object]
) -> Iterator[tuple[int, str]]:
    """Every line that is no comment, with its number; each is hashed as it is read."""
    total = number = 0
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        total += len(raw)
        if len(raw) > MAX_LINE:
            raise FileProblem(path, f"line {number} is longer than {MAX_LINE} bytes")
        if total > MAX_BYTES:
            raise FileProblem(path, f"larger than {MAX_BYTES} bytes")
        hear(raw)
        try:
            line = raw.decode().rstrip()
        except UnicodeDecodeError as error:
            raise FileProblem(path, f"line {number} is not UTF-8") from error
        if line and not line.lstrip().startswith("#"):
            yield number, line


def _classes(path: Path, lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, Original]]:
    current: Original | None = None
    frame: re.Match[str] | None = None
    for number, line in lines:
        found = _MEMBER.fullmatch(line)
        if frame and current and not (found and _same_lines(frame, found)):
            _note_member(current, frame["name"], frame["short"])
        frame = found
        if found and current:
            continue
        found = _CLASS.fullmatch(line)
        if not found:
            raise FileProblem(path, f"line {number} is not of R8's mapping format")
        current = Original(intern(found["name"]), {})
        yield found["short"], current
    if current is None:
        raise FileProblem(path, "maps no class: this is not a mapping of R8 or ProGuard")
    if frame:
        _note_member(current, frame["name"], frame["short"])


def _same_lines(one: re.Match[str], following: re.Match[str]) -> bool:
    """Whether `one` was inlined into `following`: of several frames the last is the member."""
    return one["lines"] is not None and one.group("lines", "short") == following.group(
        "lines", "short"
    )


def _note_member(holder: Original, name: str, short: str) -> None:
    qualifier, _, own = name.rpartition(".")
    if qualifier and qualifier != holder.name:
        return  # moved here from another class: its short name stays
    earlier = holder.members.get(short)
    names = {*(earlier.split("|") if earlier else ()), own}
    holder.members[intern(short)] = intern("|".join(sorted(names)))
