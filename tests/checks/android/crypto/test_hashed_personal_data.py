import pytest

from appsec.facts.values import UNKNOWN, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
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


def test_libraries_stay_quiet(outcome):
    app = hashing(named("email"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
