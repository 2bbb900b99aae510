"""The software components that an iOS app shows."""

from appsec.facts.app import Known
from appsec.facts.ios import BundleKind, IosApp
from appsec.model.software import Means, Software, SoftwareComponent, SoftwareKind, Trace


def read_identified(app: IosApp) -> Known[Software]:
    """The framework bundles, with the version that their Info.plist states."""
    found = []
    for one in app.bundles:
        version = one.plist.get("CFBundleShortVersionString")
        version = version if isinstance(version, str) else ""
        name = one.path.rpartition("/")[2].removesuffix(".framework")
        trace = Trace(Means.PLIST, one.at, version)
        if one.kind is BundleKind.FRAMEWORK:
            found.append(
                SoftwareComponent(name, SoftwareKind.LIBRARY, version=version, traces=(trace,))
            )
    return Known(Software(tuple(found)))
