"""Does the app trust certificates that the user, or someone else, installed on the device?"""

from collections.abc import Iterator

from appsec.api import (
    Anchor,
    AndroidApp,
    Evidence,
    Finding,
    Manifest,
    Question,
    Seen,
    TrafficRule,
    is_this_device,
)

INTERNET = "android.permission.INTERNET"


def check(app: AndroidApp) -> Iterator[Seen]:
    """The rule for all hosts of a release build proves it; one for some hosts is a question.

    debug-overrides count only where the build debugs.
    """
    base = app.network_config.base
    if Anchor.USER in base.anchors:
        if _may_reach_a_network(app.manifest):
            yield Finding("implied-by-target" if base.implied else "for-all", base.at)
        else:
            key = "implied-without-network" if base.implied else "for-all-without-network"
            yield Evidence(key, base.at)
    for rule in app.network_config.domains:
        if Anchor.USER in rule.anchors:
            yield _for_hosts(rule)
    if Anchor.USER in app.network_config.debug_anchors and app.manifest.debuggable:
        yield Question("debug-in-force", app.manifest.at)


def _for_hosts(rule: TrafficRule) -> Seen:
    values = {"domains": ", ".join(rule.domains)}
    if all(is_this_device(domain) for domain in rule.domains):
        return Evidence("for-this-device", rule.at, values)
    return Question("for-domain", rule.at, values)


def _may_reach_a_network(manifest: Manifest) -> bool:
    """The same three ways as in android-network-permission: its own, and through other apps."""
    return (
        any(used.name == INTERNET for used in manifest.uses_permissions)
        or bool(manifest.shared_user_id)
        or any(package != manifest.package for package in manifest.instruments)
    )
