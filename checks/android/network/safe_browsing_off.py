"""Is WebView's warning of dangerous sites switched off?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen

SWITCH = "android.webkit.WebView.EnableSafeBrowsing"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Advice: the norm demands no such warning."""
    manifest = app.manifest
    if (manifest.meta_data or {}).get(SWITCH) == "false":
        yield Evidence("switched-off", manifest.at)
