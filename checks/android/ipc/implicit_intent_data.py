"""Does a secret go into an Intent that any app may receive?"""

from collections.abc import Iterator

from appsec.api import (
    INTENT_SHAPE,
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    Origin,
    Question,
    Seen,
    by_object,
    constant_text,
    is_implicit,
    object_key,
    sightings,
    table,
    words_of,
)

_CONTEXT = "android.content.Context."
_BROADCASTS = tuple(_CONTEXT + name for name in ("sendBroadcast", "sendOrderedBroadcast"))
_OTHERS = tuple(_CONTEXT + name for name in ("startActivity", "startService"))
_STICKY = tuple(_CONTEXT + n for n in ("sendStickyBroadcast", "sendStickyOrderedBroadcast"))
_EXTRA = "android.content.Intent.putExtra"


def check(app: AndroidApp) -> Iterator[Seen]:
    """The name of an extra tells what it carries; what libraries send is theirs to know, and a
    library's Intent with a text named so tells nothing."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    shaped = by_object(app.code.calls(*INTENT_SHAPE))
    extras = by_object(app.code.calls(_EXTRA))
    for site in app.code.calls(*_BROADCASTS, *_OTHERS, *_STICKY):
        key = object_key(site, site.arguments[1])
        if key is None or not is_implicit(shaped.get(key, ())) or _is_guarded(site):
            continue
        names = sorted({name for extra in extras.get(key, ()) if (name := _secret(extra))})
        if names:
            kind = "broadcast" if "Broadcast" in site.method.name else "other"
            yield Hit(site, kind, {"names": ", ".join(names)}, Question)
        elif "Sticky" in site.method.name:
            yield Hit(site, "sticky", {}, Question)


def _is_guarded(site: CallSite) -> bool:
    """Whether a broadcast goes only to apps that hold a permission."""
    asks = site.method.api in _BROADCASTS and "java.lang.String" in site.method.parameters
    return asks and site.argument(1) != Constant(None)


def _secret(extra: CallSite) -> str:
    name = constant_text(extra.argument(0)) or ""
    known = table(__file__, "secret_names")
    words = set(words_of(name))
    return name if words & set(known["secret"]) and not words & set(known["harmless"]) else ""
