import pytest

from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import (
    APP,
    HELPER,
    SHARE,
    build,
    bundle,
    entitled,
    entitlements,
    executable,
    in_plist,
)

CHECK = "ios-usage-missing"
NFC = "com.apple.developer.nfc.readersession.formats"
ALWAYS = "NSLocationAlwaysAndWhenInUseUsageDescription"
IN_USE = "NSLocationWhenInUseUsageDescription"
LOCATION = f"{ALWAYS}, NSLocationAlwaysUsageDescription, {IN_USE}"


def app(plist, signed=None, path=APP, gaps=None, builds=()):
    return ios_app(
        builds=builds,
        bundles=(bundle(path, **plist),),
        entitlements=(entitlements(path, signed or {}),),
        gaps=gaps,
    )


def question(declared, place, keys):
    return Question("missing", (place,), {"bundle": APP, "declared": f"{declared} ({keys})"})


@pytest.mark.parametrize("key", ["UIBackgroundModes", "UIBackgroundModes~ipad"])
def test_asks_about_a_background_mode(outcome, key):
    result = outcome(CHECK, app({key: ["fetch", "location"]}))
    asked = question("UIBackgroundModes: location", in_plist(key), LOCATION)
    assert list(result.seen) == [asked]


def test_asks_about_an_entitlement(outcome):
    result = outcome(CHECK, app({}, {NFC: ["TAG"]}))
    assert list(result.seen) == [question(NFC, entitled(NFC), "NFCReaderUsageDescription")]


def test_asks_about_always_without_when_in_use(outcome):
    result = outcome(CHECK, app({ALWAYS: "x"}))
    assert list(result.seen) == [question(ALWAYS, in_plist(ALWAYS), IN_USE)]


def test_one_question_for_all_that_is_missing(outcome):
    result = outcome(CHECK, app({"UIBackgroundModes": ["location"]}, {NFC: ["TAG"]}))
    declared = f"UIBackgroundModes: location ({LOCATION}); {NFC} (NFCReaderUsageDescription)"
    places = (in_plist("UIBackgroundModes"), entitled(NFC))
    values = {"bundle": APP, "declared": declared}
    assert list(result.seen) == [Question("missing", places, values)]


@pytest.mark.parametrize(
    ("plist", "signed"),
    [
        ({}, {}),
        ({"UIBackgroundModes": ["fetch", "remote-notification", "audio"]}, {}),
        ({"UIBackgroundModes": ["location"], IN_USE: "x"}, {}),
        ({"NFCReaderUsageDescription~iphone": "x"}, {NFC: ["TAG"]}),
        ({}, {NFC: []}),
        ({ALWAYS: "x", IN_USE: "x"}, {}),
    ],
)
def test_quiet_when_nothing_is_declared_or_a_text_is_there(outcome, plist, signed):
    assert outcome(CHECK, app(plist, signed)).status is Status.CLEAN


def importing(*classes, path=APP):
    return build(path, imports=frozenset(f"_OBJC_CLASS_$_{name}" for name in classes))


def test_asks_about_what_the_code_refers_to(outcome):
    builds = (importing("CNContactStore"), importing("LAContext", "NSObject", path=HELPER))
    result = outcome(CHECK, app({}, builds=builds))
    used = "CNContactStore (NSContactsUsageDescription); LAContext (NSFaceIDUsageDescription)"
    places = (Location(executable()), Location(executable(HELPER)))
    values = {"bundle": APP, "used": used}
    assert list(result.seen) == [Question("referred", places, values)]


@pytest.mark.parametrize(
    ("plist", "path"),
    [
        ({"NSContactsUsageDescription~ipad": "x"}, APP),
        ({"NSContactsUsageDescription": "x"}, HELPER),
    ],
)
def test_quiet_for_what_is_described(outcome, plist, path):
    result = outcome(CHECK, app(plist, builds=(importing("CNContactStore", path=path),)))
    assert result.status is Status.CLEAN


def test_an_extension_needs_a_description_of_its_own(outcome):
    bundles = (bundle(NSContactsUsageDescription="x"), bundle(SHARE))
    builds = (importing("CNContactStore"), importing("CNContactStore", path=SHARE))
    given = ios_app(bundles=bundles, entitlements=(), builds=builds)
    assert [one.values["bundle"] for one in outcome(CHECK, given).seen] == [SHARE]


def test_a_framework_asks_for_nothing(outcome):
    framework = bundle(HELPER, UIBackgroundModes=["location"])
    given = ios_app(bundles=(bundle(), framework), entitlements=(), builds=())
    result = outcome(CHECK, given)
    assert result.status is Status.CLEAN


@pytest.mark.parametrize("fact", ["bundles", "entitlements", "builds"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    assert outcome(CHECK, app({}, gaps={fact: lost(fact)})).status is Status.UNKNOWN
