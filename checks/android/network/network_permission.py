"""Can the app reach a network at all?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen

INTERNET = "android.permission.INTERNET"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Proves absence: "no network" holds only where this check sees nothing at all."""
    manifest = app.manifest
    places = tuple(p.at for p in manifest.uses_permissions if p.name == INTERNET)
    if places:
        yield Evidence("internet", places)
    if manifest.shared_user_id:
        yield Evidence("shared-user-id", manifest.at, {"id": manifest.shared_user_id})
    for package in manifest.instruments:
        if package != manifest.package:
            yield Evidence("instrumentation", manifest.at, {"package": package})
