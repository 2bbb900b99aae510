import pytest

from appsec.model.outcome import Evidence, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-safe-browsing-off"
SWITCH = "android.webkit.WebView.EnableSafeBrowsing"


def run(outcome, meta_data, gaps=None):
    return outcome(CHECK, android_app(gaps, manifest=manifest(meta_data=meta_data)))


def test_advice_when_it_is_off(outcome):
    result = run(outcome, {SWITCH: "false"})
    assert (result.status, list(result.seen)) == (Status.CLEAN, [Evidence("switched-off", AT)])


@pytest.mark.parametrize("given", [None, {}, {SWITCH: "true"}, {"other": "false"}])
def test_quiet_otherwise(outcome, given):
    assert run(outcome, given).seen == ()


def test_unknown_when_the_manifest_has_a_gap(outcome):
    assert run(outcome, None, {"manifest": lost()}).status is Status.UNKNOWN
