"""What a register or a place in memory may hold while a function is followed.

None is a value of which nothing is known, and an `int` is a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from appsec.facts.ios_code import Callee
from appsec.model.frozen import frozen

_MAX_CHOICES = 4
MAX_SIZE = 120
"""How many values one may be made of, all in all."""


@frozen
class Address:
    """An address of this image that code computed."""

    value: int


@frozen
class Stack:
    """An address of the frame, counted from where the stack pointer was on entry."""

    offset: int


@frozen
class Extern:
    """The address of what another image has; `Datum` is what is stored there."""

    name: str


@frozen
class Datum:
    """An imported constant."""

    name: str


@frozen
class Class:
    """An Objective-C class, or the type of a Swift value."""

    name: str


@frozen
class Message:
    """A selector."""

    name: str


@frozen
class Literal:
    """A constant text."""

    text: str


@frozen
class Param:
    """What the caller left in a register."""

    number: int


@frozen
class Loaded:
    """What is stored behind a pointer of which no more is known."""

    base: "Param | Loaded | Result"
    offset: int


@frozen
class Function:
    """A block or function of this image that is passed along, by its address."""

    address: int


@frozen
class Buffer:
    """A place on the stack that is passed along; content that is not known."""

    offset: int


@frozen
class Table:
    """The content of a dictionary (`keyed`) or an array. Of an array each entry has no key."""

    keyed: bool
    entries: tuple[tuple["Value", "Value"], ...]
    complete: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a call gave back, told from those of other calls by itself. `target` is the address
    of a function of this image, or 0; `owner` is the class of the object, or empty."""

    site: int
    callee: Callee
    target: int
    arguments: tuple["Value", ...]
    owner: str = ""


@frozen
class Either:
    """One of several, depending on the path."""

    values: "frozenset[Value]"


Value: TypeAlias = (
    int
    | Address
    | Stack
    | Extern
    | Datum
    | Class
    | Message
    | Literal
    | Param
    | Loaded
    | Function
    | Buffer
    | Table
    | Result
    | Either
    | None
)


def each(value: Value) -> Iterator[Value]:
    """What a value may be."""
    if isinstance(value, Either):
        yield from value.values
    else:
        yield value


def either(one: Value, other: Value) -> Value:
    """One of two, or of those that they may be; nothing if either is not known."""
    if one is other or one == other:
        return one
    if one is None or other is None:
        return None
    values = frozenset((*each(one), *each(other)))
    return Either(values) if len(values) <= _MAX_CHOICES else None


def size(value: Value) -> int:
    """Of how many values it is made, no more than one too many are counted."""
    waiting, count = [value], 0
    while waiting and count <= MAX_SIZE:
        one = waiting.pop()
        count += 1
        if isinstance(one, Result):
            waiting += one.arguments
        elif isinstance(one, Either):
            waiting += one.values
        elif isinstance(one, Table):
            waiting += [part for entry in one.entries for part in entry]
        elif isinstance(one, Loaded):
            waiting.append(one.base)
    return count


def depth(value: Value) -> int:
    """From how many pointers, one behind the other, it was loaded."""
    found = 0
    while isinstance(value, Loaded):
        value, found = value.base, found + 1
    return found
