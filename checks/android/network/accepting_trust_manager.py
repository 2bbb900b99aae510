"""Does a trust manager of the app accept every server certificate?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Body, Hit, Origin, Question, Seen, classes_of, sightings, table

_BASES = ("javax.net.ssl.X509TrustManager", "javax.net.ssl.X509ExtendedTrustManager")
_SINKS = (
    "javax.net.ssl.SSLContext.init",
    "okhttp3.OkHttpClient$Builder.sslSocketFactory",
)
_TRUST = 1
"""The argument of both that holds the trust managers."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """A refusal is an exception: a method that throws none and calls nothing that might accepts
    everything. It counts where an object of its class is given to a connection."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    used = {
        name
        for site in app.code.calls(*_SINKS)
        if len(site.method.parameters) > _TRUST  # the old form of OkHttp takes no trust manager
        for name in classes_of(site.argument(_TRUST))
    }
    for base in _BASES:
        for body in app.code.overriding(base, "checkServerTrusted"):
            owner = body.method.owner
            calls = {one.api for one in body.calls if one != body.method}
            own = {owner, *(name for name, _, _ in app.code.subclasses(owner))}
            if not _cannot_refuse(body, calls):
                if body.origin is Origin.APP:
                    yield Hit(body, "own-check", {"class": owner}, Question)
            elif any(one.endswith(".checkValidity") for one in calls):
                yield Hit(body, "only-dates", {"class": owner}, Question)
            elif own & used:
                yield Hit(body, "accepts-all", {"class": owner})
            else:
                yield Hit(body, "accepts-all-unused", {"class": owner}, Question)


def _cannot_refuse(body: Body, calls: set[str]) -> bool:
    harmless = tuple(table(__file__, "harmless_calls"))
    itself = f"{body.method.owner}.checkServerTrusted"
    return not body.throws and all(
        one.startswith(harmless) or one == itself or one.endswith(".checkValidity") for one in calls
    )
