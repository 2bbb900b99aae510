"""Does the app accept a certificate whatever host it was issued for?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Constant,
    FieldRead,
    Hit,
    Origin,
    Question,
    Seen,
    Value,
    alternatives,
    classes_of,
    given,
    sharing,
    sightings,
)

_TAKES = ("javax.net.ssl.HostnameVerifier", "org.apache.http.conn.ssl.X509HostnameVerifier")
_SETS = tuple(
    f"javax.net.ssl.HttpsURLConnection.{name}"
    for name in ("setDefaultHostnameVerifier", "setHostnameVerifier")
)
_ALLOW_ALL = ("ALLOW_ALL_HOSTNAME_VERIFIER", "AllowAllHostnameVerifier", "NoopHostnameVerifier")


def check(app: AndroidApp) -> Iterator[Seen]:
    """A verifier whose answer is always yes, or one that a library offers for that purpose."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for kind in _TAKES:
        for site in app.code.calls(f"({kind})"):
            taken = [one for n in site.taking(kind) for one in alternatives(site.argument(n))]
            if any(map(_allows_all, taken)):
                yield Hit(site, "allow-all")
    used = set(given(app, _TAKES, *_SETS))
    bodies = list(app.code.overriding(_TAKES[0], "verify"))
    for body in bodies:
        owner = body.method.owner
        if body.method.returns != "boolean" or owner.endswith(_ALLOW_ALL):
            continue
        # A true is a 1 in bytecode.
        if {one for value in body.returned for one in alternatives(value)} != {Constant(1)}:
            if body.origin is Origin.APP:
                yield Hit(body, "own-check", {"class": owner}, Question)
        elif sharing(app.code, body, bodies) & used:
            yield Hit(body, "accepts-all", {"class": owner})
        else:
            yield Hit(body, "accepts-all-unused", {"class": owner}, Question)


def _allows_all(value: Value) -> bool:
    names = (value.owner, value.name) if isinstance(value, FieldRead) else classes_of(value)
    return any(name.endswith(_ALLOW_ALL) for name in names)
