"""Does the code itself turn on versions of TLS that are no longer safe?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Array,
    FieldRead,
    Hit,
    Origin,
    Question,
    Seen,
    Value,
    alternatives,
    constant_text,
    inside,
    sightings,
)

_CONTEXT = "javax.net.ssl.SSLContext.getInstance"
_PROTOCOLS = (
    "javax.net.ssl.SSLEngine.setEnabledProtocols",
    "javax.net.ssl.SSLSocket.setEnabledProtocols",
)
_SPEC = "okhttp3.ConnectionSpec$Builder.tlsVersions"
_SPECS = ("okhttp3.ConnectionSpec$Builder.<init>", "okhttp3.OkHttpClient$Builder.connectionSpecs")
_LENIENT = "COMPATIBLE_TLS"
"""A set of OkHttp's that takes TLS 1.0 and 1.1 along."""
_OLD = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "SSL_3_0", "TLS_1_0", "TLS_1_1")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Which version is agreed on is seen in a run only. `SSL` is another name for TLS on Android.
    Libraries name old versions in order to turn them off: only the app's own code counts."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_CONTEXT, *_PROTOCOLS, _SPEC):
        old = sorted({name for name in _names(site.argument(0)) if name in _OLD})
        if old:
            yield Hit(site, "old", {"versions": ", ".join(old)}, Question)
    for site in app.code.calls(*_SPECS):
        given = inside(site.argument(0)) if site.method.parameters else ()
        if any(isinstance(one, FieldRead) and one.name == _LENIENT for one in given):
            yield Hit(site, "old", {"versions": _LENIENT}, Question)


def _names(value: Value) -> Iterator[str]:
    for one in alternatives(value):
        if isinstance(one, Array):
            for element in one.elements:
                yield from _names(element)
        elif isinstance(one, FieldRead):
            yield one.name
        else:
            yield constant_text(one) or ""
