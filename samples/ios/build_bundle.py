"""Build the iOS samples on what lies around the code: bundle, components and signing."""

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from samples.ios.build import (
    COMMON,
    FIXED_OPTIONS,
    NEW_LINKER,
    TEAM,
    Sample,
    link_helper,
    link_parcel,
    link_share,
    read_plist,
)
from samples.ios.bundle import Bundle, sign_bundle
from samples.ios.cms import Identity
from samples.ios.stubs import write_sdk
from samples.packing import SAMPLES, Entry, write_zip

TOPIC = SAMPLES / "ios/bundle"
MAIN = Sample("", "", "test-only-ios-distribution", NEW_LINKER, FIXED_OPTIONS)
IDENTIFIER = "tw.example.sample.parcel"


@dataclass(frozen=True, slots=True)
class Signed:
    """One IPA of the topic signing: all are the fixed bundle, each signed in another way."""

    target: str
    entitlements: Mapping[str, Any] = field(default_factory=dict)
    allowed: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, object] = field(default_factory=dict)
    der: Mapping[str, Any] | None = None


FRAMEWORKS = {
    # A tracker and software for security whose suppliers are asked about, and open source.
    "weak": {
        "Bugly": "com.tencent.bugly",
        "GTCaptcha4": "com.geetest.captcha4",
        "MMKV": "org.cocoapods.MMKV",
        "Sentry": "io.sentry.Sentry",
    },
    "fixed": {"Alamofire": "org.cocoapods.Alamofire"},
}
STORE = {"ProvisionedDevices": None}
DEVELOPMENT = {"get-task-allow": True}
SIGNED = (
    Signed("signing-fixed.ipa", profile=STORE),
    # Signed by someone for whom the profile was not made, who lets a debugger attach.
    Signed(
        "resigned.ipa",
        entitlements=DEVELOPMENT,
        allowed={"application-identifier": "SAMPLE0002.*", "get-task-allow": False},
    ),
    Signed("two-forms.ipa", profile=STORE, der=DEVELOPMENT),
    Signed("development.ipa", allowed=DEVELOPMENT),
)


def keyboard(twin: Path, work: Path) -> Bundle:
    """A second extension; like any executable it is signed for its own identifier."""
    return Bundle(
        info=read_plist(TOPIC / "common/Keys.plist", twin / "Keys.plist"),
        macho=link_share(work).read_bytes(),
        entitlements={
            "application-identifier": f"{TEAM}.{IDENTIFIER}.keys",
            "com.apple.developer.team-identifier": TEAM,
            "get-task-allow": False,
        },
    )


def app(twin: Path, work: Path) -> Bundle:
    """The app of a twin: its lists, its settings, its languages and its privacy manifests."""
    helper = link_helper(work)
    framework = Bundle(
        read_plist(COMMON / "Helper/Info.plist"),
        helper.read_bytes(),
        files={"PrivacyInfo.xcprivacy": (twin / "Helper.xcprivacy").read_bytes()},
    )
    files = {
        "PkgInfo": b"APPL????",
        "Settings.bundle/Root.plist": (twin / "Root.plist").read_bytes(),
        "zh-Hant.lproj/InfoPlist.strings": (twin / "InfoPlist.strings").read_bytes(),
    }
    manifest = twin / "Parcel.xcprivacy"
    if manifest.exists():
        files["PrivacyInfo.xcprivacy"] = manifest.read_bytes()
    return Bundle(
        info=read_plist(COMMON / "Info.plist", twin / "Info.plist"),
        macho=link_parcel(MAIN, helper, work),
        entitlements=read_plist(COMMON / "Parcel.entitlements", twin / "Parcel.entitlements"),
        files=files,
        nested={
            "Frameworks/Helper.framework": framework,
            "PlugIns/Keys.appex": keyboard(twin, work),
        },
    )


def signed(one: Signed, whole: Bundle) -> Bundle:
    """The bundle with other entitlements, or another profile."""
    own = {**whole.entitlements, **one.entitlements}
    allowed = {**own, "keychain-access-groups": [f"{TEAM}.*"], **one.allowed}
    return replace(
        whole,
        entitlements=own,
        profile={"Entitlements": allowed, **one.profile},
        der=None if one.der is None else {**own, **one.der},
    )


def pack(target: Path, bundle: Bundle) -> None:
    """Sign and write one IPA."""
    entries = sign_bundle(bundle, Identity(MAIN.identity, TEAM))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(
        target,
        (
            Entry(f"Payload/Parcel.app/{entry.name}", entry.data, executable=entry.executable)
            for entry in entries
        ),
    )


def with_frameworks(whole: Bundle, others: Mapping[str, str], work: Path) -> Bundle:
    """The app with empty stand-ins for frameworks of others: name and identifier of each."""
    plain = read_plist(COMMON / "Helper/Info.plist")
    macho = link_helper(work).read_bytes()
    nested = {
        f"Frameworks/{name}.framework": Bundle(
            {
                **plain,
                "CFBundleExecutable": name,
                "CFBundleIdentifier": identifier,
                "CFBundleShortVersionString": "2.5.0",
            },
            macho,
        )
        for name, identifier in others.items()
    }
    return replace(whole, nested={**whole.nested, **nested})


def build(out: Path) -> None:
    """Write all samples below `out`."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_sdk(work / "sdk")
        twins = {twin: app(TOPIC / twin, work) for twin in ("weak", "fixed")}
        for twin, bundle in twins.items():
            pack(out / f"bundle/bundle-{twin}.ipa", bundle)
        for twin, others in FRAMEWORKS.items():
            bundle = with_frameworks(twins["fixed"], others, work)
            pack(out / f"components/{twin}.ipa", bundle)
        for one in SIGNED:
            pack(out / "signing" / one.target, signed(one, twins["fixed"]))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
