"""Are screens for login and payment kept out of pictures of the screen?"""

import re
from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Evidence,
    Origin,
    Question,
    Seen,
    constant_number,
    table,
    words_of,
)

_FLAGS = "android.view.Window.setFlags", "android.view.Window.addFlags"
_SECURE = 1 << 13
_SWITCHES = {
    "android.view.SurfaceView.setSecure": True,
    "android.app.Activity.setRecentsScreenshotEnabled": False,
}
_NOTICES = (
    "android.app.Activity.registerScreenCaptureCallback",
    "android.view.WindowManager.addScreenRecordingCallback",
)

_MEMORY = re.compile("sd_?card", re.IGNORECASE)
"""A card that nobody pays with."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Seen in code it is a hint only: what a recording shows decides. Not seen anywhere, it is
    asked for the screens whose names speak of login or payment."""
    manifest = app.manifest
    sites = [*app.code.calls(*_FLAGS), *app.code.calls(*_SWITCHES)]
    own = [site for site in sites if site.origin is Origin.APP]
    places = sorted({site.at for site in own if _protects(site)})
    if noticed := {one.at for one in app.code.calls(*_NOTICES) if one.origin is Origin.APP}:
        yield Evidence("noticed", tuple(sorted(noticed)))
    if places:
        yield Evidence("protected", tuple(places))
    elif screens := [c for c in manifest.components if _is_sensitive(c.name, manifest.package)]:
        names = ", ".join(sorted(c.name.rpartition(".")[2] for c in screens))
        yield Question("unprotected", tuple(c.at for c in screens), {"screens": names})


def _protects(site: CallSite) -> bool:
    if site.method.api in _SWITCHES:
        return site.argument(0) == Constant(_SWITCHES[site.method.api])
    # A flag that cannot be told may be the one.
    flags = constant_number(site.argument(0))
    return flags is None or bool(flags & _SECURE)


def _is_sensitive(name: str, package: str) -> bool:
    """Whether it is a screen of the app's own on which a person logs in or pays."""
    screen = name.rpartition(".")[2]
    own = name.startswith(package + ".") and screen.endswith(("Activity", "Screen", "Page"))
    words = set(words_of(_MEMORY.sub("", screen)))
    return own and not words.isdisjoint(table(__file__, "sensitive_screens"))
