import pytest

from appsec.facts.values import UNKNOWN, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-weak-password-hash"
DIGEST = "java.security.MessageDigest.digest"
UPDATE = "java.security.MessageDigest.update"
AT = Location("classes.dex", CALLER)
BYTES = method("java.lang.String.getBytes", returns="byte[]")


def named(name):
    return Returned(BYTES, (FieldRead("tw.example.Login", name, "java.lang.String", False),))


def hashing(value, algorithm="MD5", api=DIGEST, **more):
    gets = method("java.security.MessageDigest.getInstance", "java.lang.String")
    receiver = Returned(gets, (text(algorithm),))
    return android_app(code=code(site(api, value, receiver=receiver, types=["byte[]"], **more)))


@pytest.mark.parametrize("api", [DIGEST, UPDATE])
@pytest.mark.parametrize("algorithm", ["MD5", "SHA-1", "SHA1"])
def test_a_hashed_password_is_asked_about(outcome, api, algorithm):
    seen = list(outcome(CHECK, hashing(named("password"), algorithm, api)).seen)
    assert seen == [Question("weak-hash", AT, {"algorithm": algorithm})]


SIGNER = Returned(method("android.content.pm.Signature.toByteArray", returns="byte[]"), (UNKNOWN,))
"""Of which the key hash is made that sign-in services ask for."""


@pytest.mark.parametrize(
    "value",
    [named("cacheKey"), named("url"), named("eTag"), text("password"), SIGNER, UNKNOWN],
)
def test_cache_keys_and_the_like_are_clean(outcome, value):
    assert outcome(CHECK, hashing(value)).status is Status.CLEAN


def test_a_sound_algorithm_is_clean(outcome):
    assert outcome(CHECK, hashing(named("password"), "SHA-256")).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    app = hashing(named("password"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
