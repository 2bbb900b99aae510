"""Is the initialisation vector of an encryption written in the code?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Question, Seen, each_bytes, sightings

_VECTORS = {
    "javax.crypto.spec.IvParameterSpec.<init>": 0,
    "javax.crypto.spec.GCMParameterSpec.<init>": 1,
}
"""What takes an initialisation vector, and as which parameter."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for the app's own code: encrypting and decrypting are fixed together."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, number in _VECTORS.items():
        for site in app.code.calls(api):
            if any(each_bytes(site.argument(number))):
                yield Hit(site, "constant", {}, Question)
