"""Is a key of the app's encryption written in its code?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, constant_bytes, sightings

_MAKES_KEYS = "javax.crypto.spec.SecretKeySpec.<init>"
_DERIVES_KEYS = "javax.crypto.spec.PBEKeySpec.<init>"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whoever has the app has the key. A key of zeros only is a placeholder that something else
    fills, or a mistake that is reported all the same."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_MAKES_KEYS):
        if (key := constant_bytes(site.argument(0))) is not None:
            yield Hit(site, "constant", {"bits": str(8 * len(key))})
    for site in app.code.calls(_DERIVES_KEYS):
        if site.method.parameters and constant_bytes(site.argument(0)) is not None:
            yield Hit(site, "derived")
