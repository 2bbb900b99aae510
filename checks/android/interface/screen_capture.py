"""Are screens for login and payment kept out of pictures of the screen?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Evidence,
    Origin,
    Question,
    Seen,
    alternatives,
    constant_numbers,
    not_guarded,
    sensitive_screens,
    table,
)

_SET, _ADD = "android.view.Window.setFlags", "android.view.Window.addFlags"
_CLEAR = "android.view.Window.clearFlags"
_SECURE = 1 << 13
_SWITCHES = {
    "android.view.SurfaceView.setSecure": True,
    "android.app.Activity.setRecentsScreenshotEnabled": False,
}
_NOTICES = (
    "android.app.Activity.registerScreenCaptureCallback",
    "android.view.WindowManager.addScreenRecordingCallback",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Seen in code it is a hint only: what a recording shows decides. Screens whose names speak of
    login or payment are asked for where their own class, and those above it, set nothing or take
    it back."""
    sites = [*app.code.calls(_SET, _ADD), *app.code.calls(*_SWITCHES)]
    own = [site for site in sites if site.origin is Origin.APP and _protects(site)]
    if noticed := {one.at for one in app.code.calls(*_NOTICES) if one.origin is Origin.APP}:
        yield Evidence("noticed", tuple(sorted(noticed)))
    if own:
        yield Evidence("protected", tuple(sorted({site.at for site in own})))
    cleared = {
        site.caller.owner
        for site in app.code.calls(_CLEAR)
        if any(flags & _SECURE for flags in constant_numbers(site.argument(0)))
    }
    guards = [site.caller.api for site in own if site.caller.owner not in cleared]
    screens = sensitive_screens(app, table(__file__, "sensitive_screens"))
    if bare := not_guarded(app, screens, guards):
        names = ", ".join(sorted(one.title for one in bare))
        yield Question("unprotected", tuple(one.at for one in bare), {"screens": names})


def _protects(site: CallSite) -> bool:
    if site.method.api in _SWITCHES:
        return Constant(_SWITCHES[site.method.api]) in alternatives(site.argument(0))
    # setFlags takes what to set, and which flags are meant.
    given = range(2 if site.method.api == _SET else 1)
    return all(any(f & _SECURE for f in constant_numbers(site.argument(n))) for n in given)
