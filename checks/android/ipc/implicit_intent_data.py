"""Does a secret go into an Intent that any app may receive?"""

from collections.abc import Iterator

from appsec.api import (
    EXTRAS,
    INTENT_SHAPE,
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    by_object,
    constant_texts,
    extras_of,
    is_implicit,
    is_typed_password,
    object_key,
    sightings,
    table,
    words_of,
)

_ASKING = ("sendBroadcast", "sendOrderedBroadcast")  # of apps that hold a permission


def check(app: AndroidApp) -> Iterator[Seen]:
    """The name of an extra tells what it carries. What libraries send is theirs to know."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    shaped = by_object(app.code.calls(*INTENT_SHAPE))
    extras = extras_of(app.code.calls(*EXTRAS))
    for site in app.code.calls(*table(__file__, "sending_calls")):
        key = object_key(site, site.near(0))
        if key and is_implicit(shaped.get(key, ())) and not _is_guarded(site):
            names = sorted(set(filter(None, map(_secret, carried := extras.get(key, ())))))
            if any(is_typed_password(one.argument(1)) for one in carried):
                yield Hit(site, "password")
            elif names:
                kind = "broadcast" if "Broadcast" in site.method.name else "other"
                yield Hit(site, kind, {"names": ", ".join(names)}, Question)
            elif "Sticky" in site.method.name:
                yield Hit(site, "sticky", {}, Question)


def _is_guarded(site: CallSite) -> bool:
    """Whether a broadcast goes only to apps that hold a permission."""
    asked = (alternatives(site.argument(number)) for number in site.texts[:1])
    return site.method.name in _ASKING and any(Constant(None) not in one for one in asked)


def _secret(extra: CallSite) -> str:
    secret, harmless = map(set, map(table(__file__, "secret_names").get, ("secret", "harmless")))
    names = ((name, set(words_of(name))) for name in constant_texts(extra.argument(0)))
    return next((name for name, words in names if words & secret and not words & harmless), "")
