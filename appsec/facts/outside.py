"""Texts that reach a call from outside the app: from another app's intent, or typed by the user."""

from collections.abc import Iterator

from appsec.facts.addresses import host_in_clear
from appsec.facts.android import Component, ComponentKind, Manifest
from appsec.facts.code import CallSite
from appsec.facts.values import (
    Built,
    Constant,
    FieldRead,
    Method,
    New,
    Parameter,
    Returned,
    Value,
    parts_of,
)
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
_RECEIVES = frozenset(
    (
        "onBind",
        "onHandleIntent",
        "onHandleWork",
        "onNewIntent",
        "onRebind",
        "onReceive",
        "onStart",
        "onStartCommand",
    )
)
"""Methods of components to which Android hands what was sent to them."""
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

_LOOKS = frozenset(
    (
        "compareTo",
        "compareToIgnoreCase",
        "find",
        "getAuthority",
        "getHost",
        "getScheme",
        "indexOf",
        "lastIndexOf",
        "lookingAt",
        "matches",
    )
)
_REFUSES = ("allow", "assert", "check", "ensure", "require", "safe", "trust", "valid", "verif")
_OBFUSCATED = 2
"""A name this short tells nothing."""
_PLATFORM = ("android.", "androidx.", "java.", "kotlin.")


def comes_from(value: Value) -> Iterator[Returned]:
    """The calls that brought a text in from outside, as far as it is still in the value."""
    if isinstance(value, Returned) and _is_source(value):
        yield value
    elif not isinstance(value, (Returned, New)) or _is_kept_by(value):
        for one in parts_of(value):
            yield from comes_from(one)


def _fields_in(value: Value) -> Iterator[FieldRead]:
    """The fields whose content is still in a value."""
    if isinstance(value, FieldRead):
        yield value
    elif not isinstance(value, (Returned, New)) or _is_kept_by(value):
        for one in parts_of(value):
            yield from _fields_in(one)


def _is_kept_by(value: Returned | New) -> bool:
    return value.type in _KEEPING if isinstance(value, New) else _keeps(value.method)


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
    value = site.argument(number)
    if not any(True for _ in comes_from(value)):
        kept = (one for read in _fields_in(value) for one in site.written(read))
        return Question if any(True for one in kept for _ in comes_from(one)) else None
    near = list(comes_from(site.near(number)))
    if not near or _is_tested(site):
        return Question
    if any(one.method.owner != _INTENT for one in near):
        return Finding
    classes = open_classes(manifest)
    return Finding if any(_is_sent(one, site.caller, classes) for one in near) else Question


def is_typed(site: CallSite, number: int) -> bool:
    """Whether the user types all of an argument that comes from outside."""
    return all(one.method.owner != _INTENT for one in comes_from(site.argument(number)))


def _is_sent(source: Returned, caller: Method, classes: frozenset[str]) -> bool:
    """Whether a text was taken out of what other apps send to one of the open components: its
    getIntent, or what Android hands to its own method. An intent that anything else hands over (a
    local broadcast, a result) only this app may have made."""
    intent = next(iter(source.arguments), None)
    if isinstance(intent, Returned) and intent.method.name == "getIntent":
        itself = intent.arguments and intent.arguments[0] == Parameter(-1, caller.owner)
        return (caller.owner if itself else intent.method.owner) in classes
    received = isinstance(intent, Parameter) and caller.name in _RECEIVES
    return received and caller.owner in classes


def _is_tested(site: CallSite) -> bool:
    """Whether the calling method may ask anything of a text, be it of another one."""
    return any(map(_may_test, site.around))


def _may_test(method: Method) -> bool:
    """A method that says yes or no about a text, looks into one, or may refuse one by throwing."""
    takes_text = not _TEXTS.isdisjoint(method.parameters)
    if method.api in _ASKS_NOTHING:
        return False
    if method.name in _LOOKS or (method.returns == "boolean" and takes_text):
        return True
    if method.returns != "void" or not takes_text or method.owner.startswith(_PLATFORM):
        return False
    name = method.name.lower()
    return len(name) <= _OBFUSCATED or any(word in name for word in _REFUSES)


def open_classes(manifest: Manifest) -> frozenset[str]:
    """The components that any other app may start, send to or, of a provider, ask for a file: one
    that may not read still gets what it opens for writing. A permission that every app gets guards
    nothing; one that the app does not define is taken to guard."""
    given = {one.name for one in manifest.permissions if one.protection == "normal"}
    return frozenset(
        one.target or one.name
        for one in manifest.components
        if one.exported and one.enabled and any(not p or p in given for p in _guards(one))
    )


def _guards(component: Component) -> tuple[str, ...]:
    if component.kind is ComponentKind.PROVIDER:
        return component.read_permission, component.write_permission
    return (component.permission,)


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
    if isinstance(value, (New, Returned)) and _is_kept_by(value):
        return next(filter(None, map(beginning, value.arguments)), "")
    return ""


def cleartext_host(value: Value) -> str | None:
    """The host of an http:// address: empty if it depends on the run. None for any other value,
    and for the device itself."""
    return host_in_clear(beginning(value), is_whole(value))


def is_whole(value: Value) -> bool:
    """Whether nothing follows the constant text that the value begins with."""
    if isinstance(value, (New, Returned)):
        return any(beginning(one) and is_whole(one) for one in value.arguments)
    return isinstance(value, Constant)
