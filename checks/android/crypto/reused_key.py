"""Does one key that is written in the code serve in several places?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, CallSite, Finding, Origin, Seen, constant_bytes

_MAKES_KEYS = "javax.crypto.spec.SecretKeySpec.<init>"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Two classes: one that encrypts and decrypts has one purpose. The key is never told."""
    places: dict[bytes, list[CallSite]] = {}
    for site in app.code.calls(_MAKES_KEYS):
        key = constant_bytes(site.argument(0))
        if key is not None and site.origin is Origin.APP:
            places.setdefault(key, []).append(site)
    for sites in places.values():
        classes = {site.caller.owner.partition("$")[0] for site in sites}
        if len(classes) > 1:
            at = tuple(sorted({site.at for site in sites}))
            yield Finding("reused", at, {"count": str(len(classes))}, identity=("count",))
