"""Tries all rules on a block: one pass for the words that rules begin with, then only those."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cache
from typing import Any

import re2

from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence
from appsec.readers.secrets.buffer import Buffer, spoken
from appsec.readers.secrets.proofs import PROOFS, entropy, is_placeholder
from appsec.readers.secrets.rules import Lacking, Rule, rules

_BEFORE, _AFTER = 200, 4096
"""Bytes around a literal in which the whole value stands."""
_RARE = 4
"""Characters from which on a word is rare among random ones."""
_MEMORY = 64 << 20
_ANYTHING = r"[\w.-]{0,30}"
_SEPARATORS = re.compile(r"[ _.\-]")


@frozen
class Hit:
    """A value that a rule found: in which text of the block, and how sure that is. `lone` says
    that nothing beside it tells what it is."""

    rule: Rule
    value: str = field(repr=False)
    number: int = 0
    confidence: Confidence = Confidence.HIGH
    lone: bool = False


class Search:
    """The rules, ready to be tried on any number of blocks."""

    def __init__(self, wanted: Iterable[Rule] = ()) -> None:
        every = tuple(wanted) or rules()
        self._by_literal: dict[str, list[Rule]] = defaultdict(list)
        self._by_key: dict[str, list[Rule]] = defaultdict(list)
        for rule in every:
            for literal in () if _is_direct(rule) else rule.literals:
                self._by_literal[literal.lower()].append(rule)
            for key in rule.keys:
                self._by_key[_plain(key)].append(rule)
        # Of what is the same key the loosest form counts: the one with most parts.
        words = sorted({key for rule in every for key in rule.keys}, key=len)
        keys = {_plain(key): _loose(key) for key in words}
        literals = {literal: re2.escape(literal) for literal in self._by_literal}
        groups = _apart([*keys.items(), *literals.items()])
        self._passes = tuple(_any_of(group, True) for group in groups)
        self._direct = tuple(
            (group, _any_of(tuple(rule.format for rule in group), False))
            for group in _few_states(rule for rule in every if _is_direct(rule))
        )

    def hits(self, buffer: Buffer) -> Iterator[Hit]:
        """What rules find in a block, in no order; one value may be found several times."""
        for pattern in self._passes:
            for start, stop in _every(pattern, buffer.data):
                word = spoken(buffer.data[start:stop]).lower()
                for rule in self._by_literal.get(word, ()):
                    yield from self._at(buffer, rule, start, stop, False)
                for rule in self._by_key.get(_plain(word), ()):
                    yield from self._at(buffer, rule, start, stop, True)
        for direct, pattern in self._direct:
            for start, _ in _every(pattern, buffer.data):
                for rule in direct:
                    if found := _compiled(rule.format).match(buffer.data, start):
                        yield from _placed(buffer, rule, found, start, not rule.literals)

    def _at(self, buffer: Buffer, rule: Rule, start: int, stop: int, is_key: bool) -> Iterator[Hit]:
        """What a rule finds about one of its words. What belongs together with it is looked up
        last: most often there is nothing."""
        before, after = (rule.before, rule.reach) if is_key else (_BEFORE, _AFTER)
        begin = stop if is_key and not before else max(0, start - before)
        end = min(len(buffer.data), stop + after)
        for found in _matches(rule, buffer.data, begin, start, end):
            first, last = found.span()
            if not is_key and not first <= start < last:
                continue
            yield from _placed(buffer, rule, found, start, is_key)


def _matches(rule: Rule, data: bytes, begin: int, start: int, end: int) -> Iterator[Any]:
    """The places between two others where a rule's format is met, none within another. Where a
    place begins is hard to tell of a long format, unless all of them begin alike: then only the
    last one before the word at `start` can be the word's."""
    pattern = _compiled(rule.format)
    if not rule.begins:
        yield from pattern.finditer(data, begin, end)
        return
    at = data.rfind(rule.begins.encode(), begin, start)
    if at >= 0 and (found := pattern.match(data, at, end)):
        yield found


