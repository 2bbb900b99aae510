"""Looks for a value beyond the method that uses it: in fields, helpers and callers.

Only what every path agrees on counts, and only a few steps far: what is left is told as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    ClassConstant,
    Constant,
    FieldRead,
    Method,
    New,
    OneOf,
    Parameter,
    Returned,
    Unknown,
    Value,
    either,
)
from appsec.readers.dex.dex_file import ClassDef
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.members import STATIC
from appsec.readers.dex.names import FieldRef, MethodRef, descriptor
from appsec.readers.dex.program import Place, Program
from appsec.readers.dex.walk import Walked

SETTLED = frozenset((Changed, ClassConstant, Constant, Unknown))
"""Kinds of values that are all that can be told."""
_MAX_STEPS = 3
_MAX_CALLERS = 10
_ENUM = 0x4000
_UNSET = frozenset((Constant(None), Constant(0)))
"""What a field or an element has before anything is written to it (false equals 0)."""


@dataclass(slots=True)
class Resolver:
    """The values of one program."""

    program: Program
    walk: Callable[[Place], Walked]
    statics: Callable[[ClassDef], Mapping[FieldRef, Value]]
    _fields: dict[FieldRef, Value | None] = field(default_factory=dict)
    _in_progress: int = 0
    """Fields that are being looked for. What is found meanwhile may lack their values."""
    _calls: dict[MethodRef, list[tuple[Place, Call]] | None] = field(default_factory=dict)
    _passes: dict[tuple[int, Place, int], Value | None] = field(default_factory=dict)
    _results: dict[tuple[Place, int], list[Value]] = field(default_factory=dict)
    _helpers: dict[Method, Place | None] = field(default_factory=dict)

    def resolve(
        self, value: Value, place: Place, steps: int = _MAX_STEPS, outside: bool = True
    ) -> Value:
        """What is known of a value that a method (`place`) tells. Not `outside`: the method's
        parameters stay what they are, to be filled in by who knows the call."""
        if type(value) in SETTLED:
            return value
        if isinstance(value, OneOf):
            return self._all([self.resolve(one, place, steps, outside) for one in value.values])
        if isinstance(value, (Built, Array, New)):
            return _with_parts(value, lambda one: self.resolve(one, place, steps, outside))
        return self._beyond(value, place, steps, outside) if steps else value

    def _beyond(self, value: Value, place: Place, steps: int, outside: bool) -> Value:
        """What is known of a value that comes from elsewhere."""
        if isinstance(value, FieldRead):
            return self._field(value, steps) or value
        if isinstance(value, Parameter) and outside:
            return self._passed(value, place, steps - 1)
        if isinstance(value, Returned):
            return self._returned(value, place, steps - 1, outside)
        return value

    @staticmethod
    def _all(values: list[Value]) -> Value:
        found = values[0] if values else UNKNOWN
        for one in values[1:]:
            found = either(found, one)
        return found

    def _field(self, read: FieldRead, steps: int) -> Value | None:
        """The one constant or object that a field of the app ever gets."""
        ref = FieldRef(descriptor(read.owner), read.name, descriptor(read.type))
        if ref not in self._fields:
            self._fields[ref] = None  # in case that it depends on itself
            self._in_progress += 1
            self._fields[ref] = self._constant_field(ref, read.static, steps - 1)
            self._in_progress -= 1
        return self._fields[ref]

    def _constant_field(self, ref: FieldRef, static: bool, steps: int) -> Value | None:
        owner = self.program.classes.get(ref.owner)
        if owner is None or (owner.access & _ENUM and ref.type == ref.owner):
            return None
        found: set[Value] = set()
        for place in self.program.writers(ref):
            for _, index, value in self.walk(place).puts:
                if place.file.dex.field_ref(index) == ref:
                    found.add(self.resolve(value, place, max(steps, 0)))
        if static:
            initial = self.statics(owner).get(ref, UNKNOWN)
            if not found or initial not in _UNSET:
                found.add(initial)
        if len(found) != 1:
            return None
        (value,) = found
        return _lasting(value)

    def _passed(self, wanted: Parameter, place: Place, steps: int) -> Value:
        """What the callers of a method of the app pass, if they are few."""
        if wanted.number < 0:
            return wanted
        key = wanted.number, place, steps
        if key in self._passes:
            return self._passes[key] or wanted
        calls = self._calls_of(place.file.method(place.row))
        if calls is None:
            return wanted
        values = [
            self.resolve(call.arguments[wanted.number + (not call.is_static)], caller, steps)
            for caller, call in calls
        ]
        found = self._all(values)
        known = None if found == UNKNOWN else found
        if not self._in_progress:
            self._passes[key] = known
        return known or wanted

    def _calls_of(self, method: MethodRef) -> list[tuple[Place, Call]] | None:
        """The calls of a method of the app, None if there are none or many."""
        if method not in self._calls:
            callers = self.program.callers(method.owner, method.name)
            few = 0 < len(callers) <= _MAX_CALLERS
            self._calls[method] = list(self._among(callers, method)) if few else None
        return self._calls[method]

    def _among(self, callers: list[Place], method: MethodRef) -> Iterator[tuple[Place, Call]]:
        for caller in callers:
            indexes = caller.file.indexes(method)
            for call in self.walk(caller).calls:
                if call.method in indexes:
                    yield caller, call

    def _returned(self, value: Returned, place: Place, steps: int, outside: bool) -> Value:
        """What a helper of the app gives back, its parameters filled in."""
        inner = tuple([self.resolve(one, place, steps, outside) for one in value.arguments])
        value = Returned(value.method, inner)
        if value.method not in self._helpers:
            self._helpers[value.method] = self._helper(value.method)
        body = self._helpers[value.method]
        if body is None:
            return value
        static = bool(int(body.file.methods.access[body.row]) & STATIC)
        results = [_filled(one, inner, static) for one in self._results_of(body, steps)]
        found = self._all(results)
        return found if found != UNKNOWN else value

    def _results_of(self, body: Place, steps: int) -> list[Value]:
        """What a helper may give back, told by its parameters."""
        key = body, steps
        if key in self._results:
            return self._results[key]
        found = [self.resolve(one, body, steps, outside=False) for one in self.walk(body).returned]
        if not self._in_progress:
            self._results[key] = found
        return found

    def _helper(self, method: Method) -> Place | None:
        """The one body that a call of a method of the app comes to."""
        body = self.program.body(_reference(method))
        return None if body is None or self._is_overridden(method) else body

    def _is_overridden(self, method: Method) -> bool:
        return any(
            True
            for child in self.program.below(descriptor(method.owner))
            for _ in self.program.bodies(child, method.name)
        )


def _with_parts(value: Built | Array | New, change: Callable[[Value], Value]) -> Value:
    """The same made of other parts."""
    if isinstance(value, Built):
        parts = value.parts
    else:
        parts = value.elements if isinstance(value, Array) else value.arguments
    known: dict[int, Value] = {}
    for one in parts:
        if type(one) not in SETTLED and id(one) not in known:
            known[id(one)] = change(one)
    found = tuple([known.get(id(one), one) for one in parts]) if known else parts
    if isinstance(value, Built):
        return _joined(found, value)
    if isinstance(value, Array):
        return Array(value.type, found, value.site)
    return New(value.type, found, value.site)


def _filled(value: Value, arguments: tuple[Value, ...], static: bool) -> Value:
    """With a helper's own parameters as what was passed for them here."""
    if isinstance(value, Parameter):
        at = value.number if static else value.number + 1
        return arguments[at] if at < len(arguments) else UNKNOWN
    if isinstance(value, (Built, Array, New)):
        return _with_parts(value, lambda one: _filled(one, arguments, static))
    if isinstance(value, Returned):
        inner = tuple(_filled(one, arguments, static) for one in value.arguments)
        return Returned(value.method, inner)
    if isinstance(value, OneOf):
        return Resolver._all([_filled(one, arguments, static) for one in value.values])
    return value


