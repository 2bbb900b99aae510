"""Facts about what an iOS app and its SDKs say of personal data: their privacy manifests."""

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


@frozen
class CollectedData:
    """One type of data that a manifest says is collected, by Apple's names without prefix."""

    kind: str
    linked: bool
    tracking: bool
    purposes: tuple[str, ...]


@frozen
class AccessedApi:
    """One category of APIs for which Apple asks a reason, and the reasons given."""

    category: str
    reasons: tuple[str, ...]


@frozen
class PrivacyManifest:
    """One PrivacyInfo.xcprivacy. `folder` is where it lies; `of_app` is false for a manifest of a
    framework or a resource bundle, thus mostly of an SDK."""

    folder: str
    of_app: bool
    tracking: bool
    tracking_domains: tuple[str, ...]
    collected: tuple[CollectedData, ...]
    accessed: tuple[AccessedApi, ...]
    at: Location

    @property
    def name(self) -> str:
        """The last part of the folder, as a person would name it."""
        return self.folder.rpartition("/")[2]