def _placed(buffer: Buffer, rule: Rule, found: Any, start: int, is_key: bool) -> Iterator[Hit]:
    """A match as a hit if all of it belongs together with the place where its word stands."""
    first, last = found.span()
    number = buffer.number(start)
    alone = not is_key or (buffer.named(number) and not rule.joined)
    alone = alone or (rule.generic and not buffer.tells_neighbours(number))
    low, high = buffer.span(number)
    if not alone and not low <= first < last <= high + 1:
        low, high = buffer.together(number)
    if low <= first and last <= high + 1:
        yield from _judged(buffer, rule, found)


def _judged(buffer: Buffer, rule: Rule, found: Any) -> Iterator[Hit]:
    """A match as a hit, unless it is no such value after all."""
    group = 1 if found.re.groups else 0
    start, stop = found.span(group)
    value = spoken(buffer.data[start:stop])
    if not value or value in rule.excluded or (not rule.plain and is_placeholder(value)):
        return
    if rule.entropy and entropy(value) < rule.entropy:
        return
    confidence, lone = rule.confidence, False
    if rule.media and buffer.block.medium not in rule.media:
        confidence = Confidence.MEDIUM
    if rule.proof and not PROOFS[rule.proof](value):
        if rule.unproved is Lacking.DROPPED:
            return
        confidence = Confidence.MEDIUM
    number = buffer.number(start)
    if rule.context and not _has_context(buffer, rule, number, start, stop):
        if rule.without is Lacking.DROPPED and not rule.least:
            return
        confidence, lone = Confidence.MEDIUM, True
    yield Hit(rule, value, number, confidence, lone)


def _has_context(buffer: Buffer, rule: Rule, number: int, start: int, stop: int) -> bool:
    begin, end = buffer.together(number)
    begin, end = max(begin, start - rule.around), min(end, stop + rule.around)
    return bool(_any_of(tuple(map(_loose, rule.context)), True).search(buffer.data, begin, end))


def _plain(word: str) -> str:
    """A key without what may part its words, in small letters."""
    return _SEPARATORS.sub("", word).lower()


def _loose(key: str) -> str:
    return "[ _.\\-]?".join(map(re2.escape, key.split(" ")))


def _apart(words: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The patterns of words in groups, in none of which a word begins with another: at each place
    one of a group can stand."""
    groups: list[dict[str, str]] = []
    for word, pattern in sorted((_plain(word), pattern) for word, pattern in words):
        for group in groups:
            if not word.startswith(tuple(group)):
                break
        else:
            groups.append(group := {})
        group[word] = pattern
    return [tuple(group.values()) for group in groups]


def _every(pattern: Any, data: bytes) -> Iterator[tuple[int, int]]:
    """Where a pattern is met, be it within another such place."""
    at = 0
    while found := pattern.search(data, at):
        start, stop = found.span()
        yield start, stop
        at = start + 1


def _is_direct(rule: Rule) -> bool:
    """Whether the format itself is looked for everywhere: its words are none, or too short to be
    rare."""
    return not rule.keys and all(len(one) < _RARE for one in rule.literals)


def _few_states(direct: Iterable[Rule]) -> Iterator[tuple[Rule, ...]]:
    """Those that are looked for in one pass. Where anything may stand between a word and its value,
    each of so many places would be told apart for each state of all others: that costs more than to
    pass through the texts twice."""
    groups: dict[bool, list[Rule]] = defaultdict(list)
    for rule in direct:
        groups[_ANYTHING in rule.format].append(rule)
    yield from map(tuple, groups.values())


@cache
def _any_of(patterns: tuple[str, ...], caseless: bool) -> Any:
    """A pattern for any of these, in capitals or not, of which only the place is told."""
    options = re2.Options()
    options.never_capture = True
    options.case_sensitive = not caseless
    options.max_mem = _MEMORY
    return re2.compile("|".join(f"(?:{one})" for one in patterns).encode(), options)


@cache
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern.encode())
