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
    TextField,
    listed,
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
    filtered = screens.filtered
    concerned = _with(screens.own, screens.layouts)
    open_ones = [one for one in concerned if one.name not in filtered]
    hiding = any(used.name == HIDING for used in manifest.uses_permissions)
    if open_ones:
        key = "unprotected"
        if hiding:
            key = "hiding-in-code" if manifest.min_sdk >= HIDING_SDK else "older-android"
        yield Question(key, _places(open_ones), {"layouts": _names(open_ones)})
    foreign = _with(screens.of_libraries, screens.layouts)
    if bare := [one for one in foreign if one.name not in filtered]:
        values = {"layouts": _names(bare)}
        yield Question("in-libraries", _places(bare), values, origin=Origin.LIBRARY)
    if safe := [one for one in concerned if one.name in filtered]:
        yield Evidence("filtered", _places(safe), {"layouts": _names(safe)})


def _with(fields: tuple[TextField, ...], layouts: tuple[Layout, ...]) -> list[Layout]:
    """The layouts in which one of these fields is sensitive."""
    sensitive = {field.layout for field in fields if field.asks_surely or field.asks in GRAVE}
    return [one for one in layouts if one.name in sensitive]


def _places(layouts: list[Layout]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(layout.at for layout in layouts))


def _names(layouts: list[Layout]) -> str:
    return listed(", ", sorted({layout.name for layout in layouts}))
