import pytest

from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-public-notification"
APIS = (
    "android.app.Notification$Builder.setVisibility",
    "androidx.core.app.NotificationCompat$Builder.setVisibility",
    "android.app.NotificationChannel.setLockscreenVisibility",
)


def shown(api, value, **more):
    return android_app(code=code(site(api, value, **more)))


@pytest.mark.parametrize("api", APIS)
def test_full_content_on_the_lock_screen_is_a_question(outcome, api):
    seen = outcome(CHECK, shown(api, Constant(1))).seen
    assert list(seen) == [Question("public", Location("classes.dex", CALLER))]


@pytest.mark.parametrize("value", [Constant(0), Constant(-1), UNKNOWN])
def test_private_and_secret_ones_are_clean(outcome, value):
    assert outcome(CHECK, shown(APIS[0], value)).status is Status.CLEAN


def test_those_of_libraries_stay_quiet(outcome):
    one = shown(APIS[0], Constant(1), origin=Origin.LIBRARY)
    assert outcome(CHECK, one).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
