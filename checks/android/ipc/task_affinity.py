"""May activities join the task of another app, or move between tasks?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Component, ComponentKind, Evidence, Seen

ACTIVITIES = (ComponentKind.ACTIVITY, ComponentKind.ACTIVITY_ALIAS)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Advice: a task name of its own is no violation, and Android 11 shut the worst way."""
    manifest = app.manifest
    activities = [c for c in manifest.components if c.kind in ACTIVITIES]
    moving = [c for c in activities if c.reparents]
    if moving:
        names = ", ".join(c.name for c in moving)
        yield Evidence("reparents", tuple(c.at for c in moving), {"components": names})
    foreign = [c for c in activities if _is_foreign(c, manifest.package)]
    if foreign:
        shown = ", ".join(f"{c.name} ({c.task_affinity})" for c in foreign)
        yield Evidence("foreign-affinity", tuple(c.at for c in foreign), {"components": shown})


def _is_foreign(activity: Component, package: str) -> bool:
    """Whether its task is named as if another app's. `:name` and empty are the app's own."""
    affinity = activity.task_affinity
    if not affinity or affinity.startswith((":", "@")):
        return False
    return affinity != package and not affinity.startswith(f"{package}.")
