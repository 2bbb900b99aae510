"""Does the app trust certificate authorities of its own in place of the system's?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Origin, Question, Seen, numbers, sightings

_SETS, _ONLY = "SecTrustSetAnchorCertificates", "SecTrustSetAnchorCertificatesOnly"


def check(app: IosApp) -> Iterator[Seen]:
    """Anchors replace the system's unless the method also says that they do not. Libraries offer
    it to apps: only the app's own code tells of its connections."""
    beside = {
        (call.caller, call.at.file)
        for call in app.native_code.calls(_ONLY)
        if numbers(call.argument(1)) == (0,) and call.caller
    }
    yield from sightings(
        Hit(call, "added" if (call.caller, call.at.file) in beside else "replaced", kind=Question)
        for call in app.native_code.calls(_SETS)
        if call.origin is Origin.APP
    )
