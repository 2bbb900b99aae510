"""The id under which a device knows an app: its package name, or its bundle identifier."""

from appsec.facts.android import AndroidApp
from appsec.facts.app import App


def own_id(app: App) -> str:
    """As the build states it; empty if it states none. Raises FactUnavailable."""
    if isinstance(app, AndroidApp):
        return app.manifest.package
    # A scan of an Android app does not import what only iOS has.
    from appsec.facts.ios import IosApp

    stated = app.info.plist.get("CFBundleIdentifier") if isinstance(app, IosApp) else ""
    return stated if isinstance(stated, str) else ""
