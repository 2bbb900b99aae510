"""Looking for all forms of all canaries in bytes at once, in time linear in their length."""

from collections.abc import Iterable, Iterator
from typing import IO

import re2

from appsec.engine.canaries.forms import Form, What, forms
from appsec.model.frozen import frozen

CHUNK = 4 << 20
NEIGHBOUR = 2
"""Bytes beside a hit that tell whether a number goes on."""
MAX_HITS = 100
"""Most hits that are told of one form in one piece of data."""


@frozen
class Sought:
    """A canary with its value, as the recorder keeps it."""

    id: str
    what: What
    value: str


@frozen
class Found:
    """A form of a canary, and where in the data it begins."""

    canary: str
    form: str
    offset: int


class Searcher:
    """Holds every form of some canaries. `unsought` are those too short to be looked for."""

    def __init__(self, canaries: Iterable[Sought]) -> None:
        self._sought: list[tuple[str, Form]] = []
        self.unsought: tuple[str, ...] = ()
        for canary in canaries:
            made = forms(canary.what, canary.value)
            if not made:
                self.unsought += (canary.id,)
            self._sought += [(canary.id, form) for form in made]
        self._longest = max((len(form.pattern) for _, form in self._sought), default=1)
        self._any = self._compiled() if self._sought else None

    def _compiled(self) -> "re2._Regexp":
        # One expression, not RE2's set: a set whose states outgrow its memory says "no match".
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.never_capture = True
        options.max_mem = 64 << 20
        return re2.compile(b"|".join(re2.escape(f.pattern) for _, f in self._sought), options)

    def found(self, data: bytes, start: int = 0) -> Iterator[Found]:
        """All hits in one piece of data, whose first byte counts as `start`."""
        # Nearly all data have none at all, which one pass tells.
        if self._any is None or self._any.search(data) is None:
            return
        spans: list[tuple[int, int, str, str]] = []
        for canary, form in self._sought:
            told = 0
            at = data.find(form.pattern)
            while at >= 0 and told < MAX_HITS:
                if not form.bounded or not _continues(data, at, form.pattern):
                    told += 1
                    spans.append((at, -len(form.pattern), canary, form.name))
                at = data.find(form.pattern, at + 1)
        ends: dict[str, int] = {}
        for at, length, canary, name in sorted(spans):
            # What lies within a longer form of the same value is no leak of its own.
            if at - length > ends.get(canary, -1):
                ends[canary] = at - length
                yield Found(canary, name, start + at)

    def found_in(self, file: IO[bytes]) -> Iterator[Found]:
        """All hits in a stream, read in pieces that overlap, each told once."""
        data, start, done = b"", 0, 0
        while True:
            piece = file.read(CHUNK)
            data += piece
            # What begins too near the end to be seen whole, with a neighbour, waits for the next.
            settled = len(data) - self._longest - NEIGHBOUR if piece else len(data)
            for hit in self.found(data, start):
                if done <= hit.offset < start + settled:
                    yield hit
            if not piece:
                return
            done = max(done, start + settled)
            keep = max(settled - NEIGHBOUR, 0)
            data, start = data[keep:], start + keep


def _continues(data: bytes, at: int, pattern: bytes) -> bool:
    """Whether a digit adjoins on either side, in the encoding of the pattern."""
    wide = NEIGHBOUR if 0 in pattern[:2] else 1
    before, after = data[max(at - wide, 0) : at], data[at + len(pattern) :][:wide]
    return any(_is_digit(one.strip(b"\0")) for one in (before, after))


def _is_digit(one: bytes) -> bool:
    return len(one) == 1 and one.isdigit()
