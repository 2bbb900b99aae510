"""Calls: which method, with what arguments, and what is known of the result."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from appsec.facts.values import (
    UNKNOWN,
    Array,
    Built,
    Changed,
    Constant,
    Method,
    New,
    OneOf,
    Returned,
    Value,
)
from appsec.readers.dex import opcodes
from appsec.readers.dex.file import BadDex, Dex, MethodRef, class_name
from appsec.readers.dex.opcodes import Op

_BUILDERS = ("java.lang.StringBuilder", "java.lang.StringBuffer")
_ARRAYS_UNHARMED = (
    "java.lang.String.",
    "java.lang.StringBuilder.",
    "java.math.BigInteger.<init>",
    "java.security.MessageDigest.",
    "java.security.spec.",
    "java.util.Arrays.asList",
    "java.util.Arrays.copyOf",
    "java.util.Arrays.equals",
    "java.util.Base64",
    "android.util.Base64.",
    "javax.crypto.Mac.",
    "javax.crypto.spec.",
    "javax.net.ssl.SSLContext.init",
)
"""What takes an array and leaves it as it is. Any other method may have written into it."""
MAX_ARRAY = 4096
_MAX_SIZE = 500
"""Values within one value."""
_MAX_DEPTH = 6
_MAX_TEXT = 1 << 16
_MAX_PARTS = 64


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `place` counts units from the first instruction; `method` is the index in the
    file, -1 for a call site that is made at run time. The receiver is the first argument."""

    place: int
    opcode: int
    method: int
    reference: Method
    arguments: tuple[Value, ...]

    @property
    def is_static(self) -> bool:
        return self.opcode in (Op.INVOKE_STATIC, Op.INVOKE_STATIC_RANGE)


Replaced = list[tuple[Value, Value]]
"""Old and new value of objects that a call changes, wherever they are held."""


@dataclass(slots=True)
class Invoker:
    """The calls of one method."""

    dex: Dex
    units: memoryview
    _known: dict[int, Method] = field(default_factory=dict)

    def registers(self, at: int, opcode: int) -> tuple[int, ...]:
        """Those that an instruction hands over."""
        units = self.units
        if opcode in _RANGES:
            return tuple(range(units[at + 2], units[at + 2] + (units[at] >> 8)))
        count, fifth, rest = units[at] >> 12, units[at] >> 8 & 0xF, units[at + 2]
        four = (rest & 0xF, rest >> 4 & 0xF, rest >> 8 & 0xF, rest >> 12, fifth)
        if count > len(four):
            raise BadDex("more than five registers")
        return four[:count]

    def call(self, at: int, opcode: int, get: Callable[[int], Value]) -> Call:
        """The call at a place. Raises BadDex."""
        registers = self.registers(at, opcode)
        if opcode in (Op.INVOKE_CUSTOM, Op.INVOKE_CUSTOM_RANGE):
            made = Method("", "", (), "")
            return Call(at, opcode, -1, made, tuple(get(one) for one in registers))
        index = self.units[at + 1]
        reference = self.dex.method(index)
        arguments = _arguments(reference, opcode, registers, get)
        return Call(at, opcode, index, self.method(index), arguments)

    def method(self, index: int) -> Method:
        """A method as people write it."""
        known = self._known.get(index)
        if known is None:
            known = self._known[index] = told(self.dex.method(index))
        return known

    def effect(self, call: Call) -> tuple[Value, Replaced]:
        """The result, and what the call changes."""
        method, arguments = call.reference, call.arguments
        receiver = arguments[0] if arguments else UNKNOWN
        if method.name == "<init>" and isinstance(receiver, New):
            return UNKNOWN, [(receiver, _made(receiver, arguments[1:]))]
        if method.owner in _BUILDERS and isinstance(receiver, Built):
            return _built(method, receiver, arguments)
        harmless = method.api.startswith(_ARRAYS_UNHARMED)
        replaced: Replaced = [
            (one, Changed(method))
            for one in arguments
            if (isinstance(one, Array) and not harmless) or isinstance(one, Built)
        ]
        return Returned(method, _shallow(arguments)), replaced

    def array_data(self, at: int) -> tuple[Value, ...] | None:
        """The elements that a fill-array-data puts in, None for more than are kept."""
        units = self.units
        offset = units[at + 1] | units[at + 2] << 16
        begin = at + (offset - (1 << 32) if offset >> 31 else offset)
        if not 0 <= begin <= len(units) - 4 or units[begin] != opcodes.ARRAY_PAYLOAD:
            raise BadDex("array without its data")
        width, count = units[begin + 1], units[begin + 2] | units[begin + 3] << 16
        data = units[begin + 4 :].tobytes()[: width * count]
        if len(data) < width * count or width not in (1, 2, 4, 8):
            raise BadDex("odd array data")
        if count > MAX_ARRAY:
            return None
        return tuple(
            Constant(int.from_bytes(data[n : n + width], "little", signed=True))
            for n in range(0, len(data), width)
        )


