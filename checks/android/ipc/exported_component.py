"""Can other apps start or call a component that nothing guards?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Component,
    ComponentKind,
    Evidence,
    IntentFilter,
    Question,
    Seen,
    origin_of,
    table,
)

ACTIVITIES = (ComponentKind.ACTIVITY, ComponentKind.ACTIVITY_ALIAS)
VIEW = "android.intent.action.VIEW"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Being reachable is only a question: what the component gives or does decides. Usual ones
    are quiet but for receivers, which an explicit intent reaches whatever their filters say."""
    package, libraries = app.manifest.package, table(__file__, "libraries")
    open_ = [c for c in app.manifest.components if c.exported and not c.permission]
    receivers = [c for c in open_ if c.kind is ComponentKind.RECEIVER and _normal(c)]
    if receivers:
        names = ", ".join(dict.fromkeys(receiver.name for receiver in receivers))
        yield Evidence("usual-broadcasts", tuple(c.at for c in receivers), {"components": names})
    for component in open_:
        if component.kind is not ComponentKind.PROVIDER and not _normal(component):
            actions = sorted({a for f in component.filters for a in f.actions})
            values = {
                "component": component.name,
                "kind": component.kind.value,
                "actions": ", ".join(actions) or "-",
            }
            origin = origin_of(component.name, package, libraries)
            yield Question(_key(component), component.at, values, ("component",), origin)


def _key(component: Component) -> str:
    if not component.enabled:
        return "unguarded-disabled"
    return "unguarded-by-default" if component.exported_by_default else "unguarded"


def _normal(component: Component) -> bool:
    """Whether every way in is a usual one. A component without filters has none to go by."""
    if component.kind in ACTIVITIES:
        normal = table(__file__, "normal_components")
        extra, placed = set(normal["with_launcher"]), set(normal["home_screen"])
        started = any(_starts(f) for f in component.filters)
        return bool(component.filters) and all(
            _starts(f)
            or _is_link(f)
            or (started and set(f.actions) <= extra)
            or (bool(f.actions) and set(f.actions) <= placed)
            for f in component.filters
        )
    if component.kind is ComponentKind.RECEIVER:
        actions = {action for f in component.filters for action in f.actions}
        return bool(actions) and actions <= _usual_broadcasts(component)
    return False


def _starts(intents: IntentFilter) -> bool:
    return intents.is_launcher and set(intents.actions) == {"android.intent.action.MAIN"}


def _is_link(intents: IntentFilter) -> bool:
    """A link that a browser may follow; android-unverified-app-link judges those."""
    schemes = {d.scheme for d in intents.data if d.scheme}
    return (
        set(intents.actions) == {VIEW}
        and "android.intent.category.BROWSABLE" in intents.categories
        and bool(schemes)
        and not schemes & {"content", "file"}
    )


def _usual_broadcasts(component: Component) -> set[str]:
    normal = table(__file__, "normal_components")
    declared = {"", *(component.meta_data or {})}
    by_nature = {
        row["action"] for row in normal["receiver_actions"] if row.get("meta_data", "") in declared
    }
    return by_nature | set(normal["protected_broadcasts"])
