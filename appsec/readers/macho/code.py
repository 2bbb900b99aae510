"""The code of one slice: where it calls what is watched, and what its functions do."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.macho.arm64 import Kind, Words, branch_offsets, kinds_of
from appsec.readers.macho.arm64_refs import References, Use, references, stored_words
from appsec.readers.macho.calls import NAMELESS, Called
from appsec.readers.macho.calls_swift import demangled
from appsec.readers.macho.code_classes import Classes, OwnMethods, own_methods
from appsec.readers.macho.code_uses import SectionUses, naming
from appsec.readers.macho.image import Image, ObjcMethod
from appsec.readers.macho.text_index import TextIndex, sites_of_packages, text_index
from appsec.readers.macho.walk import Walked, walk
from appsec.readers.macho.walk_blocks import Instruction, TooMuch
from appsec.readers.macho.walk_view import View

_SMALL = 12
_MAX_FUNCTION = 200_000
_MAX_CALLERS = 8
_STRAIGHT = frozenset(
    (Kind.CONDITIONAL, Kind.COMPARE, Kind.TEST, Kind.TRAP, Kind.SYSTEM_CALL, Kind.WILD)
)
_LEAVES = frozenset((Kind.BRANCH, Kind.RETURN, Kind.BRANCH_REGISTER))
_INSIDE = frozenset((Kind.CALL, Kind.CALL_REGISTER))


@frozen
class Text:
    """A section of instructions, decoded."""

    base: int
    words: Words
    kinds: NDArray[np.uint8]
    references: References

    @property
    def end(self) -> int:
        """One beyond the last instruction."""
        return self.base + 4 * len(self.words)


@dataclass
class SliceCode:
    """The functions of an image. What cannot be followed is counted in `unread`."""

    image: Image
    classes: Classes

    def __post_init__(self) -> None:
        self.unread: set[int] = set()
        self._walked: dict[int, Walked] = {}
        self._small: dict[int, Sequence[Instruction]] = {}

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        found = []
        for base, words in self.image.text:
            if self.image.stub(base) is not None:
                continue  # a section of stubs: what calls them is told
            kinds = kinds_of(words)
            found.append(Text(base, words, kinds, references(base, words, kinds)))
        return tuple(found)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where functions begin; each section begins with one."""
        bases = np.array([text.base for text in self.texts], np.int64)
        known = self.image.functions.astype(np.int64)
        inside = [(known >= text.base) & (known < text.end) for text in self.texts]
        kept = known[np.logical_or.reduce(inside)] if inside else known[:0]
        return np.unique(np.concatenate((bases, kept[kept % 4 == 0])))

    @cached_property
    def references(self) -> References:
        parts = [text.references for text in self.texts]
        if not parts:
            empty = np.zeros(0, np.int64)
            return References(empty, empty, np.zeros(0, np.uint8), empty)
        return References(
            np.concatenate([one.sites for one in parts]),
            np.concatenate([one.targets for one in parts]),
            np.concatenate([one.uses for one in parts]),
            np.concatenate([one.pages for one in parts]),
        )

    @cached_property
    def text_index(self) -> TextIndex:
        """The constant texts that it names."""
        return text_index(self.image, self.references)

    @cached_property
    def of_packages(self) -> frozenset[int]:
        """The functions that say that their source is that of a package."""
        sites = sites_of_packages(self.text_index, self.references)
        return frozenset(start for found in sites for start in self.functions_at(found))

    @cached_property
    def view(self) -> View:
        stored = frozenset(
            np.concatenate(
                [
                    np.zeros(0, np.int64),
                    *(stored_words(one.references, one.base, one.words) for one in self.texts),
                ]
            ).tolist()
        )
        taken = frozenset(np.unique(self.references.of(Use.TAKEN).targets).tolist())
        return View(self.image, stored, taken)

    @cached_property
    def branches(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Direct calls, and jumps to other functions: from where and to where."""
        sites, targets = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for text in self.texts:
            at = np.flatnonzero((text.kinds == Kind.CALL) | (text.kinds == Kind.BRANCH))
            site = at * 4 + text.base
            target = site + branch_offsets(text.words[at])
            outside = (target < text.base) | (target >= text.end)
            away = outside | (self._numbers(site) != self._numbers(target))
            kept = away | (text.kinds[at] == Kind.CALL) | np.isin(target, self.starts)
            sites.append(site[kept])
            targets.append(target[kept])
        return np.concatenate(sites), np.concatenate(targets)

    def _numbers(self, addresses: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.searchsorted(self.starts, addresses, "right") - 1

    def functions_at(self, addresses: NDArray[np.int64]) -> list[int]:
        """The functions that these places are in."""
        numbers = np.unique(self._numbers(addresses))
        found: list[int] = self.starts[numbers[numbers >= 0]].tolist()
        return found

    def naming(self, address: int) -> list[int]:
        """The functions that may name an address."""
        return naming(self._uses, address)

    @cached_property
    def _uses(self) -> list[SectionUses]:
        return [
            SectionUses(one.base, one.words, one.kinds, one.references, self.starts)
            for one in self.texts
        ]

    def callers_of(self, targets: Iterable[int]) -> NDArray[np.int64]:
        """From where these addresses are called or jumped to."""
        sites, to = self.branches
        return sites[np.isin(to, np.fromiter(targets, np.int64))]

    @cached_property
    def methods(self) -> OwnMethods:
        return own_methods(self.image.classes)

    @cached_property
    def _by_start(self) -> Mapping[int, ObjcMethod]:
        return {method.implementation: method for method in self.methods.values()}

    def method(self, start: int) -> ObjcMethod | None:
        """The method that begins here."""
        return self._by_start.get(start)

    def method_before(self, start: int) -> ObjcMethod | None:
        """The last method that begins before a function of the same section, if there is one."""
        text = next((one for one in self.texts if one.base <= start < one.end), None)
        number = bisect_left(self._method_starts, start) - 1
        if text is None or number < 0 or self._method_starts[number] < text.base:
            return None
        return self._by_start[self._method_starts[number]]

    @cached_property
    def _method_starts(self) -> list[int]:
        return sorted(self._by_start)

    def function(self, address: int) -> str:
        """What a function is called: by its symbol or method, or else by its address."""
        return demangled(self.image.names.get(address, "")) or f"0x{address:x}"

    def implementation(self, sign: str, owner: str, selector: str) -> int:
        """Where a message to an own class comes to, if it can come to one method only."""
        if (sign, owner, selector) not in self.methods and owner not in self.classes.parents:
            return 0
        for name in self.classes.above(owner):
            if found := self.methods.get((sign, name, selector)):
                over = self.classes.is_overridden(owner, sign, selector, self.methods)
                return 0 if over else found.implementation
        return 0

    def above(self, owner: str) -> str:
        return self.classes.parent(owner)

    def implements(self, selector: str) -> bool:
        return selector in self.classes.selectors

    def body(self, start: int) -> Sequence[Instruction]:
        """The instructions from here to where the next function begins."""
        text = next((one for one in self.texts if one.base <= start < one.end), None)
        if text is None or start % 4:
            return ()
        following = np.searchsorted(self.starts, start, "right")
        end = int(self.starts[following]) if following < len(self.starts) else text.end
        first, last = (start - text.base) // 4, (min(end, text.end) - text.base) // 4
        words, kinds = text.words[first:last].tolist(), text.kinds[first:last].tolist()
        places = range(start, start + 4 * len(words), 4)
        return list(zip(places, words, kinds, strict=True))

    def small(self, start: int) -> Sequence[Instruction]:
        """A function without branches that is followed where it is called: one that calls nothing,
        or a piece of code that the compiler shares among functions, or that has no name."""
        if start not in self._small:
            self._small[start] = self._read_small(start)
        return self._small[start]

    def _read_small(self, start: int) -> Sequence[Instruction]:
        if self.method(start) or start not in self.view.starts:
            return ()
        code: list[Instruction] = []
        for one in self.body(start)[:_SMALL]:
            code.append(one)
            _, _, kind = one
            if kind in _STRAIGHT:
                return ()
            if kind in _LEAVES:
                leaf = kind == Kind.RETURN and not any(k in _INSIDE for _, _, k in code)
                return code if leaf or self._is_nameless(start) else ()
        return ()

    def _is_nameless(self, start: int) -> bool:
        return self.function(start).startswith(NAMELESS)

    def is_shared(self, start: int) -> bool:
        """Whether calls in it are told where it is called."""
        return bool(self.small(start)) and len(self.callers_of((start,))) > 0

    def walk(self, start: int) -> Walked:
        """What a function does: nothing, and it is counted, if it is too large."""
        if start not in self._walked:
            try:
                self._walked[start] = walk(self, start, _MAX_FUNCTION)
            except TooMuch:
                self.unread.add(start)
                self._walked[start] = Walked()
        return self._walked[start]

    def known_callers(self, start: int) -> Sequence[Called] | None:
        """The calls of a function, if there can be no others: no method, no address passed on."""
        if self.method(start) or start in self.view.taken or self._may_be_elsewhere(start):
            return None
        callers = self.functions_at(self.callers_of((start,)))
        if len(callers) > _MAX_CALLERS:
            return None
        found: list[Called] = []
        for caller in callers:
            if caller != start:
                found += [one for one in self.walk(caller).calls if one.target == start]
        return found

    def _may_be_elsewhere(self, start: int) -> bool:
        """Whether other images or tables of Swift may lead to it."""
        name = self.image.names.get(start, "")
        return name in self.image.exports or (not name and bool(self.image.swift_types))
