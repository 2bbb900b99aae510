"""Does the app ask to install other packages?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen

PERMISSION = "android.permission.REQUEST_INSTALL_PACKAGES"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Asking is no violation: only what is installed, and how it is checked, can be one."""
    places = tuple(p.at for p in app.manifest.uses_permissions if p.name == PERMISSION)
    if places:
        yield Question("asks", places)
