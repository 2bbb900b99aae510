"""Does the app start an Intent that another app, or a web page, put together?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Origin,
    Returned,
    Seen,
    Value,
    alternatives,
    one_question,
    open_classes,
    table,
)

_HANDED_IN = (
    "android.content.Intent.getParcelableExtra",
    "android.os.Bundle.getParcelable",
    "androidx.core.content.IntentCompat.getParcelableExtra",
    "androidx.core.os.BundleCompat.getParcelable",
)
_WRITTEN = ("android.content.Intent.parseUri", "android.content.Intent.getIntent")
_ASKS_WHO = ("getCallingActivity", "getCallingPackage", "checkSignatures", "hasSigningCertificate")
_LIMITS = frozenset(("addCategory", "setComponent", "setSelector"))
"""What an app does to an Intent out of a page, so that it opens only what a browser may."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all that is handed in, and one for what is read from a text. A component
    that only the app itself starts gets the app's own Intents; libraries forward what the app
    gives them."""
    found: dict[str, list[CallSite]] = {}
    for site in app.code.calls(*table(__file__, "sending_calls")):
        if site.origin is Origin.APP and (key := _key(app, site)):
            found.setdefault(key, []).append(site)
    for key, sites in found.items():
        yield from one_question(key, sites)


def _key(app: AndroidApp, site: CallSite) -> str:
    made = {api for one in alternatives(site.argument(0)) if (api := _made_by(one))}
    done = {one.name for one in site.around}
    if not made.isdisjoint(_WRITTEN) and not done >= _LIMITS:
        return "from-text"
    reachable = site.caller.owner.partition("$")[0] in open_classes(app.manifest)
    if reachable and not made.isdisjoint(_HANDED_IN) and done.isdisjoint(_ASKS_WHO):
        return "handed-in"
    return ""


def _made_by(value: Value) -> str:
    return value.method.api if isinstance(value, Returned) else ""
