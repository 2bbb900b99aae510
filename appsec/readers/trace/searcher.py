"""Looking for all forms of all canaries in bytes at once, in time linear in their length."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import field, replace
from functools import cached_property
from typing import IO

import re2

from appsec.engine.canaries.forms import MIN_BYTES, Form, What, forms, steps
from appsec.model.frozen import frozen
from appsec.readers.trace.short import BEFORE, REACH, Birthdays, Codes, is_escaped

CHUNK = 4 << 20
NEIGHBOUR = 5
"""Bytes beside a hit that tell whether a number goes on."""
ENOUGH = 2
"""Digits beside a hit, both sides together, from which on it is a part of a longer number."""
MIN_BEGUN = 4
"""Fewer bytes of a form are the beginning of one by chance."""
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
    """A form of a canary, where in the data it begins, and how long it is."""

    canary: str
    form: str
    offset: int
    length: int = field(default=0, compare=False)


class Searcher:
    """Holds every form of some canaries. `unsought` are those too short to be looked for, `beside`
    those that are looked for only beside what says what they are. `caseless` is for names of hosts,
    which clients write in small letters whatever they are made of."""

    def __init__(self, canaries: Iterable[Sought], *, caseless: bool = False) -> None:
        self._begun: dict[bytes, list[tuple[str, Form]]] = {}
        self.unsought: tuple[str, ...] = ()
        self._caseless = caseless
        canaries = tuple(canaries)
        told = {one.id: b"" if caseless else steps(one.what, one.value) for one in canaries}
        self._steps = {id_: each for id_, each in told.items() if each}
        self._longest = max(map(len, (b"", *self._steps.values()))) + 1
        self._cards = {one.id for one in canaries if one.what is What.CARD}
        codes = [one for one in canaries if _is_code(one)]
        self.beside = tuple(one.id for one in codes)
        self._codes = Codes((one.id, one.value) for one in codes)
        self._around = REACH if codes else BEFORE
        for canary in canaries:
            made = forms(canary.what, canary.value)
            if any(form.named for form in made):
                self._around = REACH
            if caseless:
                made = tuple(replace(one, pattern=one.pattern.lower()) for one in made)
            if not made and canary.id not in self.beside:
                self.unsought += (canary.id,)
            for form in made:
                self._begun.setdefault(form.pattern[:MIN_BYTES], []).append((canary.id, form))
                self._longest = max(self._longest, len(form.pattern))
        self._any = self._compiled() if self._begun else None

    def _compiled(self) -> "re2._Regexp":
        # Beginnings only: with all that follows them, the states of a few hundred tokens outgrow
        # RE2's memory, and it then searches a hundred times slower. One expression, not RE2's set:
        # a set that outgrows it says "no match".
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.never_capture = True
        options.max_mem = 64 << 20
        return re2.compile(b"|".join(map(re2.escape, sorted(self._begun))), options)

    def found(self, data: bytes, start: int = 0) -> Iterator[Found]:
        """All hits in one piece of data, whose first byte counts as `start`."""
        data = data.lower() if self._caseless else data
        spans: list[tuple[int, int, str, str]] = []
        told: Counter[tuple[str, str]] = Counter()
        birthdays = Birthdays(data)
        for at in self._places(data):
            for canary, form in self._begun[data[at : at + MIN_BYTES]]:
                if told[canary, form.name] == MAX_HITS or not data.startswith(form.pattern, at):
                    continue
                if _counts(form, data, at) and (not form.named or birthdays.named(at)):
                    told[canary, form.name] += 1
                    spans.append((at, -len(form.pattern), canary, form.name))
        cards = [(at, at - length) for at, length, canary, _ in spans if canary in self._cards]
        for at, end, canary, name in self._codes.found(data, cards):
            spans.append((at, at - end, canary, name))
        spans += self._changed_alike(data, {at for at, *_ in spans})
        ends: dict[str, int] = {}
        for at, length, canary, name in sorted(spans):
            # What lies within a longer form of the same value is no leak of its own.
            if at - length > ends.get(canary, -1):
                ends[canary] = at - length
                yield Found(canary, name, start + at, -length)

    def begun(self, data: bytes, least: Callable[[int], int]) -> tuple[int, str] | None:
        """Where in some data that were cut at their end a form begins that the cut goes through,
        and its canary. Of a form of this length `least` says how many bytes must be left."""
        data = data.lower() if self._caseless else data
        for at in range(max(len(data) - self._longest, 0), len(data) - MIN_BEGUN + 1):
            rest = data[at:]
            known = self._begun if len(rest) >= MIN_BYTES else self._heads
            for canary, form in known.get(rest[:MIN_BYTES], ()):
                whole = form.pattern
                cut = least(len(whole)) <= len(rest) < len(whole) and whole.startswith(rest)
                if cut and not form.named:
                    return at, canary
        return None

    @cached_property
    def _heads(self) -> dict[bytes, list[tuple[str, Form]]]:
        """The forms by less of their beginnings than is looked for."""
        heads: dict[bytes, list[tuple[str, Form]]] = {}
        for head, each in self._begun.items():
            for length in range(MIN_BEGUN, MIN_BYTES):
                heads.setdefault(head[:length], []).extend(each)
        return heads

    def _places(self, data: bytes) -> Iterator[int]:
        """Where a form may begin. Nearly all data have no such place, which one pass tells."""
        for match in self._any.finditer(data) if self._any else ():
            # The next match is behind this one: others may begin within it.
            for at in range(match.start(), match.end()):
                if data[at : at + MIN_BYTES] in self._begun:
                    yield at

    def _changed_alike(
        self, data: bytes, plain: Container[int]
    ) -> Iterator[tuple[int, int, str, str]]:
        """What every byte was changed of by the same number (XOR)."""
        if not self._steps or len(data) < MIN_BYTES:
            return
        whole = int.from_bytes(data, "big")
        steps = (whole ^ whole >> 8).to_bytes(len(data), "big")[1:]
        for canary, told in self._steps.items():
            at = steps.find(told)
            for _ in range(MAX_HITS):
                if at < 0:
                    break
                if at not in plain:
                    yield at, -len(told) - 1, canary, "xor"
                at = steps.find(told, at + 1)

    def found_in(self, file: IO[bytes]) -> Iterator[Found]:
        """All hits in a stream, read in pieces that overlap, each told once."""
        data, start, done = b"", 0, 0
        while True:
            piece = file.read(CHUNK)
            data += piece
            # What begins too near the end to be seen whole, with a neighbour, waits for the next.
            settled = len(data) - self._longest - self._around if piece else len(data)
            for hit in self.found(data, start):
                if done <= hit.offset < start + settled:
                    yield hit
            if not piece:
                return
            done = max(done, start + settled)
            keep = max(settled - self._longest - self._around, 0)
            data, start = data[keep:], start + keep


def _is_code(one: Sought) -> bool:
    return one.what is What.CVV and re.fullmatch(r"\d{3,4}", one.value) is not None


def _counts(form: Form, data: bytes, at: int) -> bool:
    """Whether what stands around a form leaves it what it is."""
    if form.bounded and _continues(data, at, form.pattern):
        return False
    before = form.before and data[max(at - 2, 0) : at].rstrip(b"\0")[-1:]
    end = at + len(form.pattern)
    after = form.after and data[end : end + 2].lstrip(b"\0")[:1]
    return not ((before and before in form.before) or (after and after in form.after))


def _continues(data: bytes, at: int, pattern: bytes) -> bool:
    """Whether a longer number goes on around it, in the encoding of the pattern. One digit beside
    it is none yet: in a database or a list the byte of a length or checksum is one by chance."""
    wide = 0 in pattern[:2]
    span = NEIGHBOUR if wide else ENOUGH
    before = data[max(at - span, 0) : at]
    if _digits(before[::-1], wide) and is_escaped(data, at):
        before = b""
    end = at + len(pattern)
    after = data[end : end + span]
    return _digits(before[::-1], wide) + _digits(after, wide) >= ENOUGH


def _digits(side: bytes, wide: bool) -> int:
    """How many digits one side begins with."""
    # UTF-16 of either order looks like the other one byte further on.
    beside = side.replace(b"\0", b"") if wide else side
    return len(beside) - len(beside.lstrip(b"0123456789"))
