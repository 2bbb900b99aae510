"""Does the app itself make a session id out of what can be guessed?"""

from collections.abc import Iterator, Mapping

from appsec.api import (
    CallResult,
    ClassObject,
    Finding,
    Hit,
    IosApp,
    NativeValue,
    Number,
    Origin,
    Question,
    Seen,
    Words,
    choices,
    sightings,
    table,
)

_SINKS = (
    "-[NSMutableURLRequest setValue:forHTTPHeaderField:]",
    "-[NSMutableURLRequest addValue:forHTTPHeaderField:]",
    "-[NSUserDefaults setObject:forKey:]",
)


def check(app: IosApp) -> Iterator[Seen]:
    """Only what stands under a name that nothing but a session has. Proof is a value all of whose
    parts come from a clock, an ordinary random number or an identifier of the device."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: IosApp) -> Iterator[Hit]:
    known = table(__file__, "session_sources")
    for call in app.native_code.calls(*_SINKS):
        named = [one.text for one in choices(call.argument(1)) if isinstance(one, Words)]
        if any(name.lower().replace("-", "_") in known["names"] for name in named):
            made = {one for v in choices(call.argument(0)) for one in _sources(v, known)}
            if sources := made - {""}:
                key, kind = ("partly", Question) if "" in made else ("guessable", Finding)
                yield Hit(call, key, {"name": named[0], "source": min(sources)}, kind)


def _sources(value: NativeValue, known: Mapping[str, list[str]]) -> Iterator[str]:
    """The sources that a value comes from; an empty text for any other one."""
    name = (value.callee.selector or value.callee.name) if isinstance(value, CallResult) else ""
    if name in known["sources"]:
        yield name
    elif isinstance(value, CallResult) and name in known["conversions"]:
        for part in value.arguments:
            yield from _sources(part, known)
    elif not isinstance(value, (Words, Number, ClassObject)):
        yield ""
