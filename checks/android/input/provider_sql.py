"""Does the URI that callers of a provider pass become part of its SQL?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Built,
    CallSite,
    Hit,
    Method,
    Parameter,
    Question,
    Returned,
    Seen,
    Value,
    inside,
    open_classes,
    parts_of,
    sightings,
    table,
)

_ANSWERS = frozenset(("bulkInsert", "call", "delete", "insert", "query", "update"))
_NUMBERS = ("boolean", "byte", "char", "double", "float", "int", "long", "short")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Proven where any app may ask and nothing is compared. A UriMatcher counts as comparing: it
    may let only numbers through. What is read as a number is harmless."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    providers = {name for name, _, _ in app.code.subclasses("android.content.ContentProvider")}
    reachable = open_classes(app.manifest)
    for site in app.code.calls(*table(__file__, "sql_calls")):
        answers = site.caller.owner in providers and site.caller.name in _ANSWERS
        if answers and any(_joins_uri(site, number) for number in site.texts):
            if site.caller.owner in reachable and not any(map(_asks, site.around)):
                yield Hit(site, "joined")
            else:
                yield Hit(site, "may-join", kind=Question)


def _joins_uri(site: CallSite, number: int) -> bool:
    joined = (one for one in inside(site.near(number)) if isinstance(one, Built))
    return any(_is_of_uri(part) for one in joined for part in one.parts)


def _is_of_uri(value: Value) -> bool:
    if isinstance(value, Parameter):
        return value.type == "android.net.Uri"
    if isinstance(value, Returned) and value.method.returns in _NUMBERS:
        return False
    return any(map(_is_of_uri, parts_of(value)))


def _asks(method: Method) -> bool:
    compares = method.owner == "java.lang.String" and method.returns == "boolean"
    return compares or method.owner == "android.content.UriMatcher"
