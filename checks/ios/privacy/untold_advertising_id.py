"""Is the advertising identifier read in an app that cannot ask for consent to tracking?"""

from collections.abc import Iterator

from appsec.api import Finding, Hit, IosApp, Seen, sightings

_READS = "-[ASIdentifierManager advertisingIdentifier]"
_KEY = "NSUserTrackingUsageDescription"


def check(app: IosApp) -> Iterator[Seen]:
    """With the description, whether consent comes first is a run's to show."""
    if not app.info.given(_KEY):
        calls = app.native_code.calls(_READS)
        yield from sightings(
            Hit(one, "read", {"function": one.caller}, Finding)
            for one in calls
            if one.callee.owner != "?"
        )
