"""To which domains does the app bind its web views?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Location, Seen

KEY = "WKAppBoundDomains"


def check(app: IosApp) -> Iterator[Seen]:
    """Only shown: a web view obeys the list only where the code says so."""
    for bundle in app.bundles:
        for name, domains in bundle.given(KEY) if bundle.runs else ():
            listed = sorted(map(str, domains)) if isinstance(domains, list) else [str(domains)]
            if listed:
                values = {"bundle": bundle.path, "domains": ", ".join(listed)}
                yield Evidence("bound", Location(bundle.at.file, name), values, ("bundle",))
