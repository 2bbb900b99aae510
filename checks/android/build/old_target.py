"""Does the app leave out protections that newer Android versions give?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """Hardening advice: an old level is no known vulnerability by itself."""
    manifest, levels = app.manifest, table(__file__, "levels")
    if manifest.target_sdk < levels["target"]:
        values = {"target": str(manifest.target_sdk), "advised": str(levels["target"])}
        yield Evidence("old-target", manifest.at, values, ("advised",))
    if manifest.min_sdk < levels["min"]:
        values = {"min": str(manifest.min_sdk), "advised": str(levels["min"])}
        yield Evidence("old-minimum", manifest.at, values, ("advised",))
