"""Which form a file has, told by its content; a name can only mislead."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appsec.engine.files import FileProblem
from appsec.engine.yaml_file import yaml_values
from appsec.readers.sbom import apple, cyclonedx, gradle, javascript, pub, spdx, spdx3
from appsec.readers.sbom.listing import Listing, NotListed
from appsec.readers.sbom.xml_tree import read_xml

UNKNOWN = (
    "is no SBOM or lock file that can be read: CycloneDX (JSON, XML), SPDX 2 (JSON, tag-value), "
    "SPDX 3 (JSON), gradle.lockfile, `gradle dependencies`, Podfile.lock, Package.resolved, "
    "Cartfile.resolved, package-lock.json, yarn.lock, pubspec.lock"
)
_YAML = re.compile(r"^(PODS|packages):\s*$", re.MULTILINE)
_NO_LOCKS = (
    (r"^\[(versions|libraries)\]\s*$", "is a version catalog: it says what may be used, not what "
     "a build resolved; turn on dependency locking and give gradle.lockfile"),
    (r"^(dependencies|plugins) \{\s*$", "is a build script; give gradle.lockfile"),
    (r"^[ \t]*pod ['\"]", "is a Podfile; give Podfile.lock"),
    (r"^// swift-tools-version", "is Package.swift; give Package.resolved"),
    (r"^(github|git|binary) \"", "is a Cartfile; give Cartfile.resolved"),
    (r"^lockfileVersion: ", "is pnpm-lock.yaml, which is not read; make an SBOM of it"),
    (r"^(dev_)?dependencies:\s*$", "is pubspec.yaml; give pubspec.lock"),
)  # fmt: skip
"""What people may take for a lock file, by a line of it, and what to give in its place."""


def listing_of(path: Path, raw: bytes) -> Listing:
    """What the file lists. Raises NotListed, or FileProblem for a YAML file that is damaged."""
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotListed("is no text in UTF-8") from error
    match content.lstrip()[:1]:
        case "{":
            return _json(content)
        case "<":
            return _xml(content)
    return _lines(path, raw, content)


def _json(content: str) -> Listing:
    try:
        values: dict[str, Any] = json.loads(content)
    except ValueError as error:
        raise NotListed(f"is no JSON: {error}") from error
    # As GitHub hands out what it knows of a repository's dependencies.
    inner = values.get("sbom")
    values = inner if isinstance(inner, dict) else values
    if values.get("bomFormat") == "CycloneDX":
        return cyclonedx.from_json(values)
    if "spdxVersion" in values:
        return spdx.from_json(values)
    if spdx3.is_spdx3(values):
        return spdx3.from_json(values)
    if "pins" in values or _has(values, "object", "pins"):
        return apple.package_resolved(values)
    if "lockfileVersion" in values:
        return javascript.package_lock(values)
    if "dependencies" in values or "devDependencies" in values:
        raise NotListed("is package.json; give package-lock.json")
    raise NotListed(UNKNOWN)


def _has(values: Mapping[str, Any], key: str, inner: str) -> bool:
    within = values.get(key)
    return isinstance(within, dict) and inner in within


def _xml(content: str) -> Listing:
    root = read_xml(content)
    if root.name == "bom" and root.namespace.startswith(cyclonedx.NAMESPACE):
        return cyclonedx.from_xml(root)
    if root.name == "verification-metadata":
        raise NotListed(
            "is Gradle's verification metadata: it lists what may be downloaded, not what ships; "
            "give gradle.lockfile"
        )
    raise NotListed(UNKNOWN)


def _lines(path: Path, raw: bytes, content: str) -> Listing:
    for is_it, read in (
        (gradle.is_lock_file, gradle.lock_file),
        (gradle.is_report, gradle.report),
        (apple.is_cartfile, apple.cartfile),
        (javascript.is_yarn, javascript.yarn),
    ):
        if is_it(content):
            return read(content)
    if re.search(r"^SPDXVersion:", content, re.MULTILINE):
        return spdx.from_tags(content)
    for sign, why in _NO_LOCKS:
        if re.search(sign, content, re.MULTILINE):
            raise NotListed(why)
    if found := _YAML.search(content):
        values = yaml_values(path, raw, as_text=True)
        if not isinstance(values, dict):
            raise FileProblem(path, UNKNOWN)
        return apple.podfile(values) if found[1] == "PODS" else pub.pubspec(values)
    raise NotListed(UNKNOWN)
