"""iOS: frameworks and resource bundles, classes, modules, pods and texts."""

import plistlib

import pytest

from appsec.facts.ios_code import NativeClass
from appsec.model.outcome import Cause, Confidence, Location, Origin
from appsec.model.software import Means, Unidentified
from appsec.readers.ipa.load_commands import MalformedMachO
from appsec.readers.software import ios_names
from appsec.readers.software.collected import Collected
from appsec.readers.software.ios_names import Names
from appsec.readers.software.table import table
from tests.ios_code import BINARY
from tests.ipa_builder import APP, app_files
from tests.readers.ipa.opening import app_of

AT = Location(BINARY)


def framework(name, identifier, version):
    """A framework whose executable nobody can read: that is a gap of another fact."""
    folder = f"{APP}/Frameworks/{name}.framework"
    plist = {
        "CFBundleIdentifier": identifier,
        "CFBundleExecutable": name,
        "CFBundleShortVersionString": version,
    }
    return {f"{folder}/Info.plist": plistlib.dumps(plist)}


def resources(name, **plist):
    return {f"{APP}/{name}.bundle/Info.plist": plistlib.dumps(plist)}


def told(files):
    found = app_of(app_files() | files).identified.components
    return [(one.name, one.version, one.purl, one.confidence) for one in found]


@pytest.mark.parametrize(
    ("name", "identifier", "version", "expected"),
    [
        (
            "Alamofire",
            "org.cocoapods.Alamofire",
            "5.6.4",
            ("Alamofire", "5.6.4", "pkg:cocoapods/Alamofire", Confidence.HIGH),
        ),
        (
            "Nobody",
            "org.cocoapods.Nobody",
            "1.0",
            ("Nobody", "1.0", "pkg:cocoapods/Nobody", Confidence.HIGH),
        ),
        (
            "Alamofire",
            "org.alamofire.Alamofire",
            "1.0",
            ("Alamofire", "", "pkg:cocoapods/Alamofire", Confidence.HIGH),
        ),
        ("Vendor", "com.vendor.sdk", "2.3", ("Vendor", "2.3", "", Confidence.MEDIUM)),
        ("Vendor", "com.vendor.sdk", "<b>", ("Vendor", "", "", Confidence.MEDIUM)),
    ],
)
def test_a_framework_names_itself(name, identifier, version, expected):
    assert told(framework(name, identifier, version)) == [expected]


def test_a_framework_with_an_odd_name_is_listed():
    found = app_of(app_files() | framework("<b> x", "com.vendor.sdk", "1")).identified
    at = Location(f"{APP}/Frameworks/<b> x.framework/Info.plist")
    assert (found.components, found.unidentified) == ((), (Unidentified("<b> x", 1, at),))


def test_a_framework_of_the_apps_own_is_none():
    assert told(framework("Helper", "tw.example.demo.helper", "1.0")) == []


def test_bundles_of_resources_tell_of_what_is_linked_in():
    pod = resources(
        "GTMSessionFetcher_Privacy",
        CFBundleIdentifier="org.cocoapods.GTMSessionFetcher-Privacy",
        CFBundleShortVersionString="3.1.1",
    )
    package = resources("RxSwift_RxSwift", CFBundleIdentifier="rxswift.RxSwift.resources")
    own = resources("Settings", CFBundleIdentifier="tw.example.settings")
    names = [(name, version) for name, version, _, _ in told(pod | package | own)]
    assert names == [("GTMSessionFetcher", "3.1.1"), ("RxSwift", "")]


def test_a_bundle_named_after_what_is_in_it_names_no_pod():
    assert told(resources("Images", CFBundleIdentifier="org.cocoapods.Images")) == []
    known = {
        "CFBundleIdentifier": "org.cocoapods.AccessibilityResources",
        "CFBundleShortVersionString": "0.68.2",
    }
    (one,) = told(resources("AccessibilityResources", **known))
    assert one[:3] == ("React Native", "0.68.2", "pkg:npm/react-native")


def test_a_bundle_that_cannot_be_read_is_a_gap():
    app = app_of(app_files() | {f"{APP}/GoogleMaps.bundle/Info.plist": b"<plist"})
    assert app.identified.components == ()
    assert [gap.cause for gap in app.gaps_of("identified")] == [Cause.LOST]


def names(*classes, types=()):
    """What classes (name, origin) and Swift types of these names come to."""

    class Code:
        def classes(self):
            for name, origin in classes:
                yield NativeClass(name, "NSObject", (), (), False, AT, origin)

        def swift_types(self):
            return [(name, AT, origin) for name, origin in types]

    found = Collected()
    names = Names(table("ios"), found)
    names.read(Code())
    return [one.name for one in found.components()], [
        (one.name, one.count) for one in names.unidentified()
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PodsDummy_AFNetworking", ["AFNetworking"]),
        ("PodsDummy_Whatever_Else", ["Whatever-Else"]),
        ("PodsDummy_Google_Mobile_Ads_SDK", ["Google-Mobile-Ads-SDK"]),
        ("PodsDummy_Pods_Demo", []),
        ("FIRCLSReportManager", ["FirebaseCrashlytics"]),
        ("RLMRealm", ["Realm"]),
        ("Alamofire.Session", ["Alamofire"]),
        ("Login", []),
    ],
)
def test_a_class_tells_of_its_library(name, expected):
    assert names((name, Origin.APP)) == (expected, [])


def test_modules_of_swift_and_what_nobody_knows():
    types = [
        ("Kingfisher.Cache", Origin.LIBRARY),
        ("Odd.A", Origin.LIBRARY),
        ("Odd.B", Origin.LIBRARY),
    ]
    types.append(("Demo.Main", Origin.APP))
    assert names(("ABCThing", Origin.LIBRARY), types=types) == (
        ["Kingfisher"],
        [("ABC*", 1), ("Odd", 2)],
    )


def test_what_lies_in_a_framework_that_names_itself_is_not_listed():
    names = Names(table("ios"), Collected(), {BINARY})
    names._class("ABCThing", AT, Origin.LIBRARY)
    assert list(names.unidentified()) == []


class Slices:
    def slices(self, path):
        return [memoryview(b"x")]


def test_texts_of_an_executable_state_versions(monkeypatch):
    monkeypatch.setattr(ios_names, "_lines", lambda data: "\nOpenSSL 1.0.2k  26 Jan 2017\n")
    found = Collected()
    assert ios_names.read_binary_texts(Slices(), BINARY, (table("native"),), found)
    (one,) = found.components()
    assert (one.name, one.version, one.traces[0].means) == ("OpenSSL", "1.0.2k", Means.TEXT)


def test_an_executable_that_is_malformed_tells_nothing(monkeypatch):
    def broken(data):
        raise MalformedMachO

    monkeypatch.setattr(ios_names, "read_commands", broken)
    assert not ios_names.read_binary_texts(Slices(), BINARY, (table("native"),), Collected())
