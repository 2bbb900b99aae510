import pytest

from appsec.facts.values import UNKNOWN, Changed, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, one_of, site

CHECK = "android-constant-iv"
IV = "javax.crypto.spec.IvParameterSpec.<init>"
GCM = "javax.crypto.spec.GCMParameterSpec.<init>"
AT = Location("classes.dex", CALLER)
OTHER = "tw.example.app.Login.close"


def test_own_places_are_one_question(outcome):
    app = android_app(
        code=code(
            site(IV, octets(*[0] * 16)),
            site(IV, octets(*[0] * 16), caller=OTHER),
            site(GCM, Constant(128), octets(1, 2)),
        )
    )
    places = (Location("classes.dex", OTHER), AT)
    assert list(outcome(CHECK, app).seen) == [Question("constant", places, {})]


@pytest.mark.parametrize(
    "value", [UNKNOWN, Changed(method("java.security.SecureRandom.nextBytes", "byte[]"))]
)
def test_what_depends_on_the_run_is_clean(outcome, value):
    app = android_app(code=code(site(IV, value), site(GCM, Constant(128), value)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(site(IV, octets(1), origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_a_constant_among_others_is_asked_about(outcome):
    call = site("javax.crypto.spec.IvParameterSpec.<init>", one_of(octets(1), UNKNOWN))
    assert outcome(CHECK, android_app(code=code(call))).status is Status.QUESTION


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
