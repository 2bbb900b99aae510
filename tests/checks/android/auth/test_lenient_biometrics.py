import pytest

from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-lenient-biometrics"
AT = Location("classes.dex", CALLER)
KEY = "android.security.keystore.KeyGenParameterSpec$Builder.setInvalidatedByBiometricEnrollment"
ALLOWS = "androidx.biometric.BiometricPrompt$PromptInfo$Builder.setAllowedAuthenticators"
CONFIRMS = "android.app.KeyguardManager.createConfirmDeviceCredentialIntent"
OLD = "android.hardware.fingerprint.FingerprintManager.authenticate"
STRONG, WEAK, CREDENTIAL = 0x0F, 0xFF, 0x8000


def calling(api, *arguments, **more):
    return android_app(code=code(site(api, *arguments, **more)))


@pytest.mark.parametrize(
    ("api", "value", "key"),
    [
        (KEY, Constant(False), "outlives-enrolment"),
        (ALLOWS, Constant(WEAK), "weak-class"),
        (ALLOWS, Constant(WEAK | CREDENTIAL), "weak-class"),
        (CONFIRMS, UNKNOWN, "device-credential"),
    ],
)
def test_what_is_lenient_is_a_question(outcome, api, value, key):
    assert list(outcome(CHECK, calling(api, value)).seen) == [Question(key, (AT,))]


@pytest.mark.parametrize(
    ("api", "value"),
    [
        (KEY, Constant(True)),
        (KEY, UNKNOWN),
        (ALLOWS, Constant(STRONG)),
        (ALLOWS, Constant(STRONG | CREDENTIAL)),
        (ALLOWS, Constant(CREDENTIAL)),
        (ALLOWS, UNKNOWN),
    ],
)
def test_what_is_strict_or_not_told_is_clean(outcome, api, value):
    assert outcome(CHECK, calling(api, value)).status is Status.CLEAN


def test_the_old_api_is_shown(outcome):
    assert list(outcome(CHECK, calling(OLD, UNKNOWN)).seen) == [Evidence("old-api", (AT,))]


def test_libraries_stay_quiet(outcome):
    app = calling(KEY, Constant(False), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
