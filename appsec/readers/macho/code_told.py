"""Values as checks get them: what a register held, and what is known of it beyond its function."""

from collections.abc import Callable, Iterable, Sequence

from appsec.facts.ios_code import (
    NOTHING,
    Argument,
    Block,
    CallResult,
    Choice,
    ClassObject,
    Data,
    Dictionary,
    Items,
    NativeValue,
    Number,
    SelectorValue,
    Symbol,
    Words,
)
from appsec.model.frozen import frozen
from appsec.readers.macho.calls import Called
from appsec.readers.macho.walk_values import (
    Address,
    Buffer,
    Class,
    Datum,
    Either,
    Extern,
    Function,
    Literal,
    Loaded,
    Message,
    Param,
    Result,
    Stack,
    Table,
    Value,
    each,
    either,
)

_MAX_FAR = 2
"""Over how many functions a value is followed."""
_MAX_CALLERS = 8
MAX_DATA = 256
"""How many constant bytes behind an address are told."""
_MAX_DEPTH = 6
_CONSTANT = (int, Address, Literal, Datum, Extern, Class, Message, Table, Function)


@frozen
class Around:
    """What is asked of the code around a value. `returns` are the values that a function may give
    back; `callers` the calls of a function if all of them are known, None if they are not."""

    returns: Callable[[int], Sequence[Value]]
    callers: Callable[[int], Sequence[Called] | None]
    content: Callable[[int], bytes | None]


@frozen
class Teller:
    """Tells the values of one function to checks."""

    around: Around

    def tell(self, value: Value, inside: int) -> NativeValue:
        """A value in the function that begins at `inside`."""
        return self._told(self.resolved(value, inside, 0), 0)

    def resolved(self, value: Value, inside: int, far: int) -> Value:
        """With helpers that give back constants, and parameters that are always the same."""
        if far >= _MAX_FAR:
            return value
        if isinstance(value, Either):
            parts = [self.resolved(one, inside, far) for one in value.values]
            return Either(frozenset(parts)) if None in parts else _one_of(parts)
        if isinstance(value, Result):
            return self._result(value, inside, far)
        if isinstance(value, Param) and inside:
            return self._parameter(value, inside, far)
        if isinstance(value, Table):
            entries = tuple(
                (self.resolved(key, inside, far), self.resolved(one, inside, far))
                for key, one in value.entries
            )
            return Table(value.keyed, entries, value.complete)
        return value

    def _result(self, value: Result, inside: int, far: int) -> Value:
        arguments = tuple(self.resolved(one, inside, far) for one in value.arguments)
        if value.target:
            found = [self.resolved(o, 0, far + 1) for o in self.around.returns(value.target)]
            if found and all(isinstance(p, _CONSTANT) for one in found for p in each(one)):
                return _one_of(found)
        return Result(value.site, value.callee, value.target, arguments, value.owner)

    def _parameter(self, value: Param, inside: int, far: int) -> Value:
        calls = self.around.callers(inside)
        if not calls or len(calls) > _MAX_CALLERS:
            return value
        found = []
        for call in calls:
            given = call.arguments
            one = given[value.number] if value.number < len(given) else None
            found.append(one)
        known = all(isinstance(part, _CONSTANT) for one in found for part in each(one))
        return _one_of(found) if known else value

    def _told(  # noqa: C901, PLR0911, PLR0912 - one for each kind
        self, value: Value, depth: int
    ) -> NativeValue:
        match value:
            case int():
                return Number(value)
            case Literal(text):
                return Words(text)
            case Datum(name) | Extern(name):
                return Symbol(name)
            case Class(name):
                return ClassObject(name)
            case Message(name):
                return SelectorValue(name)
            case Param(number):
                return Argument(number)
            case Function(address):
                return Block(address)
            case Address(address):
                return Data(self.around.content(address), address)
            case Buffer() | Stack():
                return Data(None)
            case Either(values):
                return self._choice(values, depth)
            case Table() if depth < _MAX_DEPTH:
                return self._table(value, depth + 1)
            case Result() if depth < _MAX_DEPTH:
                given = tuple(self._told(one, depth + 1) for one in value.arguments)
                return CallResult(value.callee, given)
            case Loaded():
                return NOTHING
        return NOTHING

    def _choice(self, values: Iterable[Value], depth: int) -> NativeValue:
        told = frozenset(self._told(one, depth) for one in values)
        return Choice(told) if len(told) > 1 else next(iter(told))

    def _table(self, value: Table, depth: int) -> NativeValue:
        told = tuple((self._told(k, depth), self._told(v, depth)) for k, v in value.entries)
        if value.keyed:
            return Dictionary(told, value.complete)
        return Items(tuple(one for _, one in told), value.complete)


def _one_of(values: Sequence[Value]) -> Value:
    found = values[0]
    for one in values[1:]:
        found = either(found, one)
    return found
