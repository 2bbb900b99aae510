from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-key-store-use"
STORE = "java.security.KeyStore.getInstance"
SPEC = "android.security.keystore.KeyGenParameterSpec$Builder.<init>"
AUTH = "android.security.keystore.KeyGenParameterSpec$Builder.setUserAuthenticationRequired"
AT = Location("classes.dex", CALLER)


def test_use_is_shown_and_a_key_without_the_user_is_advice(outcome):
    app = android_app(
        code=code(
            site(STORE, text("AndroidKeyStore"), static=True),
            site(SPEC, text("vault"), Constant(3)),
            site(AUTH, Constant(False)),
        )
    )
    result = outcome(CHECK, app)
    assert result.status is Status.CLEAN
    assert list(result.seen) == [
        Evidence("used", (AT,), {}),
        Evidence("no-user-authentication", (AT,), {}),
    ]


def test_a_key_that_asks_for_the_user_brings_no_advice(outcome):
    app = android_app(code=code(site(SPEC, text("vault"), Constant(3)), site(AUTH, Constant(True))))
    assert outcome(CHECK, app).seen == ()


def test_other_stores_are_not_it(outcome):
    calls = (site(STORE, text("BKS"), static=True), site(STORE, UNKNOWN, static=True))
    assert outcome(CHECK, android_app(code=code(*calls))).seen == ()


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
