"""Does the app trust certificates that the user, or someone else, installed on the device?"""

from collections.abc import Iterator

from appsec.api import Anchor, AndroidApp, Finding, Question, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """Rules of a release build prove it. debug-overrides count only where the build debugs."""
    config = app.network_config
    if Anchor.USER in config.base.anchors:
        yield Finding("implied-by-target" if config.base.implied else "for-all", config.base.at)
    for rule in config.domains:
        if Anchor.USER in rule.anchors:
            yield Finding("for-domain", rule.at, {"domains": ", ".join(rule.domains)})
    if Anchor.USER in config.debug_anchors and app.manifest.debuggable:
        yield Question("debug-in-force", app.manifest.at)
