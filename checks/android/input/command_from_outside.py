"""Does text from outside become part of a command that the app runs?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Array,
    Constant,
    Hit,
    Origin,
    Seen,
    Value,
    alternatives,
    flows,
    one_question,
    sightings,
)

_RUNS = ("java.lang.ProcessBuilder.<init>", "java.lang.Runtime.exec")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Commands of constants (`su` to look for root, say) are none of this; those of unknown parts
    in the app's own code are one question."""
    sites = list(app.code.calls(*_RUNS))
    hits: list[Hit] = [hit for site in sites for hit in flows(site, 0, app.manifest)]
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    own = [one for one in sites if one.origin is Origin.APP and one.at not in told]
    yield from one_question("not-constant", [one for one in own if _varies(one.argument(0))])


def _varies(value: Value) -> bool:
    if isinstance(value, Array):
        return any(map(_varies, value.elements))
    return not all(isinstance(one, Constant) for one in alternatives(value))
