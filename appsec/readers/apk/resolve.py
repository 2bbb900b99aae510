"""Looks for a value beyond the method that uses it: in fields, helpers and callers.

Only a few steps far, and each step by itself: what is told does not depend on who asked before.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    FieldRead,
    Method,
    New,
    OneOf,
    Parameter,
    Returned,
    Value,
    one_of,
)
from appsec.model.frozen import slotted
from appsec.readers.apk.calling import Calling, Walk
from appsec.readers.apk.field_values import FieldValues
from appsec.readers.apk.substitute import SETTLED, filled, with_parts
from appsec.readers.dex.budget import Budget, budget_of
from appsec.readers.dex.dex_file import ClassDef
from appsec.readers.dex.invoke import shallow
from appsec.readers.dex.members import STATIC
from appsec.readers.dex.names import FieldRef, MethodRef, descriptor
from appsec.readers.dex.program import Place, Program

_MAX_STEPS = 3


@slotted
class Resolver:
    """The values of one program. Raises BadDex for what would take too long."""

    program: Program
    walk: Walk
    initial: Callable[[ClassDef], Mapping[FieldRef, Value]]
    _field_values: FieldValues = field(init=False)
    _calling: Calling = field(init=False)
    _budget: Budget = field(init=False)
    _fields: dict[tuple[FieldRead, int], Value | None] = field(default_factory=dict)
    _passes: dict[tuple[int, Place, int], Value] = field(default_factory=dict)
    _results: dict[tuple[Place, int], list[Value]] = field(default_factory=dict)
    _helpers: dict[Method, Place | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._field_values = FieldValues(self.program, self.walk, self.initial)
        self._calling = Calling(self.program, self.walk)
        self._budget = budget_of(sum(len(file.dex.data) for file in self.program.files))

    def resolve(
        self, value: Value, place: Place, steps: int = _MAX_STEPS, outside: bool = True
    ) -> Value:
        """What is known of a value that a method (`place`) tells. Not `outside`: the method's
        parameters stay what they are, to be filled in by who knows the call."""
        if type(value) in SETTLED:
            return value
        self._budget.spend(1)
        if isinstance(value, OneOf):
            return one_of(self.resolve(one, place, steps, outside) for one in value.values)
        if isinstance(value, (Built, Array, New)):
            return with_parts(value, lambda one: self.resolve(one, place, steps, outside))
        return self._beyond(value, place, steps, outside) if steps else value

    def written(self, read: FieldRead) -> Iterator[Value]:
        """Whatever is written to a field, as the methods tell that write it."""
        for place, value in self._field_values.written(read):
            yield UNKNOWN if place is None else self.resolve(value, place)

    def _beyond(self, value: Value, place: Place, steps: int, outside: bool) -> Value:
        """What is known of a value that comes from elsewhere."""
        if isinstance(value, FieldRead):
            return self._field(value, steps - 1) or value
        if isinstance(value, Parameter) and outside:
            return self._passed(value, place, steps - 1)
        if isinstance(value, Returned):
            return self._returned(value, place, steps - 1, outside)
        return value

    def _field(self, read: FieldRead, steps: int) -> Value | None:
        """What a field of the app holds, if all that it ever gets is constant or an object."""
        key = read, steps
        if key not in self._fields:
            self._fields[key] = self._field_values.one(
                read, lambda value, place: self.resolve(value, place, steps)
            )
        return self._fields[key]

    def _passed(self, wanted: Parameter, place: Place, steps: int) -> Value:
        """What the callers of a method of the app pass."""
        if wanted.number < 0:
            return wanted
        key = wanted.number, place, steps
        if key not in self._passes:
            calls, every = self._calling.calls_of(place)
            values = [
                self.resolve(call.argument(wanted.number), caller, steps) for caller, call in calls
            ]
            found = one_of(values if every else (*values, wanted))
            self._passes[key] = wanted if found == UNKNOWN else found
        return self._passes[key]

    def _returned(self, value: Returned, place: Place, steps: int, outside: bool) -> Value:
        """What a helper of the app gives back, its parameters filled in."""
        inner = tuple([self.resolve(one, place, steps, outside) for one in value.arguments])
        value = Returned(value.method, shallow(inner))
        if value.method not in self._helpers:
            self._helpers[value.method] = self._helper(value.method)
        body = self._helpers[value.method]
        if body is None:
            return value
        static = bool(int(body.file.methods.access[body.row]) & STATIC)
        results = self._results_of(body, steps)
        self._budget.spend(_FILLING * len(results))
        found = one_of(filled(one, inner, static) for one in results)
        return found if found != UNKNOWN else value

    def _results_of(self, body: Place, steps: int) -> list[Value]:
        """What a helper may give back, told by its parameters."""
        key = body, steps
        if key not in self._results:
            given = dict.fromkeys(self.walk(body).returned)
            found = [self.resolve(one, body, steps, outside=False) for one in given]
            self._results[key] = list(dict.fromkeys(found))
        return self._results[key]

    def _helper(self, method: Method) -> Place | None:
        """The one body that a call of a method of the app comes to."""
        wanted = _reference(method)
        body = self.program.body(wanted)
        if body is None or not self.walk(body).readable:
            return None
        below = self.program.below(wanted.owner)
        return None if any(self.program.declares(one, wanted) for one in below) else body


_FILLING = 50
"""What it takes to fill in a result, beside what it takes to look at a value."""


def _reference(method: Method) -> MethodRef:
    return MethodRef(
        descriptor(method.owner),
        method.name,
        tuple(descriptor(one) for one in method.parameters),
        descriptor(method.returns),
    )
