import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-plain-database-value"
PUT = "android.content.ContentValues.put"
MMKV = "com.tencent.mmkv.MMKV.encode"
AT = Location("classes.dex", CALLER)
PASSWORD = FieldRead("tw.example.User", "password", "java.lang.String", False)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (site(PUT, text("pwd"), UNKNOWN), "pwd"),
        (site(PUT, text("c1"), PASSWORD), "password"),
        (site(MMKV, text("access_token"), UNKNOWN), "access_token"),
    ],
)
def test_a_plain_secret_is_asked_about(outcome, call, name):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Question("plain", (AT,), {"name": name})]


@pytest.mark.parametrize(
    "call",
    [
        site(PUT, text("pwd"), text("")),
        site(PUT, text("pwd"), Constant(1)),
        site(PUT, text("pwd"), Returned(method("tw.example.Vault.encrypt"), (PASSWORD,))),
        site(PUT, text("title"), UNKNOWN),
        site(PUT, text("token"), UNKNOWN, origin=Origin.LIBRARY),
        site(PUT, text("token")),
    ],
)
def test_constants_ciphertext_other_columns_and_libraries_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
