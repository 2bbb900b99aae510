"""Is SecureRandom seeded with a constant?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Question,
    Seen,
    constant_bytes,
    constant_number,
    sightings,
)

_SEEDS = ("java.security.SecureRandom.setSeed", "java.security.SecureRandom.<init>")


def check(app: AndroidApp) -> Iterator[Seen]:
    """The same numbers on every phone, with the provider of Android up to 8 (SHA1PRNG)."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_SEEDS):
        if site.method.parameters:
            seed = site.argument(0)
            if constant_number(seed) is not None or constant_bytes(seed) is not None:
                yield Hit(site, "constant", {}, Question)
