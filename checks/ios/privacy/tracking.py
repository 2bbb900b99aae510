"""Do the app or its SDKs say that they track users across apps?"""

from collections.abc import Iterator

from appsec.api import IosApp, PrivacyManifest, Question, Seen

KEY = "NSUserTrackingUsageDescription"


def check(app: IosApp) -> Iterator[Seen]:
    """One question for all manifests; a worse one where the app could not even ask for consent."""
    tracking = [one for one in app.privacy_manifests if _tracks(one)]
    if tracking:
        may_ask = bool(app.info.given(KEY))
        domains = sorted({domain for one in tracking for domain in one.tracking_domains})
        values = {
            "by": ", ".join(dict.fromkeys(one.name for one in tracking)),
            "domains": ", ".join(domains) or "-",
        }
        places = tuple(one.at for one in tracking)
        yield Question("declared" if may_ask else "without-request", places, values, ("by",))


def _tracks(one: PrivacyManifest) -> bool:
    return one.tracking or bool(one.tracking_domains) or any(d.tracking for d in one.collected)
