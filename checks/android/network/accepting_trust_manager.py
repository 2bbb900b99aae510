"""Does a trust manager of the app accept every server certificate?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Body,
    Hit,
    Origin,
    Question,
    Seen,
    given,
    sharing,
    sightings,
    table,
)

_BASES = ("javax.net.ssl.X509TrustManager", "javax.net.ssl.X509ExtendedTrustManager")
_TAKES = ("javax.net.ssl.TrustManager[]", "javax.net.ssl.X509TrustManager")
"""Parameters by which connections get their trust managers."""
_INSECURE = "android.net.SSLCertificateSocketFactory.getInsecure"
_WHATEVER = ("checkValidity", "debug", "info", "isDebugEnabled", "trace", "warn")
"""Of dates, which is told apart, and of loggers, whoever wrote them."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """A refusal is an exception: a class none of whose methods throws one or calls what might
    accepts everything. It counts where an object of it is given to a connection."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    yield from (Hit(site, "insecure-factory") for site in app.code.calls(_INSECURE))
    used = set(given(app, _TAKES))
    for base in _BASES:
        bodies = list(app.code.overriding(base, "checkServerTrusted"))
        refusing = {body.method.owner for body in bodies if not _cannot_refuse(body)}
        for body in bodies:
            owner = body.method.owner
            if owner in refusing:
                if body.origin is Origin.APP:
                    yield Hit(body, "own-check", {"class": owner}, Question)
            elif "checkValidity" in (one.name for one in body.calls):
                yield Hit(body, "only-dates", {"class": owner}, Question)
            elif sharing(app.code, body, bodies) & used:
                yield Hit(body, "accepts-all", {"class": owner})
            else:
                yield Hit(body, "accepts-all-unused", {"class": owner}, Question)


def _cannot_refuse(body: Body) -> bool:
    harmless = tuple(table(__file__, "harmless_calls"))
    itself = f"{body.method.owner}.checkServerTrusted"
    return not body.throws and all(
        one.api.startswith(harmless)
        or one.api == itself
        or one.name in _WHATEVER
        or (one.name.startswith("access$") and not one.parameters)
        for one in body.calls
    )
