"""Are screens for login and payment guarded against windows of other apps on top of them?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Body,
    CallSite,
    Constant,
    Evidence,
    Origin,
    Question,
    Seen,
    not_guarded,
    sensitive_screens,
    table,
)

_HIDE = "android.view.Window.setHideOverlayWindows"
_FILTER = "android.view.View.setFilterTouchesWhenObscured", "android.view.MotionEvent.getFlags"
_PERMISSION = "android.permission.HIDE_OVERLAY_WINDOWS"


def check(app: AndroidApp) -> Iterator[Seen]:
    """FLAG_SECURE does not count: it stops no overlay. That code guards nothing is only asked, for
    screens whose names speak of login or payment: themes, views of libraries and toolkits may
    guard, which no code of the app tells. Of layouts android-overlay-touch asks."""
    layouts = app.text_fields
    told = bool(layouts.filtered) or any(one.asks_surely for one in layouts.own)
    hiding = _on(app.code.calls(_HIDE))
    filtering: list[CallSite | Body] = [*_on(app.code.calls(*_FILTER))]
    filtering += [
        body
        for body in app.code.overriding("android.view.View", "onFilterTouchEventForSecurity")
        if body.origin is Origin.APP
    ]
    guards = sorted({one.at for one in (*hiding, *filtering)})
    if hiding and not any(one.name == _PERMISSION for one in app.manifest.uses_permissions):
        yield Question("no-permission", tuple(sorted({one.at for one in hiding})))
    elif guards:
        yield Evidence("guarded", tuple(guards))
    screens = sensitive_screens(app, table(__file__, "sensitive_screens"))
    bare = not_guarded(app, screens, (at.member for at in guards))
    if bare and not told:
        names = ", ".join(sorted(one.title for one in bare))
        yield Question("unguarded", tuple(one.at for one in bare), {"screens": names})


def _on(sites: Iterator[CallSite]) -> list[CallSite]:
    """Where it is switched on, or may be."""
    off = Constant(False)
    return [s for s in sites if s.origin is Origin.APP and s.argument(0) != off]
