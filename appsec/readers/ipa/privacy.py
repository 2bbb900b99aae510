"""Privacy manifests of the app and of what it brings along."""

from collections.abc import Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.facts.ios_privacy import AccessedApi, CollectedData, PrivacyManifest
from appsec.model.outcome import Gap, Location
from appsec.readers.ipa.contents import fold, gap
from appsec.readers.ipa.odd import Typed
from appsec.readers.ipa.sealed import Sealed
from appsec.readers.plist import MAX_BYTES, parse

_FACT = "privacy_manifests"
_NAME = "privacyinfo.xcprivacy"
_DATA = "NSPrivacyCollectedDataType"
_PURPOSE = f"{_DATA}Purpose"
_API = "NSPrivacyAccessedAPIType"
_CATEGORY = "NSPrivacyAccessedAPICategory"


def read_privacy_manifests(contents: Sealed, app: IosApp) -> Known[tuple[PrivacyManifest, ...]]:
    """One that cannot be read is a gap."""
    running = {bundle.path for bundle in app.bundles if bundle.runs}
    found: list[PrivacyManifest] = []
    gaps: list[Gap] = []
    for file in sorted(contents.files):
        folder, _, name = file.rpartition("/")
        if name.casefold() != _NAME:
            continue
        try:
            plist = Typed(file, parse(contents.read(file, MAX_BYTES, "executable-missing"), file))
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
            continue
        found.append(_manifest(plist, folder, folder in running))
        gaps += plist.gaps(_FACT)
    return Known(tuple(found), fold(gaps))


def _manifest(plist: Typed, folder: str, of_app: bool) -> PrivacyManifest:
    return PrivacyManifest(
        folder=folder,
        of_app=of_app,
        tracking=plist.flag("NSPrivacyTracking"),
        tracking_domains=plist.texts("NSPrivacyTrackingDomains"),
        collected=tuple(_collected(plist)),
        accessed=tuple(_accessed(plist)),
        at=Location(plist.file),
    )


def _collected(plist: Typed) -> Iterator[CollectedData]:
    for entry in plist.below(f"{_DATA}s"):
        kind = entry.text(_DATA)
        if not kind:
            entry.note(_DATA)
        yield CollectedData(
            kind=kind.removeprefix(_DATA),
            linked=entry.flag(f"{_DATA}Linked"),
            tracking=entry.flag(f"{_DATA}Tracking"),
            purposes=tuple(each.removeprefix(_PURPOSE) for each in entry.texts(f"{_DATA}Purposes")),
        )


def _accessed(plist: Typed) -> Iterator[AccessedApi]:
    for entry in plist.below(f"{_API}s"):
        category = entry.text(_API)
        if not category:
            entry.note(_API)
        yield AccessedApi(
            category=category.removeprefix(_CATEGORY), reasons=entry.texts(f"{_API}Reasons")
        )
