"""Does a keyboard of the app ask to send what is typed elsewhere?"""

from collections.abc import Iterator
from typing import Any

from appsec.api import IosApp, Location, Question, Seen

POINT = "com.apple.keyboard-service"
MEMBER = "NSExtension:NSExtensionAttributes:RequestsOpenAccess"


def check(app: IosApp) -> Iterator[Seen]:
    """Without open access iOS keeps a keyboard from the network and from shared containers."""
    for bundle in app.bundles:
        extension = bundle.plist.get("NSExtension")
        if not bundle.runs or not isinstance(extension, dict):
            continue
        if extension.get("NSExtensionPointIdentifier") == POINT and _asks(extension):
            place = Location(bundle.at.file, MEMBER)
            yield Question("open-access", place, {"bundle": bundle.path})


def _asks(extension: dict[str, Any]) -> bool:
    """False and absent are no; a value of any other kind may be taken for yes."""
    attributes = extension.get("NSExtensionAttributes", {})
    asked = attributes.get("RequestsOpenAccess", False) if isinstance(attributes, dict) else True
    return asked is not False
