import pytest

from appsec.model.outcome import Evidence, Location, Origin, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-data-removal"
API = "android.app.ActivityManager.clearApplicationUserData"


def test_a_sign_in_the_code_is_a_hint(outcome):
    seen = outcome(CHECK, android_app(code=code(site(API)))).seen
    assert list(seen) == [Evidence("seen", (Location("classes.dex", CALLER),))]


@pytest.mark.parametrize("made", [code(), code(site(API, origin=Origin.LIBRARY))])
def test_nothing_of_the_kind_is_clean(outcome, made):
    assert outcome(CHECK, android_app(code=made)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
