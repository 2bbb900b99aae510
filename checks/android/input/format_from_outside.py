"""Is text from outside used as the pattern of String.format?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, flows, sightings

_FORMATS = "java.lang.String.format"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only the pattern can do harm; what is filled in cannot."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_FORMATS):
        for pattern in site.texts[:1]:
            yield from flows(site, pattern, app.manifest)
