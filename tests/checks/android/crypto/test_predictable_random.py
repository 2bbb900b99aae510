import pytest

from appsec.facts.values import UNKNOWN, Changed, Constant, New, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, site, text

CHECK = "android-predictable-random"
KEY = "javax.crypto.spec.SecretKeySpec.<init>"
SALT = "javax.crypto.spec.PBEKeySpec.<init>"
STORE = "android.content.SharedPreferences$Editor.putString"
AT = Location("classes.dex", CALLER)


def random(of="java.util.Random"):
    drawn = Returned(method("java.util.Random.nextLong", returns="long"), (New(of),))
    return Returned(method("java.lang.String.valueOf", returns="java.lang.String"), (drawn,))


FILLED = Changed(method("java.util.Random.nextBytes", "byte[]"))


@pytest.mark.parametrize(
    "call",
    [
        site(KEY, FILLED, text("AES")),
        site(KEY, Returned(method("java.lang.String.getBytes"), (random(),)), text("AES")),
        site(SALT, UNKNOWN, Returned(method("kotlin.random.Random$Default.nextBytes"), ())),
        site(STORE, text("access_token"), random()),
        site(STORE, text("token"), Returned(method("java.lang.Math.random"), ())),
    ],
)
def test_keys_and_tokens_of_such_numbers_are_asked_about(outcome, call):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Question("predictable", AT, {})]


@pytest.mark.parametrize(
    "call",
    [
        site(KEY, Changed(method("java.security.SecureRandom.nextBytes", "byte[]")), text("AES")),
        site(KEY, Returned(method("java.lang.Math.abs"), (Constant(1),)), text("AES")),
        site(KEY, octets(1), text("AES")),
        site(STORE, text("color"), random()),
        site(STORE, text("token"), random("java.security.SecureRandom")),
        site(SALT, UNKNOWN),
    ],
)
def test_secure_numbers_and_other_uses_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(site(KEY, FILLED, text("AES"), origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("predictable-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