_RANGES = frozenset(
    (
        *opcodes.INVOKES_RANGE,
        Op.INVOKE_POLYMORPHIC_RANGE,
        Op.INVOKE_CUSTOM_RANGE,
        Op.FILLED_NEW_ARRAY_RANGE,
    )
)


def told(reference: MethodRef) -> Method:
    """A reference as people write it."""
    return Method(
        class_name(reference.owner),
        reference.name,
        tuple(class_name(one) for one in reference.parameters),
        class_name(reference.returns),
    )


def _arguments(
    reference: MethodRef, opcode: int, registers: tuple[int, ...], get: Callable[[int], Value]
) -> tuple[Value, ...]:
    """One value for each argument; long and double take two registers."""
    static = opcode in (Op.INVOKE_STATIC, Op.INVOKE_STATIC_RANGE)
    kinds = reference.parameters if static else (reference.owner, *reference.parameters)
    if registers and opcode in (Op.INVOKE_POLYMORPHIC, Op.INVOKE_POLYMORPHIC_RANGE):
        return tuple(get(one) for one in registers)
    found, at = [], 0
    for kind in kinds:
        if at >= len(registers):
            raise BadDex("fewer registers than parameters")
        found.append(_typed(get(registers[at]), kind))
        at += 2 if kind in ("J", "D") else 1
    return tuple(found)


def _typed(value: Value, kind: str) -> Value:
    """A number as what the parameter takes it for: a truth value, or null."""
    if isinstance(value, Constant) and isinstance(value.value, int):
        if kind == "Z":
            return Constant(bool(value.value))
        if kind[0] in "L[" and not value.value:
            return Constant(None)
    return value


def _made(receiver: New, arguments: tuple[Value, ...]) -> Value:
    if receiver.type in _BUILDERS:
        # A number is the builder's capacity, not its text.
        texts = () if _is_number(arguments) else arguments
        return Built(texts, receiver.site)
    return New(receiver.type, _shallow(arguments), receiver.site)


def _is_number(arguments: tuple[Value, ...]) -> bool:
    return any(isinstance(one, Constant) and isinstance(one.value, int) for one in arguments)


def _built(method: Method, receiver: Built, arguments: tuple[Value, ...]) -> tuple[Value, Replaced]:
    """`append` gives the builder itself back, with a part more; `toString` its text."""
    # One value beside the receiver: hostile code may call it as if it were static.
    one = len(method.parameters) == 1 and len(arguments) > 1
    if method.name == "append" and one and len(receiver.parts) < _MAX_PARTS:
        parts = (*receiver.parts, *_shallow((_as_text(arguments[1], method.parameters[0]),)))
        longer = Built(parts, receiver.site)
        return longer, [(receiver, longer)]
    if method.name == "toString":
        texts = [one.value for one in receiver.parts if isinstance(one, Constant)]
        if len(texts) < len(receiver.parts) or sum(len(str(one)) for one in texts) > _MAX_TEXT:
            return receiver, []
        return Constant("".join(str(one) for one in texts)), []
    return UNKNOWN, [(receiver, Changed(method))]


def _as_text(value: Value, kind: str) -> Value:
    """A constant as a builder would write it."""
    if not isinstance(value, Constant) or kind in ("float", "double", "java.lang.Object"):
        return value if not isinstance(value, Constant) or isinstance(value.value, str) else UNKNOWN
    if value.value is None:
        return Constant("null")
    if isinstance(value.value, bool):
        return Constant(str(value.value).lower())
    if kind == "char" and isinstance(value.value, int):
        return Constant(chr(value.value & 0xFFFF))
    return Constant(str(value.value))


def _shallow(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The same, but unknown below some depth and beyond some size: what calls make of calls could
    grow without end."""
    return tuple(one if _is_small(one) else UNKNOWN for one in values)


def _is_small(value: Value) -> bool:
    """Level by level, so that the work ends with the size that is allowed."""
    level: list[Value] = [value]
    met = 0
    for _ in range(_MAX_DEPTH):
        level = [inner for one in level for inner in _inside(one)]
        met += len(level)
        if not level or met > _MAX_SIZE:
            return met <= _MAX_SIZE
    return False


def _inside(value: Value) -> Iterable[Value]:
    if isinstance(value, Array):
        # Elements are numbers, or told by the first of them.
        return value.elements[:1]
    if isinstance(value, (Returned, New)):
        return value.arguments
    if isinstance(value, Built):
        return value.parts
    return value.values if isinstance(value, OneOf) else ()
