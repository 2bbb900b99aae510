"""Does the app itself make a session id out of what can be guessed?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Array,
    Built,
    CallSite,
    Hit,
    New,
    OneOf,
    Origin,
    Returned,
    Seen,
    Value,
    constant_text,
    sightings,
    table,
)

_SINKS = (
    "android.content.SharedPreferences$Editor.putString",
    "java.net.URLConnection.setRequestProperty",
    "java.net.URLConnection.addRequestProperty",
    "okhttp3.Request$Builder.header",
    "okhttp3.Request$Builder.addHeader",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only what stands under a name that nothing but a session has, and only where the value is
    seen to come from a clock, an ordinary random number or an identifier of the device."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known = table(__file__, "session_sources")
    for site in app.code.calls(*_SINKS):
        name = (constant_text(site.argument(0)) or "").lower().replace("-", "_")
        if name in known["names"] and (source := _source(site, known["sources"])):
            yield Hit(site, "guessable", {"name": name, "source": source})


def _source(site: CallSite, sources: list[str]) -> str:
    waiting: list[Value] = [site.argument(1)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Returned):
            if one.method.api in sources:
                return one.method.api
            waiting += one.arguments
        elif isinstance(one, OneOf):
            waiting += one.values
        elif isinstance(one, Built):
            waiting += one.parts
        elif isinstance(one, New):
            waiting += one.arguments
        elif isinstance(one, Array):
            waiting += one.elements
    return ""
