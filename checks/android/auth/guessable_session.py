"""Does the app itself make a session id out of what can be guessed?"""

from collections.abc import Iterator, Mapping

from appsec.api import (
    AndroidApp,
    Built,
    Constant,
    Finding,
    Hit,
    New,
    OneOf,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    constant_texts,
    parts_of,
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


_RANDOM = "java.util.Random"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only what stands under a name that nothing but a session has. Proof is a value all of whose
    parts come from a clock, an ordinary random number or an identifier of the device."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known = table(__file__, "session_sources")
    for site in app.code.calls(*_SINKS):
        given = (one.lower().replace("-", "_") for one in constant_texts(site.argument(0)))
        if name := next((one for one in given if one in known["names"]), ""):
            made = set(_sources(site.argument(1), known))
            if sources := made - {""}:
                key, kind = ("partly", Question) if "" in made else ("guessable", Finding)
                yield Hit(site, key, {"name": name, "source": min(sources)}, kind)


def _sources(value: Value, known: Mapping[str, list[str]]) -> Iterator[str]:
    """The sources that a value comes from; an empty text for any other one."""
    if isinstance(value, Returned) and value.method.api in known["sources"]:
        yield from _of_generator(value)
    elif isinstance(value, Built) or (
        isinstance(value, Returned) and value.method.api in known["conversions"]
    ):
        for part in value.parts if isinstance(value, Built) else value.arguments:
            yield from _sources(part, known)
    elif isinstance(value, (New, OneOf)) and parts_of(value):
        for part in parts_of(value):
            yield from _sources(part, known)
    elif not isinstance(value, Constant):
        yield ""


def _of_generator(made: Returned) -> Iterator[str]:
    """`Random random = new SecureRandom()` goes by the name of the class above: what is not surely
    made as an ordinary one may be a secure one."""
    of = made.arguments[0] if made.arguments else None
    kind = of.type if isinstance(of, New) else ""
    if not kind.endswith("SecureRandom"):
        yield made.method.api
    if made.method.owner == _RANDOM != kind:
        yield ""
