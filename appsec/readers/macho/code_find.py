"""Which calls are watched, and which functions have to be followed to tell of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from appsec.facts.ios_code import BLOCK, Callee
from appsec.model.frozen import slotted
from appsec.readers.macho.arm64 import Kind
from appsec.readers.macho.calls import Called
from appsec.readers.macho.calls_swift import demangled
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.code_classes import Classes
from appsec.readers.macho.image import Import, Selector

_SHORT = {
    "objc_alloc": ("alloc",),
    "objc_allocWithZone": ("allocWithZone:",),
    "objc_alloc_init": ("alloc", "init"),
    "objc_opt_new": ("new",),
    "objc_opt_class": ("class",),
    "objc_opt_isKindOfClass": ("isKindOfClass:",),
    "objc_opt_respondsToSelector": ("respondsToSelector:",),
}
"""Functions that stand for messages."""
_ANYWHERE = ("dlsym",)
"""Functions by which any other may be called."""
_SUPERVISOR = "svc"
_ROUNDS = 3
_MAX_TABLE = 1 << 12
"""How far behind its beginning a table of functions is looked for one, in bytes."""


@slotted
class Watch:
    """The calls that checks ask for."""

    patterns: frozenset[str]
    functions: set[str] = field(default_factory=set)
    beginnings: tuple[str, ...] = ()
    messages: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pattern in sorted(self.patterns):
            callee = Callee(pattern)
            if callee.selector:
                self.messages.setdefault(callee.selector, []).append(pattern)
            elif pattern.endswith("*"):
                self.beginnings += (pattern[:-1],)
            else:
                self.functions.add(pattern)

    def wants(self, name: str) -> bool:
        """Whether a function of this name is watched."""
        return name in self.functions or (
            bool(self.beginnings) and name.startswith(self.beginnings)
        )

    def matching(self, callee: Callee, classes: Classes) -> Iterator[str]:
        """The patterns that a callee is meant by."""
        if callee.selector:
            for pattern in self.messages.get(callee.selector, ()):
                wanted = Callee(pattern)
                signs = {callee.name[0], pattern[0]}
                open_sign = callee.owner == "?" or wanted.owner == "*"
                same = len(signs) == 1 or open_sign
                if same and classes.may_be(callee.owner, wanted.owner):
                    yield pattern
            return
        if callee.name in self.functions:
            yield callee.name
        for start in self.beginnings:
            if callee.name.startswith(start):
                yield f"{start}*"


@dataclass
class Search:
    """Finds what is watched in the code of a slice."""

    code: SliceCode
    watch: Watch

    def interesting(self) -> list[int]:
        """The functions that may hold a watched call, and those that call pieces of code that
        do."""
        code = self.code
        sites = np.concatenate((_calling(code, self.watch), _supervising(code, self.watch)))
        found = sorted({*code.functions_at(sites), *self._loading, *self._holding})
        shared = [start for start in found if code.is_shared(start)]
        for _ in range(_ROUNDS):
            if not shared:
                break
            callers = code.functions_at(code.callers_of(shared))
            shared = [one for one in callers if one not in found and code.is_shared(one)]
            found = sorted({*found, *callers})
        return [start for start in found if not code.is_shared(start)]

    def calls(self, start: int) -> list[tuple[str, Called]]:
        """The watched calls of a function, by pattern. Where a message is sent whose name is not
        known, each watched one that the function names counts as a call of which nothing is
        told; and where it is not known what is called through a register, so does each watched
        function whose address it has."""
        calls, classes = self.code.walk(start).calls, self.code.classes
        found = [
            (pattern, self._sure(pattern, one))
            for one in calls
            for pattern in self.watch.matching(one.callee, classes)
        ]
        if any(one.callee.selector == "?" for one in calls):
            told = {pattern for pattern, _ in found}
            for name in self._loading.get(start, ()):
                callee = Callee(f"-[? {name}]")
                found += [
                    (pattern, Called(start, callee, None, ()))
                    for pattern in self.watch.messages.get(name, ())
                    if pattern not in told
                ]
        if any(one.callee.name == BLOCK and one.receiver is None for one in calls):
            told = {one.callee.name for one in calls}
            for name in self._holding.get(start, ()):
                if name not in told:
                    callee = Callee(name)
                    called = Called(start, callee, None, ())
                    found += [(one, called) for one in self.watch.matching(callee, classes)]
        return found

    def _sure(self, pattern: str, called: Called) -> Called:
        """A call as it matches a pattern: where it only may do so, because nobody knows what the
        receiver's class is below, that class is not told."""
        owner, wanted = called.callee.owner, Callee(pattern).owner
        if not owner or owner == "?" or self.code.classes.is_a(owner, wanted):
            return called
        sign = called.callee.name[0]
        return replace(called, callee=Callee(f"{sign}[? {called.callee.selector}]"))

    @cached_property
    def _loading(self) -> dict[int, list[str]]:
        """The functions that may load a watched selector, and which; or the address of a watched
        function."""
        found: dict[int, list[str]] = {}
        for address in self.code.image.slots.tolist():
            target = self.code.image.pointer(address)
            if isinstance(target, Selector) and target.name in self.watch.messages:
                for start in self.code.naming(address):
                    found.setdefault(start, []).append(target.name)
            elif isinstance(target, Import) and _is_import_wanted(self.watch, target.name):
                for start in self.code.naming(address):
                    found.setdefault(start, [])
        return found

    @cached_property
    def _holding(self) -> dict[int, set[str]]:
        """The functions that may have the address of a watched one from a variable or a table of
        functions, and which. A table is named by where it begins, or something before it."""
        found: dict[int, set[str]] = {}
        begins = np.array(sorted(self.code.view.taken), np.int64)
        for address, name in self.code.image.bound(partial(_is_import_wanted, self.watch)):
            number = int(np.searchsorted(begins, address, "right")) - 1
            first = int(begins[number]) if number >= 0 else address
            least = max(self.code.image.section_start(address) or address, address - _MAX_TABLE)
            for place in {address, first if first >= least else address}:
                for start in self.code.naming(place):
                    found.setdefault(start, set()).add(demangled(name))
        return found


def _calling(code: SliceCode, watch: Watch) -> NDArray[np.int64]:
    sites, targets = code.branches
    wanted = [t for t in np.unique(targets).tolist() if _is_wanted(code, watch, t)]
    found: NDArray[np.int64] = sites[np.isin(targets, np.array(wanted, np.int64))]
    return found


def _is_wanted(code: SliceCode, watch: Watch, target: int) -> bool:
    stub = code.image.stub(target)
    if isinstance(stub, Import):
        return _is_import_wanted(watch, stub.name)
    if isinstance(stub, Selector):
        return stub.name in watch.messages
    return watch.wants(code.function(target)) if target in code.image.names else False


def _is_import_wanted(watch: Watch, name: str) -> bool:
    if name in _SHORT:
        return any(one in watch.messages for one in _SHORT[name])
    return (bool(watch.functions) and name in _ANYWHERE) or watch.wants(demangled(name))


def _supervising(code: SliceCode, watch: Watch) -> NDArray[np.int64]:
    if _SUPERVISOR not in watch.functions:
        return np.zeros(0, np.int64)
    places = [np.flatnonzero(text.kinds == Kind.SYSTEM_CALL) * 4 + text.base for text in code.texts]
    return np.concatenate([np.zeros(0, np.int64), *places])
