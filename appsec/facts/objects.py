"""Which calls are made on one and the same object, within the method that makes it."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from appsec.facts.code import CallSite
from appsec.facts.values import FieldRead, Method, New, Returned, Value, inside

ObjectKey: TypeAlias = tuple[Method, str, int]
"""The method that makes an object, its class, and where in the method."""


def object_key(site: CallSite, value: Value) -> ObjectKey | None:
    """Which object a value is that the caller of `site` made, seen through calls that give back
    their receiver as builders do; None for an object that comes from elsewhere."""
    while isinstance(value, Returned) and value.method.returns == value.method.owner:
        if not value.arguments:
            return None
        value = value.arguments[0]
    return (site.caller, value.type, value.site) if isinstance(value, New) else None


def by_object(sites: Iterable[CallSite]) -> dict[ObjectKey, list[CallSite]]:
    """Calls by the object that they are made on."""
    found: dict[ObjectKey, list[CallSite]] = {}
    for site in sites:
        if not site.static and site.arguments and (key := object_key(site, site.arguments[0])):
            found.setdefault(key, []).append(site)
    return found


_IMPLICIT = ((), ("java.lang.String",), ("java.lang.String", "android.net.Uri"))
_NAMES_ITS_TARGET = frozenset(("setClass", "setClassName", "setComponent", "setPackage"))
INTENT_SHAPE = (
    "android.content.Intent.<init>",
    *(f"android.content.Intent.{one}" for one in sorted(_NAMES_ITS_TARGET)),
)
"""The calls that `is_implicit` needs: a check announces them all and hands them over."""


EXTRAS = (
    "android.content.Intent.putExtra",
    "android.content.Intent.putExtras",
    "android.os.BaseBundle.putString",
    "android.os.BaseBundle.putStringArray",
)
"""The calls that `extras_of` needs: a check announces them all and hands them over."""


def extras_of(sites: Iterable[CallSite]) -> dict[ObjectKey, list[CallSite]]:
    """What is put into each Intent that a method makes, be it in a Bundle."""
    given: dict[str, list[CallSite]] = {}
    for site in sites:
        given.setdefault(site.method.name, []).append(site)
    extras = by_object(given.get("putExtra", ()))
    bundles = by_object((*given.get("putString", ()), *given.get("putStringArray", ())))
    for key, every in by_object(given.get("putExtras", ())).items():
        held = (object_key(site, site.near(0)) for site in every)
        put = [one for bundle in held if bundle for one in bundles.get(bundle, ())]
        extras.setdefault(key, []).extend(put)
    return extras


def is_implicit(done: Iterable[CallSite]) -> bool:
    """Whether an Intent leaves it to the system which app gets it, by the calls made on it."""
    implicit = False
    for site in done:
        if site.method.name == "<init>":
            implicit = site.method.parameters in _IMPLICIT
        elif site.method.name in _NAMES_ITS_TARGET:
            return False
    return implicit


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as programmers write them: `newAuthToken` is new, auth, token."""
    return tuple(filter(None, _NO_WORD.split(_HUMP.sub(" ", name).lower())))


_TYPED = ("android.widget.EditText.getText", "android.widget.TextView.getText")
_EDITABLE = "android.text.Editable"
_PASSWORD = frozenset(("password", "passwd", "pwd", "pass", "passcode", "pin", "pincode"))


def typed_into(value: Value) -> Value | None:
    """The text view whose content a value comes from, through toString, trim and the like."""
    read = (v for v in inside(value) if isinstance(v, Returned) and is_screen_text(v.method))
    return next((v.argument(0) for v in read), None)


def is_screen_text(method: Method) -> bool:
    """Whether it gives what a text view shows. Code names the class that the view is declared as
    (TextInputEditText); only fields for input give an Editable."""
    return method.api in _TYPED or (method.name == "getText" and method.returns == _EDITABLE)


def is_typed_password(value: Value) -> bool:
    """Whether it surely comes from a field for input that is named after a password."""
    source = typed_into(value)
    return (
        isinstance(source, FieldRead)
        and "Edit" in source.type
        and not _PASSWORD.isdisjoint(words_of(source.name))
    )
