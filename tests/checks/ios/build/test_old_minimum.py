import pytest

from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, bundle, in_plist

CHECK = "ios-old-minimum"
KEY = "MinimumOSVersion"


@pytest.mark.parametrize("version", ["9.0", "12.4"])
def test_shown_for_old_versions(outcome, version):
    result = outcome(CHECK, ios_app(info=bundle(MinimumOSVersion=version)))
    values = {"bundle": APP, "version": version}
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("unmaintained", in_plist(KEY), values, identity=("bundle",))],
    )


@pytest.mark.parametrize("plist", [{KEY: "13.0"}, {KEY: "17"}, {}])
def test_quiet_for_later_versions(outcome, plist):
    result = outcome(CHECK, ios_app(info=bundle(**plist)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_the_bundle_has_a_gap(outcome):
    app = ios_app(info=bundle(), gaps={"info": lost("info")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
