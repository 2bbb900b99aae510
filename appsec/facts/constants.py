"""What a value comes to if nothing of it depends on the run."""

from appsec.facts.values import (
    Array,
    Built,
    Changed,
    Constant,
    FieldRead,
    Parameter,
    Returned,
    Unknown,
    Value,
    alternatives,
)

_MAKES_BYTES = ("java.lang.String.getBytes", "java.lang.String.toCharArray")
_MAX_BYTE = 0xFF


def constant_text(value: Value) -> str | None:
    """The text of a constant, or None."""
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def constant_number(value: Value) -> int | None:
    """A constant number, or None; true and false are none."""
    known = value.value if isinstance(value, Constant) else None
    return known if isinstance(known, int) and not isinstance(known, bool) else None


def constant_texts(value: Value) -> tuple[str, ...]:
    """Each constant text that a value may be; what else it may be is left out."""
    known = map(constant_text, alternatives(value))
    return tuple(one for one in known if one is not None)


def constant_numbers(value: Value) -> tuple[int, ...]:
    """Each constant number that a value may be; what else it may be is left out."""
    known = map(constant_number, alternatives(value))
    return tuple(one for one in known if one is not None)


def constant_bytes(value: Value) -> bytes | None:
    """The bytes of an array of constants, or of a constant text that is turned into some; what a
    decoder (Base64, say) makes of a constant text counts with the text's own bytes. None if
    anything of them depends on the run, and for an array that is empty. Where it may be one of
    several, the first, if all are constant."""
    found = each_bytes(value)
    return found[0] if None not in found else None


def each_bytes(value: Value) -> tuple[bytes | None, ...]:
    """What `constant_bytes` says of each value that it may be, at least one."""
    return tuple(bytes_ for one in alternatives(value) for bytes_ in _bytes_of(one))


def each_secret(value: Value) -> tuple[bytes | None, ...]:
    """As `each_bytes`, where a text itself may stand for its bytes; None for one that is empty."""
    return tuple(
        _encoded(text) if (text := constant_text(one)) else bytes_
        for one in alternatives(value)
        for bytes_ in _bytes_of(one)
    )


def _bytes_of(value: Value) -> tuple[bytes | None, ...]:
    if isinstance(value, Array):
        numbers = [constant_numbers(one) for one in value.elements]
        sure = all(
            len(known) == len(alternatives(one))
            for known, one in zip(numbers, value.elements, strict=True)
        )
        return (bytes(known[0] & _MAX_BYTE for known in numbers) if numbers and sure else None,)
    if isinstance(value, Returned):
        at = 0 if value.method.api in _MAKES_BYTES else _DECODES.get(value.method.api)
        if at is not None and at < len(value.arguments):
            return each_secret(value.arguments[at])
    return (None,)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_DECODES = {
    "android.util.Base64.decode": 0,
    "java.util.Base64$Decoder.decode": 1,
    "java.util.Arrays.copyOf": 0,
    "java.util.Arrays.copyOfRange": 0,
}
"""What gives bytes for a text or for other bytes, and which argument that is."""


_PLATFORM = ("android.", "java.", "javax.")
_RESOURCE_OWNERS = ("Context", "Resources", "Activity", "Application", "Fragment")


def is_computed(value: Value) -> bool:
    """Whether a method outside the platform (one that reads hexadecimal, say) makes it of
    constants alone."""
    if not isinstance(value, Returned) or value.method.owner.startswith(_PLATFORM):
        return False
    return bool(value.arguments) and all(
        all(one for one in each_secret(argument)) for argument in value.arguments
    )


def is_text_resource(value: Value) -> bool:
    """Whether it is a text of strings.xml: `getString(R.string.key)`."""
    if not isinstance(value, Returned) or value.method.name != "getString":
        return False
    ids = [one for argument in value.arguments[1:2] for one in constant_numbers(argument)]
    return value.method.owner.endswith(_RESOURCE_OWNERS) and bool(ids)


def is_digest_of_constant(value: Value) -> bool:
    """Whether it is the hash of constant bytes: `digest("secret".getBytes())`."""
    if not isinstance(value, Returned) or value.method.api != "java.security.MessageDigest.digest":
        return False
    return any(None not in each_bytes(one) for one in value.arguments[1:2])


_PASSED_ON = (Unknown, Parameter, FieldRead)
_COPIES = "java.lang.System.arraycopy"


def is_untold(value: Value) -> bool:
    """Whether nothing tells where a value, or the bytes that it holds, comes from."""
    if isinstance(value, Changed):
        return value.by.api == _COPIES
    if isinstance(value, Built):
        return any(map(is_untold, value.parts))
    if isinstance(value, Returned):
        at = 0 if value.method.api in _MAKES_BYTES else _DECODES.get(value.method.api)
        return at is not None and any(
            is_untold(one) for given in value.arguments[at : at + 1] for one in alternatives(given)
        )
    return isinstance(value, _PASSED_ON)
