"""Are keys derived from passwords with a constant salt or few iterations?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
    Hit,
    Question,
    Seen,
    constant_numbers,
    each_bytes,
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
            if any(each_bytes(site.argument(1))):
                yield Hit(site, "constant-salt", {}, Question)
            yield from _counted(site)


def _counted(site: CallSite) -> Iterator[Hit]:
    least = table(__file__, "iterations")["least"]
    for count in constant_numbers(site.argument(2)):
        if count < least:
            values = {"iterations": str(count), "advised": str(least)}
            yield Hit(site, "few-iterations", values, Evidence)
