"""APIs that need a reason: used by whose code, in which bundle, with which manifest."""

import pytest

from appsec.facts.ios import Bundle, BundleKind
from appsec.facts.ios_privacy import AccessedApi
from appsec.model.outcome import Location, Origin, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import manifest
from tests.ios_code import call, native_code

CHECK = "ios-unreasoned-api"
APP = "Payload/Demo.app"
KIT = f"{APP}/Frameworks/Kit.framework"


def bundle(kind, path):
    return Bundle(kind, path, "tw.example", "Demo", Location(f"{path}/Info.plist"), {})


BUNDLES = (bundle(BundleKind.APP, APP), bundle(BundleKind.FRAMEWORK, KIT))


def said(folder, *categories):
    accessed = tuple(AccessedApi(one, ("0A2A.1",)) for one in categories)
    return manifest(folder, accessed=accessed)


def seen(outcome, *sites, manifests=(), **more):
    code = native_code(*sites, **more)
    app = ios_app(bundles=BUNDLES, privacy_manifests=manifests, native_code=code)
    return [(one.key, one.values["bundle"], one.values["apis"]) for one in outcome(CHECK, app).seen]


def test_whose_code_it_is(outcome):
    own = [call("stat"), call("lstat", address=0x2000), call("mach_absolute_time")]
    other = call("statfs", origin=Origin.LIBRARY)
    assert seen(outcome, *own, other) == [
        ("unreasoned", APP, "FileTimestamp (lstat, stat); SystemBootTime (mach_absolute_time)"),
        ("unreasoned-elsewhere", APP, "DiskSpace (statfs)"),
    ]


def test_constants_and_functions_whose_address_is_taken(outcome):
    found = seen(outcome, call("stat"), imported=["stat", "fstat", "NSFileSystemFreeSize", "open"])
    assert found == [
        ("unreasoned", APP, "DiskSpace (NSFileSystemFreeSize); FileTimestamp (fstat, stat)")
    ]


def test_messages_need_a_known_receiver(outcome):
    assert seen(outcome, call("-[? fileModificationDate]"), call("-[? systemUptime]")) == []
    told = seen(outcome, call("-[NSDictionary fileModificationDate]"))
    assert told == [("unreasoned", APP, "FileTimestamp (-[NSDictionary fileModificationDate])")]


@pytest.mark.parametrize(
    "folder, quiet",
    [(APP, True), (f"{APP}/Lib.bundle", True), (KIT, False), ("Payload/Other.app", False)],
)
def test_the_manifest_of_that_bundle_counts(outcome, folder, quiet):
    found = seen(outcome, call("stat"), manifests=[said(folder, "UserDefaults", "FileTimestamp")])
    assert found == ([] if quiet else [("unreasoned", APP, "FileTimestamp (stat)")])


def test_unknown_when_a_manifest_or_code_could_not_be_read(outcome):
    for fact, value in (("privacy_manifests", ()), ("native_code", native_code())):
        gaps = {fact: lost(fact)}
        given = {"privacy_manifests": (), "native_code": native_code(), fact: value}
        app = ios_app(bundles=BUNDLES, gaps=gaps, **given)
        assert outcome(CHECK, app).status is Status.UNKNOWN
