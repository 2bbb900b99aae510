"""Which form a file has, told by its content; a name can only mislead."""

import json
from typing import Any

from appsec.readers.sbom import cyclonedx, gradle
from appsec.readers.sbom.listing import Listing, NotListed

UNKNOWN = (
    "is no SBOM or lock file that can be read: CycloneDX (JSON, XML), SPDX 2 (JSON, tag-value), "
    "SPDX 3 (JSON), gradle.lockfile, Podfile.lock, Package.resolved, Cartfile.resolved, "
    "package-lock.json, yarn.lock, pnpm-lock.yaml, pubspec.lock"
)


def listing_of(name: str, raw: bytes) -> Listing:
    """What the file lists. Raises NotListed."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotListed("is no text in UTF-8") from error
    start = text.lstrip()[:1]
    if start == "{":
        return _json(text)
    if gradle.is_lock_file(text):
        return gradle.lock_file(text)
    if gradle.is_report(text):
        return gradle.report(text)
    raise NotListed(UNKNOWN)


def _json(text: str) -> Listing:
    try:
        values: Any = json.loads(text)
    except ValueError as error:
        raise NotListed(f"is no JSON: {error}") from error
    if values.get("bomFormat") == "CycloneDX":
        return cyclonedx.from_json(values)
    raise NotListed(UNKNOWN)
