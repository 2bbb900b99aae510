"""Is personal data only hashed where it should be encrypted?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Question,
    Seen,
    called,
    carried,
    names_personal_data,
    sightings,
)

_DIGESTS = ("java.security.MessageDigest.digest", "java.security.MessageDigest.update")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whatever the algorithm: ID and phone numbers are few enough to try them all. Libraries stay
    quiet: a run shows what they store and send."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_DIGESTS):
        if site.origin is Origin.APP and site.method.parameters[:1] == ("byte[]",):
            names = map(called, carried(site.argument(0)))
            if name := next(filter(names_personal_data, names), ""):
                yield Hit(site, "hashed", {"name": name}, Question)
