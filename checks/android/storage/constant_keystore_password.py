"""Is the password of a key file (BKS, PKCS#12) written in the code?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Origin, Question, Seen, each_bytes, sightings

_OPENS = {"java.security.KeyStore.load": 1, "javax.net.ssl.KeyManagerFactory.init": 1}
"""What takes such a password, and as which parameter."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """A file of certificates that the app trusts is public, and so may be its password; one with
    a private key is not. Libraries open stores of their own in ways that tell nothing."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, number in _OPENS.items():
        for site in app.code.calls(api):
            own = site.origin is Origin.APP and number < len(site.method.parameters)
            if own and any(each_bytes(site.argument(number))):
                yield Hit(site, "constant", {}, Question)
