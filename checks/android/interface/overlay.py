"""Are screens for login and payment guarded against windows of other apps on top of them?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Component,
    Constant,
    Evidence,
    Location,
    Manifest,
    Origin,
    Question,
    Seen,
    table,
    words_of,
)

_HIDE = "android.view.Window.setHideOverlayWindows"
_FILTER = "android.view.View.setFilterTouchesWhenObscured", "android.view.MotionEvent.getFlags"
_PERMISSION = "android.permission.HIDE_OVERLAY_WINDOWS"
_SCREENS = ("Activity", "Screen", "Page")


def check(app: AndroidApp) -> Iterator[Seen]:
    """FLAG_SECURE does not count: it stops no overlay. Absence in code is only asked, for screens
    whose names speak of login or payment; of layouts android-overlay-touch asks."""
    manifest, layouts = app.manifest, app.text_fields
    told = bool(layouts.filtered) or any(one.asks_surely for one in layouts.own)
    hiding = _on(app.code.calls(_HIDE))
    filtering = _on(app.code.calls(*_FILTER))
    filtering += [
        body.at
        for body in app.code.overriding("android.view.View", "onFilterTouchEventForSecurity")
        if body.origin is Origin.APP
    ]
    if hiding and not any(one.name == _PERMISSION for one in manifest.uses_permissions):
        yield Question("no-permission", tuple(sorted(hiding)))
    elif hiding or filtering:
        yield Evidence("guarded", tuple(sorted({*hiding, *filtering})))
    elif screens := [] if told else list(_sensitive(manifest)):
        names = ", ".join(sorted(c.name.rpartition(".")[2] for c in screens))
        yield Question("unguarded", tuple(c.at for c in screens), {"screens": names})


def _on(sites: Iterator[CallSite]) -> list[Location]:
    """Where it is switched on, or may be."""
    off = Constant(False)
    return [s.at for s in sites if s.origin is Origin.APP and s.argument(0) != off]


def _sensitive(manifest: Manifest) -> Iterator[Component]:
    """The screens of the app's own on which a person logs in or pays, by their names."""
    words = table(__file__, "sensitive_screens")
    for one in manifest.components:
        screen = one.name.rpartition(".")[2]
        own = one.name.startswith(manifest.package + ".")
        if own and screen.endswith(_SCREENS) and not set(words_of(screen)).isdisjoint(words):
            yield one
