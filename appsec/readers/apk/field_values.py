"""What the fields of a program hold, wherever they are read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from appsec.facts.values import (
    UNKNOWN,
    Array,
    ClassConstant,
    Constant,
    FieldRead,
    New,
    OneOf,
    Value,
    each,
    one_of,
)
from appsec.model.frozen import slotted
from appsec.readers.dex.dex_file import ClassDef
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.names import FieldRef, class_name, descriptor
from appsec.readers.dex.program import Place, Program
from appsec.readers.dex.walk import Walked

_ENUM = 0x4000
_UNSET = frozenset((Constant(None), Constant(0)))
"""What a field or an element has before anything is written to it (false equals 0)."""
_FILLING = frozenset(("arraycopy", "fill", "nextBytes", "read", "readFully"))
"""Methods that write into an array that they are handed. Others mostly read."""
_COPIED_TO = 2
"""The argument of arraycopy that is written to."""


@slotted
class FieldValues:
    """A field counts by the class that declares it: code may name it by one below."""

    program: Program
    walk: Callable[[Place], Walked]
    initial: Callable[[ClassDef], Mapping[FieldRef, Value]]
    _declared: dict[str, Mapping[FieldRef, Value]] = field(default_factory=dict)

    def one(self, read: FieldRead, resolve: Callable[[Value, Place], Value]) -> Value | None:
        """What a field holds, if all that it ever gets is constant or an object."""
        owner = self._declaring(_ref(read))
        if owner is None or (owner.access & _ENUM and read.type == class_name(owner.name)):
            return None
        found: list[Value] = []
        for place, value in self.written(read):
            if place is None:
                return None
            found.append(resolve(value, place))
        if read.static:
            initial = self._fields_of(owner).get(_ref(read, owner.name), UNKNOWN)
            if not found or initial not in _UNSET:
                found.append(initial)
        known = lasting(one_of(found))
        arrays = known is not None and any(isinstance(one, Array) for one in each(known))
        return None if arrays and self._is_filled(read, owner) else known

    def written(self, read: FieldRead) -> Iterator[tuple[Place | None, Value]]:
        """Every value that is written to a field, and where; no place if that cannot be read."""
        owner = self._declaring(_ref(read))
        if owner is None:
            return
        refs = self._names(_ref(read, owner.name), owner)
        for place in dict.fromkeys(p for ref in refs for p in self.program.writers(ref)):
            walked = self.walk(place)
            if not walked.readable:
                yield None, UNKNOWN
            for _, index, value in walked.puts:
                if place.file.dex.field_ref(index) in refs:
                    yield place, value

    def _names(self, ref: FieldRef, owner: ClassDef) -> dict[FieldRef, None]:
        """A field by its class and by those that inherit it, as far as code names it so."""
        found = {ref: None}
        for child in self.program.below(owner.name):
            name = ref._replace(owner=child.name)
            named = any(file.names_field(name) for file in self.program.files)
            if named and self._declaring(name) is owner:
                found[name] = None
        return found

    def _declaring(self, ref: FieldRef) -> ClassDef | None:
        """The class of the app that declares a field."""
        for name in self.program.above(ref.owner):
            owner = self.program.classes.get(name)
            if owner and ref._replace(owner=name) in self._fields_of(owner):
                return owner
        return None

    def _fields_of(self, owner: ClassDef) -> Mapping[FieldRef, Value]:
        if owner.name not in self._declared:
            self._declared[owner.name] = self.initial(owner)
        return self._declared[owner.name]

    def _is_filled(self, read: FieldRead, owner: ClassDef) -> bool:
        """Whether an array is written to where a field that holds it is read."""
        refs = self._names(_ref(read, owner.name), owner)
        names = {(class_name(ref.owner), ref.name) for ref in refs}
        for place in dict.fromkeys(p for ref in refs for p in self.program.readers(ref)):
            walked = self.walk(place)
            changed = [*walked.filled, *(v for call in walked.calls for v in _filled_by(call))]
            if any(isinstance(v, FieldRead) and (v.owner, v.name) in names for v in changed):
                return True
        return False


def _filled_by(call: Call) -> Iterator[Value]:
    """The arrays that a call writes to."""
    if call.reference.name in _FILLING:
        first = 0 if call.is_static else 1
        copied = call.reference.name == "arraycopy"
        for one in call.arguments[_COPIED_TO if copied else first :]:
            yield from each(one)


def _ref(read: FieldRead, owner: str = "") -> FieldRef:
    return FieldRef(owner or descriptor(read.owner), read.name, descriptor(read.type))


def is_constant(value: Value) -> bool:
    """Whether nothing of a value depends on the run."""
    if isinstance(value, Array):
        return all(is_constant(one) for one in value.elements)
    return isinstance(value, Constant)


def lasting(value: Value) -> Value | None:
    """What of a value holds wherever a field that keeps it is read: a constant; of an object, or
    an array of some, its class and those arguments that are constant."""
    if isinstance(value, OneOf):
        known = [lasting(one) for one in value.values]
        return None if None in known else one_of(one for one in known if one is not None)
    if isinstance(value, Array) and value.elements and set(value.elements) <= _UNSET:
        return None  # made here, and filled by a method that the field is handed to
    if is_constant(value) or isinstance(value, ClassConstant):
        return value
    if isinstance(value, New):
        arguments = tuple([lasting(one) or UNKNOWN for one in value.arguments])
        return New(value.type, arguments, value.site)
    if isinstance(value, Array) and all(isinstance(one, New) for one in value.elements):
        return Array(value.type, tuple(lasting(one) or one for one in value.elements), value.site)
    return None
