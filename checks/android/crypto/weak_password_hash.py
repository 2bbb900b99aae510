"""Is a password hashed with MD5 or SHA-1?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    called,
    carried,
    constant_text,
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
            algorithm = _algorithm(site)
            names = [called(one) for one in carried(site.argument(0))]
            if algorithm in _BROKEN and any(map(names_password, names)):
                yield Hit(site, "weak-hash", {"algorithm": algorithm}, Question)


def _algorithm(site: CallSite) -> str:
    digest = site.receiver
    if isinstance(digest, Returned) and digest.method.name == "getInstance":
        return (constant_text(digest.argument(0)) or "").upper()
    return ""
