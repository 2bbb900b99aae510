"""Is a password hashed with MD5 or SHA-1?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Question,
    Seen,
    algorithms_of,
    called,
    carried,
    names_password,
    sightings,
)

_DIGESTS = ("java.security.MessageDigest.digest", "java.security.MessageDigest.update")
_BROKEN = ("MD2", "MD4", "MD5", "SHA", "SHA1", "SHA-1")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only where the code shows that it is a password: names of caches, ETags and fingerprints of
    keys are hashed so in every app, and libraries' ways are their own."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_DIGESTS):
        if site.origin is Origin.APP and site.method.parameters[:1] == ("byte[]",):
            names = [called(one) for one in carried(site.argument(0))]
            broken = [one for one in algorithms_of(site.receiver) if one in _BROKEN]
            for algorithm in broken if any(map(names_password, names)) else ():
                yield Hit(site, "weak-hash", {"algorithm": algorithm}, Question)
