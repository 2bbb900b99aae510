"""Are keys derived from passwords with a constant salt or few iterations?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
    Hit,
    Question,
    Seen,
    alternatives,
    constant_bytes,
    constant_number,
    sightings,
    table,
)

_SPEC = "javax.crypto.spec.PBEKeySpec.<init>"


def check(app: AndroidApp) -> Iterator[Seen]:
    """A low count alone is advice: no criteria name a number."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_SPEC):
        if len(site.method.parameters) > 1:
            if constant_bytes(site.argument(1)) is not None:
                yield Hit(site, "constant-salt", {}, Question)
            yield from _counted(site)


def _counted(site: CallSite) -> Iterator[Hit]:
    least = table(__file__, "iterations")["least"]
    for one in alternatives(site.argument(2)):
        count = constant_number(one)
        if count is not None and count < least:
            values = {"iterations": str(count), "advised": str(least)}
            yield Hit(site, "few-iterations", values, Evidence)
