from dataclasses import replace

import pytest

from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, bundle, in_plist, manifest

CHECK = "ios-privacy-manifest-missing"
SDK = f"{APP}/Frameworks/Alamofire.framework"
LISTED = replace(bundle(HELPER), path=SDK, at=in_plist("", SDK))


def app(*manifests, gaps=None):
    bundles = (bundle(), bundle(HELPER), LISTED)
    return ios_app(info=bundle(), bundles=bundles, privacy_manifests=manifests, gaps=gaps)


def test_shows_an_app_and_a_listed_sdk_without_one(outcome):
    assert list(outcome(CHECK, app()).seen) == [
        Evidence("app", in_plist(""), {"bundle": APP}),
        Evidence("sdk", LISTED.at, {"bundle": SDK, "sdk": "Alamofire"}),
    ]


@pytest.mark.parametrize("folder", [SDK, f"{SDK}/Alamofire.bundle"])
def test_quiet_when_both_have_one(outcome, folder):
    result = outcome(CHECK, app(manifest(), manifest(folder)))
    assert result.status is Status.CLEAN


@pytest.mark.parametrize("fact", ["info", "bundles", "privacy_manifests"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    result = outcome(CHECK, app(manifest(), manifest(SDK), gaps={fact: lost(fact)}))
    assert result.status is Status.UNKNOWN
