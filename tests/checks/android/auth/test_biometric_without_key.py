import pytest

from appsec.facts.values import UNKNOWN, Constant, New
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, one_of, site

CHECK = "android-biometric-without-key"
ANDROIDX = "androidx.biometric.BiometricPrompt"
PLATFORM = "android.hardware.biometrics.BiometricPrompt"
FINGERPRINT = "android.hardware.fingerprint.FingerprintManager"


def app(owner, *kinds, value=UNKNOWN, **more):
    arguments = [value if kind == "key" else UNKNOWN for kind in kinds]
    types = [f"{owner}$CryptoObject" if kind == "key" else kind for kind in kinds]
    return android_app(code=code(site(f"{owner}.authenticate", *arguments, types=types, **more)))


@pytest.mark.parametrize(
    "made",
    [
        app(ANDROIDX, "info"),
        app(PLATFORM, "signal", "executor", "callback"),
        app(FINGERPRINT, "key", "signal", value=Constant(None)),
        app(FINGERPRINT, "key", "signal", value=one_of(Constant(None), New("a.Key"))),
    ],
)
def test_a_result_without_a_key_is_a_question(outcome, made):
    seen = outcome(CHECK, made).seen
    assert list(seen) == [Question("event-only", Location("classes.dex", CALLER))]


@pytest.mark.parametrize("made", [app(ANDROIDX, "info", "key"), app(PLATFORM, "key", "signal")])
def test_a_key_is_clean(outcome, made):
    assert outcome(CHECK, made).status is Status.CLEAN


def test_what_androidx_calls_itself_stays_quiet(outcome):
    one = app(PLATFORM, "signal", origin=Origin.LIBRARY)
    assert outcome(CHECK, one).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
