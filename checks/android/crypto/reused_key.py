"""Does one key that is written in the code serve in several places?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, CallSite, Finding, Origin, Question, Seen, each_bytes

_MAKES_KEYS = "javax.crypto.spec.SecretKeySpec.<init>"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Two classes: one that encrypts and decrypts has one purpose. The key is never told."""
    places: dict[bytes, list[CallSite]] = {}
    unsure: set[bytes] = set()
    for site in app.code.calls(_MAKES_KEYS):
        keys = each_bytes(site.argument(0)) if site.origin is Origin.APP else ()
        for key in filter(None, keys):
            places.setdefault(key, []).append(site)
            if None in keys:
                unsure.add(key)
    for key, sites in places.items():
        classes = {site.caller.owner.partition("$")[0] for site in sites}
        if len(classes) > 1:
            at = tuple(sorted({site.at for site in sites}))
            told, name = (Question, "perhaps-reused") if key in unsure else (Finding, "reused")
            yield told(name, at, {"count": str(len(classes))}, identity=("count",))
