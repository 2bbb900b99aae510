"""Does code register a receiver that every app can send to?"""

from collections.abc import Iterable, Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    by_object,
    constant_number,
    constant_text,
    object_key,
    sightings,
    table,
)

_REGISTER = "android.content.Context.registerReceiver"
_COMPAT = "androidx.core.content.ContextCompat.registerReceiver"
_RECEIVER, _FILTERS = "android.content.BroadcastReceiver", "android.content.IntentFilter"
_FILTER = "android.content.IntentFilter.<init>", "android.content.IntentFilter.addAction"
_NOT_EXPORTED, _FILTER_AT = 4, 2


def check(app: AndroidApp) -> Iterator[Seen]:
    """Actions that only the system may send stay quiet, and so does asking for the last sticky
    broadcast without a receiver. Libraries register theirs for the system."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    filters = by_object(app.code.calls(*_FILTER))
    system = frozenset(table(__file__, "normal_components")["protected_broadcasts"])
    for site in app.code.calls(_REGISTER, _COMPAT):
        # A method of the app's own may have the name and take something else.
        receiver = next(map(site.near, site.taking(_RECEIVER)), Constant(None))
        wanted = next(map(site.near, site.taking(_FILTERS)), None)
        if wanted and receiver != Constant(None) and not _is_guarded(site):
            key = object_key(site, wanted)
            actions = _actions(filters.get(key, ())) if key else set()
            if not actions or not actions <= system:
                yield Hit(site, "open", {"actions": ", ".join(sorted(actions)) or "?"}, Question)


def _is_guarded(site: CallSite) -> bool:
    """Whether it says that it is not exported, or asks the sender for a permission."""
    asked = any(Constant(None) not in alternatives(site.argument(n)) for n in site.texts)
    flags = (alternatives(site.argument(n)) for n in site.taking("int"))
    return asked or any(all((constant_number(f) or 0) & _NOT_EXPORTED for f in e) for e in flags)


def _actions(done: Iterable[CallSite]) -> set[str]:
    """What a filter listens to, as far as the code tells; empty if it does not."""
    given = (one.argument(0) for one in done if one.method.parameters)
    texts = {constant_text(one) for value in given for one in alternatives(value)}
    return set() if None in texts else {text for text in texts if text}
