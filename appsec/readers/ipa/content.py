"""What makes an IPA the build that it is: every Info.plist, and the UUIDs of its Mach-O files."""

import hashlib
import plistlib

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Bundle, IosApp


def content_of(app: IosApp) -> dict[str, str]:
    """Digests of the Info.plists by path, whatever form they have, and UUIDs by Mach-O file.

    Where they cannot be had at all, `*` stands for them. A UUID is given at linking: it survives
    signing and the store's encryption.
    """
    try:
        plists = {bundle.at.file: _digest(bundle) for bundle in app.bundles}
        uuids = {each.path: [part.uuid for part in each.slices] for each in app.binaries}
    except FactUnavailable:
        return {"*": ""}
    return plists | {path: " ".join(sorted(u)) if all(u) else "" for path, u in uuids.items()}


def _digest(bundle: Bundle) -> str:
    try:
        written = plistlib.dumps(dict(bundle.plist), fmt=plistlib.FMT_XML, sort_keys=True)
    except (TypeError, ValueError, OverflowError):
        return ""
    return hashlib.sha256(written).hexdigest()
