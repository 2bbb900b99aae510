"""What can be told of a value in code without running it: a constant, or where it comes from."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from appsec.model.frozen import frozen


@frozen
class Method:
    """A method by its class, name and types, as people write them: `javax.crypto.Cipher`,
    `getInstance`, parameters `("java.lang.String",)`, `javax.crypto.Cipher`."""

    owner: str
    name: str
    parameters: tuple[str, ...]
    returns: str

    @property
    def api(self) -> str:
        """Class and name, for all overloads: `javax.crypto.Cipher.getInstance`."""
        return f"{self.owner}.{self.name}"

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}({', '.join(self.parameters)})"


@frozen
class Unknown:
    """Nothing can be told."""


@frozen
class Constant:
    """A text, number, truth value, or None for null. A `char` and the bits of a `float` are
    numbers."""

    value: str | int | bool | None


@frozen
class ClassConstant:
    """A class named in the code (`A.class`)."""

    name: str


@frozen
class Array:
    """An array made here; `elements` are what was put in. `site` tells two of them apart."""

    type: str
    elements: tuple["Value", ...]
    site: int = 0


@frozen
class Parameter:
    """What the caller passes: `number` counts from 0, the receiver is -1."""

    number: int
    type: str


@frozen
class FieldRead:
    """The value of a field, which is not known to be constant."""

    owner: str
    name: str
    type: str
    static: bool


@frozen
class Returned:
    """What a call gave back. `arguments` are as in a call site: the receiver comes first."""

    method: Method
    arguments: tuple["Value", ...]

    def argument(self, number: int) -> "Value":
        """One of them; unknown if there are fewer, as hostile code may call a method otherwise
        than it was declared."""
        return self.arguments[number] if number < len(self.arguments) else UNKNOWN


@frozen
class New:
    """An object made here; `arguments` are those of its constructor, without the object."""

    type: str
    arguments: tuple["Value", ...] = ()
    site: int = 0


@frozen
class Built:
    """A text put together from parts that are not all constant. `site` is that of its builder;
    `TEXT` says that it is the text itself, which nothing changes any more."""

    parts: tuple["Value", ...]
    site: int = 0


@frozen
class Changed:
    """An array or object that was handed to a method which may have changed it."""

    by: Method


@frozen
class OneOf:
    """One of several, depending on the path. Unknown among them says that there are more."""

    values: frozenset["Value"]


Value: TypeAlias = (
    Unknown
    | Constant
    | ClassConstant
    | Array
    | Parameter
    | FieldRead
    | Returned
    | New
    | Built
    | Changed
    | OneOf
)
UNKNOWN = Unknown()
TEXT = -1
MAX_CHOICES = 8
_MAX_CONSTANTS = 32
"""Of constants more are told: one of them may be the weak one."""


def alternatives(value: Value) -> tuple[Value, ...]:
    """Each value that it may be, in a fixed order."""
    if isinstance(value, OneOf):
        return tuple(sorted(value.values, key=repr))
    return (value,)


def inside(value: Value) -> Iterator[Value]:
    """A value and everything that it is made of, as far as it is told."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, (Returned, New)):
            waiting += one.arguments
        elif isinstance(one, Built):
            waiting += one.parts
        elif isinstance(one, Array):
            waiting += one.elements
        elif isinstance(one, OneOf):
            waiting += alternatives(one)


def choices(value: Value) -> frozenset[Value]:
    """Each value that it may be, in no order."""
    return value.values if isinstance(value, OneOf) else frozenset((value,))


def each(value: Value) -> Collection[Value]:
    """The same for a look at them: most values are one, and cost more to hash than to look at."""
    return value.values if type(value) is OneOf else (value,)


def either(one: Value, other: Value) -> Value:
    """What is known of a value that comes from either of two paths."""
    if one is other or one == other:
        return one
    if one is UNKNOWN or other is UNKNOWN or UNKNOWN in (one, other):
        return UNKNOWN
    values = choices(one) | choices(other)
    return OneOf(values if len(values) <= MAX_CHOICES else _fewer(values))


def one_of(values: Iterable[Value]) -> Value:
    """What is known of a value that is one of these. Unlike `either` it goes on telling those that
    are known, beside Unknown for the rest."""
    every = [choice for one in values for choice in each(one)]
    if every and all(one is every[0] for one in every):
        return every[0]
    found = frozenset(every)
    if len(found - {UNKNOWN}) > MAX_CHOICES:
        found = _fewer(found)
    if len(found) == 1:
        (only,) = found
        return only
    return OneOf(found) if found else UNKNOWN


def _fewer(values: frozenset[Value]) -> frozenset[Value]:
    """The constants among many choices, and that there may be others."""
    constants = {choice for choice in values if isinstance(choice, Constant)}
    if len(constants) == len(values - {UNKNOWN}) <= _MAX_CONSTANTS:
        return values
    return frozenset((*sorted(constants, key=repr)[:_MAX_CONSTANTS], UNKNOWN))


def classes_of(value: Value) -> Iterator[str]:
    """The classes of the objects that a value may be, or may hold as an array."""
    for one in alternatives(value):
        if isinstance(one, New):
            yield one.type
        elif isinstance(one, Array):
            for element in one.elements:
                yield from classes_of(element)


def parts_of(value: Value) -> tuple[Value, ...]:
    """The values that one is made of: arguments, elements, parts or alternatives."""
    if isinstance(value, (Returned, New)):
        return value.arguments
    if isinstance(value, Array):
        return value.elements
    if isinstance(value, Built):
        return value.parts
    return alternatives(value) if isinstance(value, OneOf) else ()


def calls_in(value: Value) -> Iterator[Method]:
    """The calls whose results a value is made of, the outermost first."""
    if isinstance(value, Returned):
        yield value.method
    for one in parts_of(value):
        yield from calls_in(one)
