"""Do the app or its SDKs track users across apps, or refer to what is needed for it?"""

from collections.abc import Iterator

from appsec.api import IosApp, PrivacyManifest, Question, Seen, SliceBuild

KEY = "NSUserTrackingUsageDescription"
MANAGER, IDENTIFIER = "_OBJC_CLASS_$_ASIdentifierManager", "advertisingIdentifier"


def check(app: IosApp) -> Iterator[Seen]:
    """One question for all manifests; a worse one where the app could not even ask for consent.
    There the advertising identifier in code is a question, too."""
    may_ask = bool(app.info.given(KEY))
    tracking = [one for one in app.privacy_manifests if _tracks(one)]
    if tracking:
        domains = sorted({domain for one in tracking for domain in one.tracking_domains})
        values = {
            "by": ", ".join(dict.fromkeys(one.name for one in tracking)),
            "domains": ", ".join(domains) or "-",
        }
        places = tuple(one.at for one in tracking)
        yield Question("declared" if may_ask else "without-request", places, values, ("by",))
    _ = app.code  # where it is encrypted, so are names of methods
    users = {one.binary: one.at for one in app.builds if _identifies(one)}
    if users and not may_ask:
        yield Question("identifier", tuple(users.values()), {"binaries": ", ".join(users)})


def _tracks(one: PrivacyManifest) -> bool:
    return one.tracking or bool(one.tracking_domains) or any(d.tracking for d in one.collected)


def _identifies(one: SliceBuild) -> bool:
    return one.imports_any(MANAGER) or IDENTIFIER in (one.selectors or ())
