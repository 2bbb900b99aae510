"""Can anybody make the JSON Web Tokens that the app makes or accepts?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Location,
    Origin,
    Question,
    Seen,
    constant_bytes,
    constant_text,
    sightings,
    table,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Without a signature, or with a secret that everybody who has the app has. Reading a token
    without looking at its signature is no harm by itself: the server judges it."""
    known = table(__file__, "jwt_calls")
    unsigned: set[Location] = {
        at for _, at, origin in app.code.naming(*known["headers"]) if origin is Origin.APP
    }
    for site in app.code.calls(*known["unsigned"]):
        if site.origin is Origin.APP:
            unsigned.add(site.at)
    if unsigned:
        yield Question("unsigned", tuple(sorted(unsigned)))
    yield from sightings(_secrets(app, known["secrets"]), together=True)


def _secrets(app: AndroidApp, calls: dict[str, int]) -> Iterator[Hit]:
    for api, number in calls.items():
        for site in app.code.calls(api):
            if number < len(site.method.parameters):
                secret = site.argument(number)
                if constant_text(secret) or constant_bytes(secret):
                    yield Hit(site, "constant-secret", kind=Question)
