"""Texts that reach a call from outside the app: from another app's intent, or typed by the user."""

import re
from collections.abc import Iterator

from appsec.facts.android import Manifest
from appsec.facts.code import CallSite
from appsec.facts.values import Array, Built, Constant, Method, New, OneOf, Returned, Value
from appsec.model.outcome import Finding, Question, Seen

_INTENT = "android.content.Intent"
_FROM_INTENT = frozenset(
    (
        "getCharSequenceExtra",
        "getClipData",
        "getData",
        "getDataString",
        "getExtras",
        "getStringArrayExtra",
        "getStringArrayListExtra",
        "getStringExtra",
    )
)
_EDITABLE = "android.text.Editable"
"""What getText of a field gives in which the user writes; a label gives a CharSequence."""
_KEEPING = frozenset(
    (
        "android.content.ClipData",
        "android.content.ClipData$Item",
        "android.net.Uri",
        "android.net.Uri$Builder",
        "android.os.BaseBundle",
        "android.os.Bundle",
        "android.text.Editable",
        "java.io.File",
        "java.lang.CharSequence",
        "java.lang.Object",
        "java.lang.String",
        "java.lang.StringBuffer",
        "java.lang.StringBuilder",
        "java.net.URI",
        "java.net.URL",
        "java.util.Objects",
        "kotlin.jvm.internal.Intrinsics",
        "kotlin.text.StringsKt",
        "okhttp3.HttpUrl",
        "okhttp3.HttpUrl$Companion",
    )
)
"""Classes whose objects and results still hold the text that was put in ..."""
_CLEANING = frozenset(("encode", "getName", "hashCode", "replace", "replaceAll", "replaceFirst"))
"""... but for these, which may have taken out what does harm."""
_PRIMITIVE = frozenset(("boolean", "byte", "char", "double", "float", "int", "long", "short"))
_TEXTS = frozenset(
    (
        "android.net.Uri",
        "java.io.File",
        "java.lang.CharSequence",
        "java.lang.Object",
        "java.lang.String",
        "java.net.URI",
        "java.net.URL",
    )
)
_ASKS_NOTHING = frozenset(
    (
        "android.content.Intent.getBooleanExtra",
        "android.content.Intent.hasExtra",
        "android.text.TextUtils.isEmpty",
        "android.os.Bundle.containsKey",
        "java.io.File.mkdir",
        "java.util.ArrayList.add",
        "java.util.List.add",
    )
)
"""What looks like a test of a text and is none of its content."""


def comes_from(value: Value) -> Iterator[Returned]:
    """The calls that brought a text in from outside, as far as it is still in the value."""
    if isinstance(value, Returned):
        if _is_source(value):
            yield value
        elif _keeps(value.method):
            yield from _inside(value.arguments)
    elif isinstance(value, Built):
        yield from _inside(value.parts)
    elif isinstance(value, Array):
        yield from _inside(value.elements)
    elif isinstance(value, OneOf):
        yield from _inside(tuple(sorted(value.values, key=repr)))
    elif isinstance(value, New) and value.type in _KEEPING:
        yield from _inside(value.arguments)


def _inside(values: tuple[Value, ...]) -> Iterator[Returned]:
    for one in values:
        yield from comes_from(one)


def _is_source(value: Returned) -> bool:
    method = value.method
    if method.owner == _INTENT and method.name in _FROM_INTENT:
        return not (value.arguments and isinstance(value.arguments[0], New))
    return method.name == "getText" and method.returns == _EDITABLE


def _keeps(method: Method) -> bool:
    return (
        method.owner in _KEEPING
        and method.name not in _CLEANING
        and method.returns not in _PRIMITIVE
    )


def proof(site: CallSite, number: int, manifest: Manifest) -> type[Seen] | None:
    """What an argument shows: a Finding if a text from outside comes to the call within one
    method that asks nothing of it, a Question if it may have been looked at on its way or may not
    come from another app at all, None for what is not seen to come from outside."""
    sources = list(comes_from(site.argument(number)))
    if not sources:
        return None
    near = list(comes_from(site.arguments[number if site.static else number + 1]))
    if not near or _is_tested(site) or site.caller.name == "onActivityResult":
        return Question
    if any(one.method.owner != _INTENT for one in near):
        return Finding
    return Finding if _class_of(site) in open_classes(manifest) else Question


def _is_tested(site: CallSite) -> bool:
    """Whether the calling method asks anything of a text, be it of another one."""
    return any(
        one.returns == "boolean"
        and not _TEXTS.isdisjoint((one.owner, *one.parameters))
        and one.parameters
        and one.api not in _ASKS_NOTHING
        for one in site.around
    )


def _class_of(site: CallSite) -> str:
    return site.caller.owner.partition("$")[0]


def open_classes(manifest: Manifest) -> frozenset[str]:
    """The components that any other app may start or send to."""
    return frozenset(
        one.target or one.name
        for one in manifest.components
        if one.exported and one.enabled and not one.permission
    )


def beginning(value: Value) -> str:
    """The constant text that a text, an address or a path begins with."""
    if isinstance(value, Constant):
        return value.value if isinstance(value.value, str) else ""
    if isinstance(value, Built):
        text = ""
        for part in value.parts:
            text += beginning(part)
            if not isinstance(part, Constant):
                break
        return text
    if isinstance(value, New) and value.type in _KEEPING:
        return next(filter(None, map(beginning, value.arguments)), "")
    if isinstance(value, Returned) and _keeps(value.method):
        return next(filter(None, map(beginning, value.arguments)), "")
    return ""


def cleartext_host(value: Value) -> str | None:
    """The host of an http:// address: empty if it depends on the run. None for any other value,
    and for the device itself."""
    text = beginning(value)
    if not text.lower().startswith(_HTTP):
        return None
    rest = text[len(_HTTP) :].lower()
    host = _HOST_ENDS.split(rest.rpartition("@")[2], maxsplit=1)[0]
    if host == "localhost" or host.startswith(("127.", "[::1")):
        return None
    return host if _HOST_ENDS.search(rest) or _is_whole(value) else ""


_HTTP = "http://"
_HOST_ENDS = re.compile(r"[/:?#]")


def _is_whole(value: Value) -> bool:
    """Whether nothing follows the constant text that the value begins with."""
    if isinstance(value, (New, Returned)):
        return any(beginning(one) and _is_whole(one) for one in value.arguments)
    return isinstance(value, Constant)
