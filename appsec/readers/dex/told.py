"""What one DEX file names, as values that checks understand, each made once."""

from dataclasses import dataclass, field
from typing import NamedTuple

from appsec.facts.values import ClassConstant, Constant, FieldRead, Method, Parameter
from appsec.readers.dex.file import Dex
from appsec.readers.dex.names import class_name

BUILDERS = ("java.lang.StringBuilder", "java.lang.StringBuffer")
_WIDE = frozenset(("J", "D"))


class Shape(NamedTuple):
    """How a method is called. `kinds` are the descriptors of what it takes, the receiver first;
    `places` the first register of each among those handed over, None if each takes one. It
    `changes` its receiver if it is a constructor or a method of a builder of texts."""

    method: Method
    kinds: tuple[str, ...]
    places: tuple[int, ...] | None
    changes: bool


class _Proto(NamedTuple):
    """What methods of a prototype take and give: types as people write them, and as in a `Shape`
    those of a static method; `places_behind` are its places behind a receiver."""

    types: tuple[str, ...]
    returns: str
    kinds: tuple[str, ...]
    places: tuple[int, ...] | None
    places_behind: tuple[int, ...] | None


class Field(NamedTuple):
    """A field as a value, and whether it takes two registers."""

    value: FieldRead
    wide: bool


@dataclass(eq=False)
class Told:
    """Names and constants of one file. Raises BadDex for those that it does not have."""

    dex: Dex
    shapes: dict[int, Shape] = field(default_factory=dict)
    """By the method's index and a lowest bit that says whether the call is a static one."""
    fields: dict[int, Field] = field(default_factory=dict)
    """By the field's index and a lowest bit that says whether the access is a static one."""
    numbers: dict[int, Constant] = field(default_factory=dict)
    texts: dict[int, Constant] = field(default_factory=dict)
    handed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The registers that a call names, by the bits that name them."""
    _names: dict[str, str] = field(default_factory=dict)
    _methods: dict[int, Method] = field(default_factory=dict)
    _protos: dict[int, _Proto] = field(default_factory=dict)
    _parameters: dict[tuple[int, str], Parameter] = field(default_factory=dict)
    _classes: dict[int, ClassConstant] = field(default_factory=dict)

    def name(self, descriptor: str) -> str:
        """A type as people write it."""
        found = self._names.get(descriptor)
        if found is None:
            found = self._names[descriptor] = class_name(descriptor)
        return found

    def type(self, index: int) -> str:
        """The type of an index as people write it."""
        return self.name(self.dex.type(index))

    def method(self, index: int) -> Method:
        """A method as people write it."""
        found = self._methods.get(index)
        if found is None:
            owner, proto, name = self.dex.method_row(index)
            taken = self._protos.get(proto) or self._proto(proto)
            found = Method(self.type(owner), self.dex.string(name), taken.types, taken.returns)
            self._methods[index] = found
        return found

    def _proto(self, index: int) -> _Proto:
        parameters, returns = self.dex.proto(index)
        types = tuple([self.name(one) for one in parameters])
        found = self._protos[index] = _Proto(
            types,
            self.name(returns),
            parameters,
            None if _WIDE.isdisjoint(parameters) else _places(parameters),
            None if _WIDE.isdisjoint(parameters) else _places(("", *parameters)),
        )
        return found

    def shape(self, key: int) -> Shape:
        """How a method is called, by the key that `shapes` has for it."""
        method = self.method(key >> 1)
        owner, proto, _ = self.dex.method_row(key >> 1)
        taken = self._protos[proto]
        changes = method.name == "<init>" or method.owner in BUILDERS
        if key & 1:
            found = Shape(method, taken.kinds, taken.places, changes)
        else:
            kinds = (self.dex.types[owner], *taken.kinds)
            found = Shape(method, kinds, taken.places_behind, changes)
        self.shapes[key] = found
        return found

    def field(self, key: int) -> Field:
        """A field, by the key that `fields` has for it."""
        owner, name, kind = self.dex.field_ref(key >> 1)
        value = FieldRead(self.name(owner), name, self.name(kind), bool(key & 1))
        found = self.fields[key] = Field(value, kind in _WIDE)
        return found

    def parameter(self, number: int, kind: str) -> Parameter:
        """A parameter of a type."""
        found = self._parameters.get((number, kind))
        if found is None:
            found = self._parameters[number, kind] = Parameter(number, self.name(kind))
        return found

    def number(self, value: int) -> Constant:
        """A number."""
        found = self.numbers.get(value)
        if found is None:
            found = self.numbers[value] = Constant(value)
        return found

    def text(self, index: int) -> Constant:
        """A text."""
        found = self.texts.get(index)
        if found is None:
            found = self.texts[index] = Constant(self.dex.string(index))
        return found

    def class_constant(self, index: int) -> ClassConstant:
        """A class as a value."""
        found = self._classes.get(index)
        if found is None:
            found = self._classes[index] = ClassConstant(self.type(index))
        return found


def _places(kinds: tuple[str, ...]) -> tuple[int, ...]:
    places, at = [], 0
    for kind in kinds:
        places.append(at)
        at += 2 if kind in _WIDE else 1
    return tuple(places)