def _joined(parts: tuple[Value, ...], built: Built) -> Value:
    if all(isinstance(one, Constant) and isinstance(one.value, str) for one in parts):
        return Constant("".join(str(one.value) for one in parts if isinstance(one, Constant)))
    return Built(parts, built.site)


def is_constant(value: Value) -> bool:
    """Whether nothing of a value depends on the run."""
    if isinstance(value, Array):
        return all(is_constant(one) for one in value.elements)
    return isinstance(value, Constant)


def _lasting(value: Value) -> Value | None:
    """What of a value holds wherever a field that keeps it is read: a constant; of an object, or
    an array of some, its class and those arguments that are constant."""
    if isinstance(value, Array) and value.elements and set(value.elements) <= _UNSET:
        return None  # made here, and filled by a method that the field is handed to
    if is_constant(value) or isinstance(value, ClassConstant):
        return value
    if isinstance(value, New):
        known = tuple(_lasting(one) or UNKNOWN for one in value.arguments)
        return New(value.type, known, value.site)
    if isinstance(value, Array) and all(isinstance(one, New) for one in value.elements):
        return Array(value.type, tuple(_lasting(one) or one for one in value.elements), value.site)
    return None


def _reference(method: Method) -> MethodRef:
    return MethodRef(
        descriptor(method.owner),
        method.name,
        tuple(descriptor(one) for one in method.parameters),
        descriptor(method.returns),
    )
