"""Does the app accept a certificate whatever host it was issued for?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Body,
    Constant,
    FieldRead,
    Hit,
    Origin,
    Question,
    Seen,
    Value,
    alternatives,
    classes_of,
    sightings,
)

_SINKS = (
    "javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier",
    "javax.net.ssl.HttpsURLConnection.setHostnameVerifier",
    "okhttp3.OkHttpClient$Builder.hostnameVerifier",
    "org.apache.http.conn.ssl.SSLSocketFactory.setHostnameVerifier",
)
_ALLOW_ALL = ("ALLOW_ALL_HOSTNAME_VERIFIER", "AllowAllHostnameVerifier", "NoopHostnameVerifier")


def check(app: AndroidApp) -> Iterator[Seen]:
    """A verifier whose answer is always yes, or one that a library offers for that purpose."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    used: set[str] = set()
    for site in app.code.calls(*_SINKS):
        given = site.argument(0)
        used.update(classes_of(given))
        if any(map(_allows_all, alternatives(given))):
            yield Hit(site, "allow-all")
    for body in app.code.overriding("javax.net.ssl.HostnameVerifier", "verify"):
        owner = body.method.owner
        if body.method.returns != "boolean" or owner.endswith(_ALLOW_ALL):
            continue
        own = {owner, *(name for name, _, _ in app.code.subclasses(owner))}
        if not _always_yes(body):
            if body.origin is Origin.APP:
                yield Hit(body, "own-check", {"class": owner}, Question)
        elif own & used:
            yield Hit(body, "accepts-all", {"class": owner})
        else:
            yield Hit(body, "accepts-all-unused", {"class": owner}, Question)


def _allows_all(value: Value) -> bool:
    if isinstance(value, FieldRead):
        return value.name == _ALLOW_ALL[0] or value.owner.endswith(_ALLOW_ALL)
    return any(name.endswith(_ALLOW_ALL) for name in classes_of(value))


def _always_yes(body: Body) -> bool:
    """A true is a 1 in bytecode."""
    told = [one for value in body.returned for one in alternatives(value)]
    return bool(told) and all(isinstance(one, Constant) and one.value == 1 for one in told)
