"""The files of an app as the fact readers see them, with a record of what was read."""

import hashlib
from collections.abc import Iterable, Mapping

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Gap
from appsec.readers.archive import EntryError, MissingEntry, Refusal
from appsec.readers.store import Store

MAX_ALIKE = 20
"""How many gaps of one kind are named one by one."""

_UNSURE_NAMES = (Refusal.BAD_NAME, Refusal.PATH_TRAVERSAL, Refusal.TWO_NAMES)


class Contents:
    """One app folder of an archive. `files` are the names below it, refused ones included."""

    def __init__(self, archive: Store, app: str) -> None:
        self._archive = archive
        self.app = app
        self.everything = tuple(sorted({*archive.names, *archive.refused}))
        below = f"{app}/"
        self.files = frozenset(
            name for name in self.everything if name.startswith(below) and not name.endswith("/")
        )
        self.was_read: set[str] = set()
        self.refused_later: dict[str, Refusal] = {}

    @property
    def refused(self) -> Mapping[str, Refusal]:
        """What the archive refuses to read from the outset, by name."""
        return self._archive.refused

    @property
    def unsure(self) -> tuple[str, ...]:
        """Refused entries of which another program could see another name, and refused folders,
        each of which may be a symbolic link."""
        return tuple(
            sorted(n for n, why in self.refused.items() if why in _UNSURE_NAMES or n.endswith("/"))
        )

    @property
    def symlinks(self) -> tuple[str, ...]:
        """Symbolic links above the app, beside it and below; nothing here follows one."""
        app = f"{self.app}/".casefold()
        beside = f"{(self.app.rpartition('/')[0] or self.app).casefold()}/"
        names = ((n, f"{n.rstrip('/').casefold()}/") for n in self.everything)
        return tuple(
            name
            for name, folded in names
            if (folded.startswith(beside) or app.startswith(folded))
            and name not in self.refused
            and self._archive.entry(name).is_symlink
        )

    def read(self, name: str, limit: int, missing: str) -> bytes:
        """A whole file. Raises FactUnavailable: `missing` is the key if there is none."""
        try:
            data = self._archive.read(name, limit)
        except MissingEntry as error:
            raise FactUnavailable(Cause.LOST, missing, {"file": name}) from error
        except EntryError as error:
            raise self._refusal(error) from error
        self.was_read.add(name)
        return data

    def head(self, name: str, count: int) -> bytes:
        """The first bytes of a file that is not refused. Raises FactUnavailable."""
        try:
            return self._archive.head(name, count)
        except EntryError as error:
            raise self._refusal(error) from error

    def digest(self, name: str, algorithm: str) -> bytes:
        """The hash of a whole file, of which nothing is kept: it was not read. Raises
        FactUnavailable."""
        found = hashlib.new(algorithm, usedforsecurity=False)
        try:
            for piece in self._archive.pieces(name):
                found.update(piece)
        except EntryError as error:
            raise self._refusal(error) from error
        return found.digest()

    def _refusal(self, error: EntryError) -> FactUnavailable:
        self.refused_later[error.name] = error.refusal
        values = {"file": error.name, "why": error.refusal.value}
        return FactUnavailable(Cause.LOST, "entry-refused", values)

    def size(self, name: str) -> int:
        """Bytes of a file once inflated; 0 if it is refused."""
        return 0 if name in self.refused else self._archive.entry(name).size


def gap(fact: str, reason: FactUnavailable) -> Gap:
    """What one part that is unavailable means for a fact made of many."""
    return Gap(fact, reason.cause, reason.key, reason.values)


def fold(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps, but beyond MAX_ALIKE of one key only their count: a hostile app has thousands."""
    kept: dict[str, list[Gap]] = {}
    for each in gaps:
        kept.setdefault(each.key, []).append(each)
    folded: list[Gap] = []
    for alike in kept.values():
        folded += alike[:MAX_ALIKE]
        if rest := alike[MAX_ALIKE:]:
            first = rest[0]
            values = {"count": str(len(rest)), "file": first.values.get("file", "")}
            folded.append(Gap(first.fact, first.cause, "more-of-these", values))
    return tuple(folded)
