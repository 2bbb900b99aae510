"""Is RSA used without padding?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Question, Seen, constant_texts, sightings

_GETS = "javax.crypto.Cipher.getInstance"


def check(app: AndroidApp) -> Iterator[Seen]:
    """`RSA` alone and PKCS1Padding stay quiet."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_GETS):
        for name in constant_texts(site.argument(0)):
            cipher, _, padding = name.upper().partition("/")
            if cipher == "RSA" and padding.endswith("/NOPADDING"):
                yield Hit(site, "no-padding", {"transformation": name}, Question)
