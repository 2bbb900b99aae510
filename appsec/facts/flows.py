"""What a value carries: the values whose text or bytes it holds, unchanged or merely encoded."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from appsec.facts.objects import words_of
from appsec.facts.values import (
    Array,
    Built,
    ClassConstant,
    Constant,
    FieldRead,
    New,
    OneOf,
    Returned,
    Value,
    alternatives,
)

_CARRIES = frozenset(
    (
        "android.util.Base64.decode",
        "android.util.Base64.encode",
        "android.util.Base64.encodeToString",
        "java.lang.String.concat",
        "java.lang.String.copyValueOf",
        "java.lang.String.format",
        "java.lang.String.getBytes",
        "java.lang.String.join",
        "java.lang.String.toCharArray",
        "java.lang.String.toLowerCase",
        "java.lang.String.toUpperCase",
        "java.lang.String.trim",
        "java.lang.String.valueOf",
        "java.net.URLEncoder.encode",
        "java.util.Arrays.copyOf",
        "java.util.Arrays.copyOfRange",
        "java.util.Base64$Encoder.encode",
        "java.util.Base64$Encoder.encodeToString",
        "kotlin.jvm.internal.Intrinsics.stringPlus",
        "kotlin.text.StringsKt.trim",
    )
)
_OF_SCREENS = frozenset(("getText", "getEditableText"))
_CARRIED_BY_NAME = _OF_SCREENS | {"toString"}
"""What gives the text of a field of the screen, or of whatever else it is called on."""
_TEXT_MAKERS = frozenset(("java.lang.String", "java.lang.StringBuilder", "java.lang.StringBuffer"))
_FIELDS_OF_SCREENS = ("EditText", "TextView", "EditTextView")
_CIPHER = "doFinal"
_PROTECTS = (("encrypt",), ("seal",), ("wrap",))
_PROTECTED_STORES = ("EncryptedSharedPreferences", "EncryptedPreferences", "SecurePreferences")
_NUMBERS = ("java.lang.Boolean", "java.lang.Integer", "java.lang.Long")
_LABEL = re.compile(r"([A-Za-z_]+)(?:\s+(?:is|was))?\W*$")
_TEXTS = frozenset(
    (
        "android.text.Editable",
        "byte[]",
        "char[]",
        "java.lang.CharSequence",
        "java.lang.Object",
        "java.lang.String",
        "java.lang.StringBuilder",
    )
)


def carried(value: Value) -> Iterator[Value]:
    """The value, and all whose content can be read from it: the parts of a text, what was
    encoded. What other methods make of something (its length, its hash) carries nothing of it."""
    yield value
    for one in _content(value):
        yield from carried(one)


def _content(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Built):
        return value.parts
    if isinstance(value, New):
        return value.arguments if value.type in _TEXT_MAKERS else ()
    if isinstance(value, Array):
        return () if value.elements and value.type in ("byte[]", "char[]") else value.elements
    if isinstance(value, OneOf):
        return alternatives(value)
    if isinstance(value, Returned):
        same = value.method.name in _CARRIED_BY_NAME and len(value.arguments) == 1
        return value.arguments if same or value.method.api in _CARRIES else ()
    return ()


def within(value: Value) -> Iterator[Value]:
    """The value, and everything that it is made of in whatever way."""
    yield value
    if isinstance(value, Array):
        parts = value.elements
    else:
        parts = value.arguments if isinstance(value, (New, Returned)) else _content(value)
    for one in parts:
        yield from within(one)


def called(value: Value) -> str:
    """What the code calls a text that it reads: the field, the getter, or the key of a lookup
    (`extras.getString("password")`); empty if it has no name or is no text. A static field in
    capitals is the name of something (`EXTRA_PASSWORD`), not the thing."""
    if isinstance(value, FieldRead):
        named = value.type in _TEXTS and not (value.static and value.name.isupper())
        return _written(value.name) if named else ""
    if not isinstance(value, Returned) or value.method.returns not in _TEXTS:
        return ""
    if value.method.name in _OF_SCREENS:
        return _view(value)
    if value.method.name in _CARRIED_BY_NAME or value.method.api in _CARRIES:
        return ""
    keys = [one.value for one in value.arguments[1:2] if isinstance(one, Constant)]
    return keys[0] if keys and isinstance(keys[0], str) else value.method.name


def _written(name: str) -> str:
    """A field's name without what compilers mark: a closure's `$password`, `val$password`."""
    return name.rpartition("$")[2]


def _view(text: Returned) -> str:
    """The name of the view whose content a text is. The view itself tells nothing of it: written
    out it is a class and a number."""
    for view in text.arguments[:1]:
        for one in alternatives(view):
            if isinstance(one, FieldRead) and one.type.endswith(_FIELDS_OF_SCREENS):
                return _written(one.name)
    return ""


def depends_on_run(value: Value) -> bool:
    """Whether something of it is not written in the code: some part that is no constant."""
    if isinstance(value, (Constant, ClassConstant)):
        return False
    if isinstance(value, Array):
        return any(depends_on_run(one) for one in value.elements)
    if isinstance(value, Built):
        return any(depends_on_run(one) for one in value.parts)
    parts = _content(value)
    return any(depends_on_run(one) for one in parts) if parts else True


def labels(values: Iterable[Value]) -> Iterator[str]:
    """The last word of each constant part of a text right before one that is not constant:
    `pwd` of `"pwd=" + typed` and of `"pwd is " + typed`."""
    for text in values:
        parts = text.parts if isinstance(text, Built) else ()
        for label, value in pairwise(parts):
            if isinstance(label, Constant) and depends_on_run(value):
                yield from _LABEL.findall(str(label.value))


def is_protected(value: Value) -> bool:
    """Whether something of a value is encrypted, as far as names of methods tell: a helper of the
    app that is called `encrypt` or `sealToken` counts, `encryptedPrefs` does not. A hash is no
    encryption: what is short can be found by trying all."""
    made = (one.method.name for one in within(value) if isinstance(one, Returned))
    return any(name == _CIPHER or words_of(name)[:1] in _PROTECTS for name in made)


def is_protected_store(value: Value) -> bool:
    """Whether an object that stores is, or comes from, one that encrypts."""
    made = [one.method for one in within(value) if isinstance(one, Returned)]
    return any(store in method.api for method in made for store in _PROTECTED_STORES)


def is_number(value: Value) -> bool:
    """Whether a text is a number written out: `Long.toString(lastToken)` is a time."""
    return isinstance(value, Returned) and value.method.owner in _NUMBERS


def is_system_stream(stream: Value) -> bool:
    """Whether it is System.out or System.err, which end in the log."""
    return isinstance(stream, FieldRead) and stream.owner == "java.lang.System"
