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
    by_object,
    constant_number,
    constant_text,
    object_key,
    sightings,
    table,
)

_REGISTER = "android.content.Context.registerReceiver"
_COMPAT = "androidx.core.content.ContextCompat.registerReceiver"
_FILTER = "android.content.IntentFilter.<init>", "android.content.IntentFilter.addAction"
_NOT_EXPORTED, _FILTER_AT = 4, 2


def check(app: AndroidApp) -> Iterator[Seen]:
    """Actions that only the system may send stay quiet, and so does asking for the last sticky
    broadcast without a receiver. Libraries register theirs for the system."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    filters = by_object(app.code.calls(*_FILTER))
    system = tuple(table(__file__, "system_actions"))
    for site in app.code.calls(_REGISTER, _COMPAT):
        # The context comes first, static or not. A method of the app's own may take less.
        few = len(site.arguments) <= _FILTER_AT
        if not few and site.arguments[1] != Constant(None) and not _is_guarded(site):
            key = object_key(site, site.arguments[_FILTER_AT])
            actions = _actions(filters.get(key, ())) if key else set()
            if not actions or not all(one.startswith(system) for one in actions):
                yield Hit(site, "open", {"actions": ", ".join(sorted(actions)) or "?"}, Question)


def _is_guarded(site: CallSite) -> bool:
    """Whether it says that it is not exported, or asks the sender for a permission."""
    values = [site.argument(n) for n in range(len(site.method.parameters))]
    return any(
        ((constant_number(value) or 0) & _NOT_EXPORTED)
        or (kind == "java.lang.String" and value != Constant(None))
        for kind, value in zip(site.method.parameters, values, strict=True)
    )


def _actions(done: Iterable[CallSite]) -> set[str]:
    """What a filter listens to, as far as the code tells; empty if it does not."""
    texts = {constant_text(one.argument(0)) for one in done if one.method.parameters}
    return set() if None in texts else {text for text in texts if text}
