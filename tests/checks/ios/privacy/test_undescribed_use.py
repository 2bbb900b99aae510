"""Requests for resources of the device, held against Info.plist."""

import pytest

from appsec.facts.ios_code import Choice
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.checks.ios.given import bundle
from tests.ios_code import NOTHING, Number, Symbol, call, native_code

CHECK = "ios-undescribed-use"
LOCATES = "-[CLLocationManager requestWhenInUseAuthorization]"
RECORDS = "+[AVCaptureDevice requestAccessForMediaType:completionHandler:]"
VIDEO, AUDIO = Symbol("AVMediaTypeVideo"), Symbol("AVMediaTypeAudio")
CENTRAL = "-[CBCentralManager initWithDelegate:queue:]"
BLUETOOTH = "NSBluetoothAlwaysUsageDescription, NSBluetoothPeripheralUsageDescription"
PICKS = "-[UIImagePickerController setSourceType:]"
SAVES = "UIImageWriteToSavedPhotosAlbum"
PHOTOS = "NSPhotoLibraryAddUsageDescription, NSPhotoLibraryUsageDescription"
REMINDS = "-[EKEventStore requestAccessToEntityType:completion:]"
KEY = "NSLocationWhenInUseUsageDescription"


def seen(outcome, site, plist=None):
    app = ios_app(bundles=(bundle(**(plist or {})),), native_code=native_code(site))
    done = outcome(CHECK, app)
    return [(type(one).__name__, one.key, one.values.get("keys")) for one in done.seen]


@pytest.mark.parametrize(
    "site, found",
    [
        (call(LOCATES), [("Finding", "undescribed", KEY)]),
        (call(RECORDS, VIDEO), [("Finding", "undescribed", "NSCameraUsageDescription")]),
        (call(RECORDS, AUDIO), [("Finding", "undescribed", "NSMicrophoneUsageDescription")]),
        (call(RECORDS, NOTHING), []),
        (call("-[? requestWhenInUseAuthorization]"), [("Question", "unclear", KEY)]),
        (call("-[? initWithDelegate:queue:]"), []),
        (call(CENTRAL), [("Finding", "undescribed", BLUETOOTH)]),
        (call(PICKS, Number(1)), [("Finding", "undescribed", "NSCameraUsageDescription")]),
        (call(PICKS, Number(0)), []),
        (call("-[? setSourceType:]", Number(1)), []),
        (call(SAVES), [("Finding", "undescribed", PHOTOS)]),
        (call(LOCATES, origin=Origin.LIBRARY), [("Question", "undescribed-elsewhere", None)]),
    ],
)
def test_without_descriptions(outcome, site, found):
    assert seen(outcome, site) == found


def test_both_media_ask_for_both_descriptions(outcome):
    site = call(RECORDS, Choice(frozenset({VIDEO, AUDIO})))
    assert {keys for _, _, keys in seen(outcome, site)} == {
        "NSCameraUsageDescription",
        "NSMicrophoneUsageDescription",
    }


def test_a_description_is_enough(outcome):
    assert seen(outcome, call(LOCATES), {KEY: "顯示附近據點"}) == []


@pytest.mark.parametrize("kind, described", [(1, True), (0, False)])
def test_the_value_tells_which_description(outcome, kind, described):
    found = seen(outcome, call(REMINDS, Number(kind)), {"NSRemindersUsageDescription": "提醒繳費"})
    assert bool(found) is not described
