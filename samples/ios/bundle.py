"""Bundles as Xcode lays them out: Info.plist, CodeResources, provisioning profile, nested code."""

import datetime
import hashlib
import plistlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from samples.ios.cms import AUTHORITY, Identity, sign_cms
from samples.ios.sign_macho import MODERN, Entitlement, Signing, Style, sign_macho
from samples.packing import Entry

_RESOURCES = "_CodeSignature/CodeResources"
_PROFILE = "embedded.mobileprovision"
_DEVICE = "00008030-000000000000001E"

# The rules that codesign writes for iOS bundles: version 1 hashes all, version 2 omits two files.
_RULES_BOTH = {
    "^.*": True,
    "^.*\\.lproj/": {"optional": True, "weight": 1000.0},
    "^.*\\.lproj/locversion.plist$": {"omit": True, "weight": 1100.0},
    "^Base\\.lproj/": {"weight": 1010.0},
    "^version.plist$": True,
}
_OMITTED = {
    "^Info\\.plist$": {"omit": True, "weight": 20.0},
    "^PkgInfo$": {"omit": True, "weight": 20.0},
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """An app, an extension or a framework, before it is signed; `nested` is keyed by folder.

    `profile` changes keys of the provisioning profile, None removing one; `der` are entitlements
    for the DER form of the signature that differ from those of the XML form.
    """

    info: Mapping[str, object]
    macho: bytes
    entitlements: Mapping[str, Entitlement] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    nested: "Mapping[str, Bundle]" = field(default_factory=dict)
    profile: Mapping[str, object] = field(default_factory=dict)
    der: Mapping[str, Entitlement] | None = None

    @property
    def executable(self) -> str:
        return str(self.info["CFBundleExecutable"])


def _provisioning_profile(bundle: Bundle, identity: Identity) -> bytes:
    """A profile for one device. As in real ones its keychain groups are a wildcard: that is what
    the signature may ask for, not what it does ask for."""
    certificate = ssl.PEM_cert_to_DER_cert(identity.certificate.read_text())
    allowed = {**bundle.entitlements, "keychain-access-groups": [f"{identity.team}.*"]}
    if "com.apple.developer.associated-domains" in allowed:
        allowed["com.apple.developer.associated-domains"] = "*"
    profile = {
        "AppIDName": "Parcel Sample (test only)",
        "ApplicationIdentifierPrefix": [identity.team],
        "CreationDate": datetime.datetime(2025, 1, 1),
        "DeveloperCertificates": [certificate],
        "Entitlements": allowed,
        "ExpirationDate": datetime.datetime(2035, 1, 1),
        "Name": f"{bundle.info['CFBundleIdentifier']} (test only)",
        "Platform": ["iOS"],
        "ProvisionedDevices": [_DEVICE],
        "TeamIdentifier": [identity.team],
        "TeamName": "Parcel Sample (test only)",
        "TimeToLive": 3652,
        "UUID": "00000000-0000-4000-8000-000000000001",
        "Version": 1,
    }
    profile = {k: v for k, v in (profile | dict(bundle.profile)).items() if v is not None}
    authority = Identity(AUTHORITY, identity.team)
    return sign_cms(plistlib.dumps(profile), authority, detached=False)


def _code_resources(files: Mapping[str, bytes]) -> bytes:
    """The seal over every file but the bundle's own executable."""
    resources = {
        "files": {
            name: hashlib.sha1(data, usedforsecurity=False).digest() for name, data in files.items()
        },
        "files2": {
            name: {"hash2": hashlib.sha256(data).digest()}
            for name, data in files.items()
            if name not in ("Info.plist", "PkgInfo")
        },
        "rules": _RULES_BOTH,
        "rules2": _RULES_BOTH | _OMITTED,
    }
    return plistlib.dumps(resources)


def sign_bundle(bundle: Bundle, identity: Identity | None, style: Style = MODERN) -> list[Entry]:
    """Every file of the signed bundle, nested code first, names relative to the bundle.

    Without an identity nothing is signed, and there is neither seal nor profile.
    """
    nested = [
        Entry(f"{folder}/{entry.name}", entry.data, executable=entry.executable)
        for folder, inner in bundle.nested.items()
        for entry in sign_bundle(inner, identity, style)
    ]
    files = {entry.name: entry.data for entry in nested} | dict(bundle.files)
    files["Info.plist"] = plistlib.dumps(dict(bundle.info), fmt=plistlib.FMT_BINARY)
    executables = {bundle.executable, *(entry.name for entry in nested if entry.executable)}
    if identity is None:
        files[bundle.executable] = bundle.macho
        return [Entry(name, files[name], executable=name in executables) for name in sorted(files)]
    if bundle.entitlements:
        files[_PROFILE] = _provisioning_profile(bundle, identity)
    resources = _code_resources(files)
    signing = Signing(
        identifier=str(bundle.info["CFBundleIdentifier"]),
        info_plist=files["Info.plist"],
        resources=resources,
        entitlements=bundle.entitlements,
        style=style,
        der=bundle.der,
    )
    files[_RESOURCES] = resources
    files[bundle.executable] = sign_macho(bundle.macho, signing, identity)
    return [Entry(name, files[name], executable=name in executables) for name in sorted(files)]
