"""Calls: which method, with what arguments, and what is known of the result."""

from collections.abc import Collection
from typing import NamedTuple, TypeGuard

from appsec.facts.values import (
    TEXT,
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
    either,
)
from appsec.readers.dex import opcodes
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.told import BUILDERS, Shape

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
_WRITE_ARRAYS = frozenset(
    (
        ("decode", ("byte[]", "byte[]")),
        ("digest", ("byte[]", "int", "int")),
        ("doFinal", ("byte[]", "int")),
        ("encode", ("byte[]", "byte[]")),
        ("getBytes", ("int", "int", "byte[]", "int")),
        ("getChars", ("int", "int", "char[]", "int")),
    )
)
"""Methods of those that put their result into an array."""

MAX_ARRAY = 4096
_MAX_SIZE = 500
"""Values within one value."""
_MAX_DEPTH = 6
MAX_TEXT = 1 << 16
_MAX_PARTS = 64
_NULL, _TRUE, _FALSE = Constant(None), Constant(True), Constant(False)
_NESTED = frozenset((Array, Built, New, OneOf, Returned))
"""Values that may hold others."""
CHANGEABLE = frozenset((Array, Built, OneOf))
"""Values that a call may change by being handed them, or that may be such values."""
STATIC = (Op.INVOKE_STATIC, Op.INVOKE_STATIC_RANGE)


class Call(NamedTuple):
    """One call. `place` counts units from the first instruction; `method` is the index in the
    file, -1 for a call site that is made at run time. The receiver is the first argument."""

    place: int
    opcode: int
    method: int
    reference: Method
    arguments: tuple[Value, ...]

    @property
    def is_static(self) -> bool:
        return self.opcode in STATIC

    def argument(self, number: int) -> Value:
        """One of them without the receiver; unknown if the call hands over fewer."""
        at = number if self.is_static else number + 1
        return self.arguments[at] if at < len(self.arguments) else UNKNOWN


Replaced = list[tuple[Value, Value]]
"""Old and new value of objects that a call changes, wherever they are held."""
_NOTHING: Replaced = []


def effect(shape: Shape, arguments: tuple[Value, ...]) -> tuple[Value | None, Replaced]:
    """The result, None if it is what any call gives back, and what the call changes."""
    receiver = arguments[0] if arguments else UNKNOWN
    if shape.method.name == "<init>" and type(receiver) is New:
        return UNKNOWN, [(receiver, _made(receiver, arguments[1:]))]
    writes = (shape.method.name, shape.method.parameters) in _WRITE_ARRAYS
    if shape.method.owner in BUILDERS and not writes:
        if is_builder(receiver):
            return _built(shape.method, receiver, arguments)
        if type(receiver) is OneOf and all(map(is_builder, receiver.values)):
            return _one_built(shape.method, receiver, arguments)
    harmless = shape.method.api.startswith(_ARRAYS_UNHARMED) and not writes
    return None, [
        (one, Changed(shape.method))
        for one in arguments
        if any(
            (isinstance(choice, Array) and not harmless) or is_builder(choice)
            for choice in (one.values if isinstance(one, OneOf) else (one,))
        )
    ]


def is_builder(value: Value) -> TypeGuard[Built]:
    """Whether it is a builder, which goes on changing, and not the text that one gave."""
    return type(value) is Built and value.site != TEXT


def _one_built(
    method: Method, receiver: OneOf, arguments: tuple[Value, ...]
) -> tuple[Value, Replaced]:
    """The same for one of several builders, whichever it is."""
    result: Value | None = None
    changed: Value | None = None
    for one in sorted(receiver.values, key=_site):
        if is_builder(one):
            given, replaced = _built(method, one, arguments)
            after = replaced[0][1] if replaced else one
            result = given if result is None else either(result, given)
            changed = after if changed is None else either(changed, after)
    after = UNKNOWN if changed is None else changed
    if method.name == "append":
        result = after
    return UNKNOWN if result is None else result, [(receiver, after)] * (after != receiver)


def _site(value: Value) -> tuple[int, str]:
    return (value.site, repr(value)) if isinstance(value, Built) else (0, "")


def returned(method: Method, arguments: tuple[Value, ...]) -> Value:
    """What any call gives back."""
    return Returned(method, shallow(arguments))


def array_data(units: memoryview, at: int) -> tuple[Value, ...] | None:
    """The elements that a fill-array-data puts in, None for more than are kept."""
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


def typed(value: Value, kind: str) -> Value:
    """A number as what the parameter takes it for: a truth value, or null."""
    if type(value) is Constant and isinstance(value.value, int):
        if kind == "Z":
            return _TRUE if value.value else _FALSE
        if kind[0] in "L[" and not value.value:
            return _NULL
    return value


def _made(receiver: New, arguments: tuple[Value, ...]) -> Value:
    if receiver.type in BUILDERS:
        # A number is the builder's capacity, not its text.
        texts = () if _is_number(arguments) else arguments
        return Built(texts, receiver.site)
    return New(receiver.type, shallow(arguments), receiver.site)


def _is_number(arguments: tuple[Value, ...]) -> bool:
    return any(isinstance(one, Constant) and isinstance(one.value, int) for one in arguments)


def _built(method: Method, receiver: Built, arguments: tuple[Value, ...]) -> tuple[Value, Replaced]:
    """`append` gives the builder itself back, with a part more; `toString` its text."""
    # One value beside the receiver: hostile code may call it as if it were static.
    one = len(method.parameters) == 1 and len(arguments) > 1
    if method.name == "append" and one and len(receiver.parts) < _MAX_PARTS:
        parts = (*receiver.parts, *shallow((_as_text(arguments[1], method.parameters[0]),)))
        longer = Built(parts, receiver.site)
        return longer, [(receiver, longer)]
    if method.name == "toString":
        texts = [one.value for one in receiver.parts if isinstance(one, Constant)]
        if len(texts) < len(receiver.parts) or sum(len(str(one)) for one in texts) > MAX_TEXT:
            return Built(receiver.parts, TEXT), _NOTHING
        return Constant("".join(str(one) for one in texts)), _NOTHING
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


def shallow(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The same, but unknown below some depth and beyond some size: what calls make of calls could
    grow without end."""
    for one in values:
        if type(one) in _NESTED:
            return tuple([one if _is_small(one) else UNKNOWN for one in values])
    return values


def _is_small(value: Value) -> bool:
    """Level by level, so that the work ends with the size that is allowed. Of arrays the elements
    that hold nothing are counted apart."""
    if type(value) is Returned and len(value.arguments) <= _MAX_SIZE:
        for one in value.arguments:
            if type(one) in _NESTED:
                break
        else:
            return True  # as most are
    level: list[Value] = [value]
    met = numbers = 0
    for _ in range(_MAX_DEPTH):
        below: list[Value] = []
        for one in level:
            inner = _inside(one)
            if type(one) is Array:
                numbers += len(inner)
                inner = [each for each in inner if type(each) in _NESTED]
            below += inner
            met += len(inner)
            if met > _MAX_SIZE or numbers > 2 * MAX_ARRAY:
                return False
        level = [one for one in below if type(one) in _NESTED]
        if not level:
            return True
    return False


def _inside(value: Value) -> Collection[Value]:
    if isinstance(value, (Returned, New)):
        return value.arguments
    if isinstance(value, Array):
        return value.elements
    if isinstance(value, Built):
        return value.parts
    return value.values if isinstance(value, OneOf) else ()
