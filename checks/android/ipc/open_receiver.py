"""Does code register a receiver that every app can send to?"""

from collections.abc import Iterator, Mapping

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    ObjectKey,
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
_NOT_EXPORTED = 4


def check(app: AndroidApp) -> Iterator[Seen]:
    """Actions that only the system may send stay quiet, and so does asking for the last sticky
    broadcast without a receiver. Libraries register theirs for the system."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    filters = by_object(app.code.calls(*_FILTER))
    for site in app.code.calls(_REGISTER, _COMPAT):
        first = 1 if site.static else 0  # the compat method takes the context first
        if site.argument(first) == Constant(None) or _is_guarded(site, first):
            continue
        actions = _actions(site, filters, object_key(site, site.arguments[2]))
        if not actions or not all(one.startswith(_of_the_system()) for one in actions):
            yield Hit(site, "open", {"actions": ", ".join(sorted(actions)) or "?"}, Question)


def _is_guarded(site: CallSite, first: int) -> bool:
    """Whether it says that it is not exported, or asks the sender for a permission."""
    for number, kind in enumerate(site.method.parameters):
        value = site.argument(number)
        if kind == "int" and (constant_number(value) or 0) & _NOT_EXPORTED:
            return True
        if kind == "java.lang.String" and value != Constant(None):
            return True
    return False


def _actions(
    site: CallSite, filters: Mapping[ObjectKey, list[CallSite]], key: ObjectKey | None
) -> set[str]:
    """What it listens to, as far as the code tells; empty if it does not."""
    if key is None:
        return set()
    texts = [
        constant_text(one.argument(0)) for one in filters.get(key, ()) if len(one.arguments) > 1
    ]
    return set() if None in texts else {text for text in texts if text}


def _of_the_system() -> tuple[str, ...]:
    return tuple(table(__file__, "system_actions"))
