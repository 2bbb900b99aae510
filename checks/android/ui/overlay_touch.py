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
    listed,
)

HIDING = "android.permission.HIDE_OVERLAY_WINDOWS"
GRAVE = (Datum.PASSWORD, Datum.PIN, Datum.CARD)
"""What a screen may ask for in vague words and still be one of login or payment."""
MOST_NESTED = 20
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
    guarded = _guarded(layouts)
    open_ones = [one for one in concerned if not _filters(one, guarded)]
    hiding = any(used.name == HIDING for used in manifest.uses_permissions)
    if open_ones:
        key = "unprotected"
        if hiding:
            key = "hiding-in-code" if manifest.min_sdk >= HIDING_SDK else "older-android"
        yield Question(key, _places(open_ones), {"layouts": _names(open_ones)})
    if filtered := [one for one in concerned if _filters(one, guarded)]:
        yield Evidence("filtered", _places(filtered), {"layouts": _names(filtered)})


def _filters(layout: Layout, guarded: set[str]) -> bool:
    return layout.touch_filter is TouchFilter.ROOT or layout.name in guarded


def _guarded(layouts: list[Layout]) -> set[str]:
    """Layouts with a filter at the root of each of their files, or of all that take them in."""
    around: dict[str, set[str]] = {}
    for layout in layouts:
        for name in layout.includes:
            around.setdefault(name, set()).add(layout.name)
    bare = {one.name for one in layouts if one.touch_filter is not TouchFilter.ROOT}
    guarded = {one.name for one in layouts} - bare
    for _ in range(MOST_NESTED):
        more = {name for name in bare - guarded if around.get(name) and around[name] <= guarded}
        if not more:
            break
        guarded |= more
    return guarded


def _places(layouts: list[Layout]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(layout.at for layout in layouts))


def _names(layouts: list[Layout]) -> str:
    return listed(", ", sorted({layout.name for layout in layouts}))
