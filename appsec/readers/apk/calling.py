"""Who calls a method of the app, by whatever class the call names it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from appsec.readers.dex.invoke import Call
from appsec.readers.dex.members import STATIC
from appsec.readers.dex.names import MethodRef
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.program import Place, Program
from appsec.readers.dex.walk import Walked

MAX_CALLS = 64
_PRIVATE = 0x2
_SUPER = (Op.INVOKE_SUPER, Op.INVOKE_SUPER_RANGE)
_OBJECT = "Ljava/lang/Object;"
_OF_PLATFORM = frozenset(("accept", "apply", "call", "doInBackground", "get", "invoke", "run"))
"""Names by which the platform calls what was handed to it, beside all that begin with `on`."""

Calls = tuple[list[tuple[Place, Call]], bool]
"""Calls with the methods that make them, and whether there are no others."""


@dataclass(slots=True)
class Calling:
    """The calls of a program."""

    program: Program
    walk: Callable[[Place], Walked]
    _calls: dict[Place, Calls] = field(default_factory=dict)
    _of: dict[Place, dict[int, list[Call]]] = field(default_factory=dict)

    def calls_of(self, place: Place) -> Calls:
        """The calls that may come to a method, at most some."""
        if place not in self._calls:
            found = list(islice(self._found(place), MAX_CALLS + 1))
            known = [(caller, call) for caller, call in found[:MAX_CALLS] if call is not None]
            every = len(known) == len(found) and not self._is_called_from_outside(place)
            self._calls[place] = known, every
        return self._calls[place]

    def _found(self, place: Place) -> Iterator[tuple[Place, Call | None]]:
        """Each call, or None for those of a method that cannot be read."""
        method = place.file.method(place.row)
        for name in self._names(place, method):
            wanted = method._replace(owner=name)
            for caller in self.program.callers(name, method.name):
                if not self.walk(caller).readable:
                    yield caller, None
                for index in sorted(caller.file.indexes(wanted)):
                    for call in self._by_method(caller).get(index, ()):
                        if name == method.owner or call.opcode not in _SUPER:
                            yield caller, call

    def _names(self, place: Place, method: MethodRef) -> Iterator[str]:
        """The classes by which a call may name a method: its own, those above that may stand for
        it, and those below that inherit it."""
        yield method.owner
        access = int(place.file.methods.access[place.row])
        if method.name == "<init>" or access & _PRIVATE:
            return
        if not access & STATIC:
            yield from (one for one in self.program.above(method.owner) if one != method.owner)
        for child in self.program.below(method.owner):
            if self.program.body(method._replace(owner=child.name)) == place:
                yield child.name

    def _by_method(self, caller: Place) -> dict[int, list[Call]]:
        if caller not in self._of:
            found: dict[int, list[Call]] = {}
            for call in self.walk(caller).calls:
                found.setdefault(call.method, []).append(call)
            self._of[caller] = found
        return self._of[caller]

    def _is_called_from_outside(self, place: Place) -> bool:
        """Whether Android or Java may call it: it is theirs by what the app names of them, or by
        its name."""
        method = place.file.method(place.row)
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
        return any(
            file.indexes(method._replace(owner=one))
            for one in foreign
            for file in self.program.files
        )
