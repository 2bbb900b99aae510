"""Is a password hashed with MD5 or SHA-1?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Origin, Question, Seen, names_password, sightings

_DIGESTS = {
    "CC_MD2": "MD2",
    "CC_MD4": "MD4",
    "CC_MD5": "MD5",
    "CC_SHA1": "SHA-1",
    "CryptoKit.Insecure.MD5.self": "MD5",
    "CryptoKit.Insecure.SHA1.self": "SHA-1",
}


def check(app: IosApp) -> Iterator[Seen]:
    """Only where the method's name says that it handles a password: keys of caches, ETags and
    fingerprints are hashed so in every app, and libraries' ways are their own."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, algorithm in _DIGESTS.items():
        for call in app.native_code.calls(name):
            if call.origin is Origin.APP and names_password(call.caller):
                told = {"algorithm": algorithm, "function": call.caller}
                yield Hit(call, "weak-hash", told, Question)
