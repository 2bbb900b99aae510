"""Is a key of the app's encryption written in its code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    carried,
    chosen,
    each_bytes,
    is_computed,
    is_digest_of_constant,
    is_text_resource,
    is_untold,
    one_question,
    sightings,
)

_MAKES_KEYS = "javax.crypto.spec.SecretKeySpec.<init>"
_DERIVES_KEYS = "javax.crypto.spec.PBEKeySpec.<init>"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whoever has the app has the key. A key of zeros only is a placeholder that something else
    fills, or a mistake that is reported all the same. Keys of the app's own code that come from
    nobody knows where are one question."""
    hits = list(_hits(app))
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    own = [s for s in app.code.calls(_MAKES_KEYS) if s.origin is Origin.APP and s.at not in told]
    yield from one_question("untold", filter(_is_untold, own))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_MAKES_KEYS):
        value = site.argument(0)
        keys = each_bytes(value)
        if any(keys):
            bits = ", ".join(sorted({str(8 * len(key)) for key in keys if key}))
            yield from chosen(site, "constant", (bool(key) for key in keys), {"bits": bits})
        elif any(map(is_digest_of_constant, carried(value))):
            yield Hit(site, "derived")
        elif any(is_computed(one) or is_text_resource(one) for one in carried(value)):
            yield Hit(site, "computed", {}, Question)
    for site in app.code.calls(_DERIVES_KEYS):
        yield from chosen(site, "derived", (bool(one) for one in each_bytes(site.argument(0))))


def _is_untold(site: CallSite) -> bool:
    return any(map(is_untold, alternatives(site.argument(0))))
