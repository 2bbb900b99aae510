"""Does the app itself make a session id out of what can be guessed?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Returned,
    Seen,
    constant_text,
    inside,
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
        if name in known["names"]:
            made = {v.method.api for v in inside(site.argument(1)) if isinstance(v, Returned)}
            if sources := made.intersection(known["sources"]):
                yield Hit(site, "guessable", {"name": name, "source": min(sources)})
