import pytest

from appsec.facts.values import UNKNOWN, FieldRead, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-hashed-personal-data"
DIGEST = "java.security.MessageDigest.digest"
AT = Location("classes.dex", CALLER)
BYTES = method("java.lang.String.getBytes", returns="byte[]")


def named(name):
    return Returned(BYTES, (FieldRead("tw.example.User", name, "java.lang.String", False),))


def hashing(value, **more):
    return android_app(code=code(site(DIGEST, value, types=["byte[]"], **more)))


@pytest.mark.parametrize("name", ["idNumber", "phone", "email"])
def test_hashed_personal_data_is_asked_about(outcome, name):
    assert list(outcome(CHECK, hashing(named(name))).seen) == [
        Question("hashed", (AT,), {"name": name})
    ]


@pytest.mark.parametrize("value", [named("url"), named("password"), text("email"), UNKNOWN])
def test_other_values_are_clean(outcome, value):
    assert outcome(CHECK, hashing(value)).status is Status.CLEAN


PUTS = "android.content.SharedPreferences$Editor.putString"
ENCODES = "android.util.Base64.encodeToString"


def storing(name, **more):
    hashed = Returned(method(DIGEST, "byte[]", returns="byte[]"), (UNKNOWN, named(name)))
    shown = Returned(method(ENCODES, "byte[]", "int", returns="java.lang.String"), (hashed,))
    return site(PUTS, text("id"), shown, **more)


@pytest.mark.parametrize("name", ["idNumber", "userPhone", "nationalId"])
def test_a_stored_hash_in_place_of_encryption_is_found_once(outcome, name):
    both = code(storing(name), site(DIGEST, named(name), types=["byte[]"]))
    seen = list(outcome(CHECK, android_app(code=both)).seen)
    assert seen == [Finding("stored", (AT,), {"name": name})]


@pytest.mark.parametrize("name", ["email", "url", "latitude"])
def test_a_stored_hash_of_something_else_is_clean(outcome, name):
    assert outcome(CHECK, android_app(code=code(storing(name)))).status is Status.CLEAN


def test_what_libraries_store_stays_quiet(outcome):
    one = storing("phone", origin=Origin.LIBRARY)
    assert outcome(CHECK, android_app(code=code(one))).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    app = hashing(named("email"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
