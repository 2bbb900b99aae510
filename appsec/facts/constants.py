"""What a value comes to if nothing of it depends on the run."""

from appsec.facts.values import Array, Constant, Returned, Value

_MAKES_BYTES = ("java.lang.String.getBytes", "java.lang.String.toCharArray")
_MAX_BYTE = 0xFF


def constant_text(value: Value) -> str | None:
    """The text of a constant, or None."""
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def constant_number(value: Value) -> int | None:
    """A constant number, or None; true and false are none."""
    known = value.value if isinstance(value, Constant) else None
    return known if isinstance(known, int) and not isinstance(known, bool) else None


def constant_bytes(value: Value) -> bytes | None:
    """The bytes of an array of constants, or of a constant text that is turned into some; what a
    decoder (Base64, say) makes of a constant text counts with the text's own bytes. None if
    anything of them depends on the run, and for an array that is empty."""
    if isinstance(value, Array):
        numbers = [constant_number(one) for one in value.elements]
        known = [one & _MAX_BYTE for one in numbers if one is not None]
        return bytes(known) if known and len(known) == len(numbers) else None
    if isinstance(value, Returned):
        api = value.method.api
        if api in _MAKES_BYTES or api in _DECODES:
            source = value.argument(_DECODES.get(api, 0))
            text = constant_text(source)
            return text.encode("utf-8", "surrogatepass") if text else constant_bytes(source)
    return None


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
    known = [one for one in value.arguments if constant_text(one) or constant_bytes(one)]
    return bool(known) and len(known) == len(value.arguments)


def is_text_resource(value: Value) -> bool:
    """Whether it is a text of strings.xml: `getString(R.string.key)`."""
    if not isinstance(value, Returned) or value.method.name != "getString":
        return False
    ids = [constant_number(one) for one in value.arguments[1:2]]
    return value.method.owner.endswith(_RESOURCE_OWNERS) and ids not in ([], [None])


def is_digest_of_constant(value: Value) -> bool:
    """Whether it is the hash of constant bytes: `digest("secret".getBytes())`."""
    if not isinstance(value, Returned) or value.method.api != "java.security.MessageDigest.digest":
        return False
    return any(constant_bytes(one) is not None for one in value.arguments[1:2])
