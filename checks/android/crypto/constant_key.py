"""Is a key of the app's encryption written in its code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Question,
    Seen,
    carried,
    constant_bytes,
    is_computed,
    is_digest_of_constant,
    is_text_resource,
    sightings,
)

_MAKES_KEYS = "javax.crypto.spec.SecretKeySpec.<init>"
_DERIVES_KEYS = "javax.crypto.spec.PBEKeySpec.<init>"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whoever has the app has the key. A key of zeros only is a placeholder that something else
    fills, or a mistake that is reported all the same."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_MAKES_KEYS):
        value = site.argument(0)
        if (key := constant_bytes(value)) is not None:
            yield Hit(site, "constant", {"bits": str(8 * len(key))})
        elif any(map(is_digest_of_constant, carried(value))):
            yield Hit(site, "derived")
        elif any(is_computed(one) or is_text_resource(one) for one in carried(value)):
            yield Hit(site, "computed", {}, Question)
    for site in app.code.calls(_DERIVES_KEYS):
        if site.method.parameters and constant_bytes(site.argument(0)) is not None:
            yield Hit(site, "derived")
