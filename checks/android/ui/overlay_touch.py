"""Do screens that take sensitive input drop touches while another window lies over them?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Datum,
    Evidence,
    Layout,
    Location,
    Origin,
    Question,
    Seen,
    TouchFilter,
)

HIDING = "android.permission.HIDE_OVERLAY_WINDOWS"
GRAVE = (Datum.PASSWORD, Datum.PIN, Datum.CARD)
"""What a screen may ask for in vague words and still be one of login or payment."""
HIDING_SDK = 31
"""From this version on, an app can hide the overlays of others."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Never a finding: code may drop the touches, or hide the overlays, as well.

    The permission alone is no answer: code must ask for the hiding, and older Android has none.
    """
    manifest, screens = app.manifest, app.text_fields
    sensitive = {field.layout for field in screens.own if field.asks_surely or field.asks in GRAVE}
    layouts = [one for one in screens.layouts if one.origin is Origin.APP]
    concerned = [one for one in layouts if one.name in sensitive]
    open_ones = [one for one in concerned if not _guarded(one, layouts, set())]
    hiding = any(used.name == HIDING for used in manifest.uses_permissions)
    if open_ones:
        key = "unprotected"
        if hiding:
            key = "hiding-in-code" if manifest.min_sdk >= HIDING_SDK else "older-android"
        yield Question(key, _places(open_ones), {"layouts": _names(open_ones)})
    if filtered := [one for one in concerned if one not in open_ones]:
        yield Evidence("filtered", _places(filtered), {"layouts": _names(filtered)})


def _guarded(layout: Layout, layouts: list[Layout], met: set[str]) -> bool:
    """At its own root, or at that of every layout that takes it in."""
    if layout.touch_filter is TouchFilter.ROOT:
        return True
    around = [one for one in layouts if layout.name in one.includes and one.name not in met]
    met = {*met, layout.name}
    return bool(around) and all(_guarded(one, layouts, met) for one in around)


def _places(layouts: list[Layout]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(layout.at for layout in layouts))


def _names(layouts: list[Layout]) -> str:
    return ", ".join(sorted({layout.name for layout in layouts}))
