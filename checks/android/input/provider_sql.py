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
    sightings,
    table,
)

_ANSWERS = frozenset(("bulkInsert", "call", "delete", "insert", "query", "update"))
_KEEPS = frozenset(("android.net.Uri", "java.lang.Object", "java.lang.String", "java.util.List"))
_CLEANS, _URI = ("encode", "replace"), "android.net.Uri"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Proven where any app may ask and nothing is compared. A UriMatcher counts as comparing, as
    it may let only numbers through, and so does what the app hands the URI to."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    providers = {name for name, _, _ in app.code.subclasses("android.content.ContentProvider")}
    reachable = open_classes(app.manifest)
    for site in app.code.calls(*table(__file__, "sql_calls")):
        answers = site.caller.owner in providers and site.caller.name in _ANSWERS
        if answers and any(_joins_uri(site, number) for number in site.texts):
            proven = site.caller.owner in reachable and not any(map(_asks, site.around))
            yield Hit(site, "joined") if proven else Hit(site, "may-join", kind=Question)


def _joins_uri(site: CallSite, number: int) -> bool:
    joined = (one for one in inside(site.near(number)) if isinstance(one, Built))
    return any(_is_of_uri(part) for one in joined for part in one.parts)


def _is_of_uri(value: Value) -> bool:
    """Whether it is the URI or a text out of it, as it stands: no number, and not escaped."""
    if isinstance(value, Returned):
        made = value.method
        kept = "." in made.returns and made.owner in _KEEPS and not made.name.startswith(_CLEANS)
        return kept and any(map(_is_of_uri, value.arguments))
    return isinstance(value, Parameter) and value.type == _URI


def _asks(method: Method) -> bool:
    if _URI in method.parameters:
        return not method.owner.startswith("android.") or method.owner.endswith("UriMatcher")
    return method.owner == "java.lang.String" and method.returns == "boolean"
