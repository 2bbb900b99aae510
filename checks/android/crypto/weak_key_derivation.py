"""Are keys derived from passwords with a constant salt or few iterations?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    called,
    carried,
    constant_numbers,
    each_bytes,
    names_password,
    parts_of,
    sightings,
    table,
    within,
)

_SPEC = "javax.crypto.spec.PBEKeySpec.<init>"
_HASHES = "java.security.MessageDigest.digest"


def check(app: AndroidApp) -> Iterator[Seen]:
    """A low count alone is advice: no criteria name a number."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_SPEC):
        if len(site.method.parameters) > 1:
            if any(each_bytes(site.argument(1))):
                yield Hit(site, "constant-salt", {}, Question)
            yield from _counted(site)

    for site in app.code.calls("javax.crypto.spec.SecretKeySpec.<init>"):
        if site.origin is Origin.APP and any(map(_is_hashed_password, within(site.argument(0)))):
            yield Hit(site, "hashed-password", {}, Question)


def _is_hashed_password(value: Value) -> bool:
    hashed = isinstance(value, Returned) and value.method.api == _HASHES
    parts = (one for made in parts_of(value)[1:2] for one in carried(made))
    return hashed and any(names_password(called(one)) for one in parts)


def _counted(site: CallSite) -> Iterator[Hit]:
    least = table(__file__, "iterations")["least"]
    for count in constant_numbers(site.argument(2)):
        if count < least:
            values = {"iterations": str(count), "advised": str(least)}
            yield Hit(site, "few-iterations", values, Evidence)
