"""Who calls a method of the app, by whatever class the call names it."""

from collections.abc import Container, Iterator
from dataclasses import field
from itertools import islice
from typing import Protocol

from appsec.model.frozen import slotted
from appsec.readers.dex.handles import held_methods
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.members import STATIC
from appsec.readers.dex.names import MethodRef
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.program import Place, Program
from appsec.readers.dex.walk import Walked

_MAX_CALLERS = 12
"""Methods whose calls are looked at: what they pass is told beside that there are more."""
_PRIVATE = 0x2
_SUPER = (Op.INVOKE_SUPER, Op.INVOKE_SUPER_RANGE)
_OBJECT = "Ljava/lang/Object;"
_OF_PLATFORM = frozenset(("accept", "apply", "call", "doInBackground", "get", "invoke", "run"))
"""Names by which the platform calls what was handed to it, beside all that begin with `on`."""

Calls = tuple[list[tuple[Place, Call]], bool]
"""Calls with the methods that make them, and whether there are no others."""


class Walk(Protocol):
    """What a method does, up to its last call of one of some methods if there are any."""

    def __call__(self, place: Place, calling: Container[int] | None = None) -> Walked: ...


@slotted
class Calling:
    """The calls of a program."""

    program: Program
    walk: Walk
    _calls: dict[Place, Calls] = field(default_factory=dict)
    _of: dict[Place, dict[int, list[Call] | None]] = field(default_factory=dict)
    _held: frozenset[MethodRef] | None = None

    def calls_of(self, place: Place) -> Calls:
        """The calls that may come to a method, those of some methods if many make some."""
        if place not in self._calls:
            method = place.file.method(place.row)
            callers = list(islice(self._callers(place, method), _MAX_CALLERS + 1))
            met = callers[:_MAX_CALLERS]
            readable = [one for one in met if self._calling(*one) is not None]
            every = len(readable) == len(callers) and not self._is_called_unseen(place, method)
            found = [
                (one, call)
                for one, index in readable
                for call in self._calling(one, index) or ()
                if call.opcode not in _SUPER or self._is_above(place, method, one, index)
            ]
            self._calls[place] = found, every
        return self._calls[place]

    def _callers(self, place: Place, method: MethodRef) -> Iterator[tuple[Place, int]]:
        """The methods that call one, each with the index by which its file names it."""
        for name in self._names(place, method):
            for file, index in self.program.indexes(name, method):
                yield from ((Place(file, row), index) for row in file.callers((index,)))

    def _names(self, place: Place, method: MethodRef) -> Iterator[str]:
        """The classes by which a call may name a method: its own, those above that may stand for
        it, and those below that inherit it, as far as a file names it so."""
        yield method.owner
        access = int(place.file.methods.access[place.row])
        if method.name == "<init>" or access & _PRIVATE:
            return
        if not access & STATIC:
            yield from (one for one in self.program.above(method.owner) if one != method.owner)
        for child in self.program.below(method.owner):
            named = any(True for _ in self.program.indexes(child.name, method))
            if named and self.program.body(method._replace(owner=child.name)) == place:
                yield child.name

    def _is_above(self, place: Place, method: MethodRef, caller: Place, index: int) -> bool:
        """Whether a method is what another one may call as that of its parent: the class that it
        names, or its own parent, has or inherits it."""
        owner = self.program.classes.get(caller.file.method(caller.row).owner)
        owners = (caller.file.method_owner(index), owner.parent if owner else "")
        return any(self.program.body(method._replace(owner=one)) == place for one in owners if one)

    def _calling(self, caller: Place, index: int) -> list[Call] | None:
        """The calls of a method in another one, None if they cannot be read."""
        known = self._of.setdefault(caller, {})
        if index not in known:
            walked = self.walk(caller, (index,))
            calls = [call for call in walked.calls if call.method == index]
            known[index] = calls if walked.readable else None
        return known[index]

    def _is_called_unseen(self, place: Place, method: MethodRef) -> bool:
        """Whether something else than an instruction may call it: who holds a handle of it, or
        Android or Java. Raises BadDex for handles that cannot be read."""
        if self._held is None:
            every = (one for file in self.program.files for one in held_methods(file.dex))
            self._held = frozenset(every)
        names = self._names(place, method) if self._held else ()
        held = any(method._replace(owner=one) in self._held for one in names)
        return held or self._is_called_from_outside(place, method)

    def _is_called_from_outside(self, place: Place, method: MethodRef) -> bool:
        """Whether Android or Java may call it: it is theirs by what the app names of them, or by
        its name."""
        access = int(place.file.methods.access[place.row])
        if method.name == "<init>" or access & (_PRIVATE | STATIC):
            return False
        classes = self.program.classes
        above = [one for one in self.program.above(method.owner) if one not in classes]
        foreign = [one for one in above if one != _OBJECT]
        if not foreign:
            return False
        if method.name.startswith("on") or method.name in _OF_PLATFORM:
            return True
        return any(True for one in foreign for _ in self.program.indexes(one, method))
