import pytest

from appsec.facts.values import UNKNOWN, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-plain-personal-data"
PUT = "android.content.SharedPreferences$Editor.putString"
AT = Location("classes.dex", CALLER)
OTHER = "tw.example.app.Profile.save"
EMAIL = FieldRead("tw.example.User", "email", "java.lang.String", False)


def test_all_names_are_one_question(outcome):
    calls = (site(PUT, text("a"), EMAIL), site(PUT, text("phone"), UNKNOWN, caller=OTHER))
    assert list(outcome(CHECK, android_app(code=code(*calls))).seen) == [
        Question("plain", (AT, Location("classes.dex", OTHER)), {"names": "email, phone"})
    ]


@pytest.mark.parametrize(
    "call",
    [
        site(PUT, text("email"), text("")),
        site(PUT, text("theme"), UNKNOWN),
        site(PUT, text("email"), Returned(method("tw.example.Vault.encrypt"), (EMAIL,))),
        site(PUT, text("email"), UNKNOWN, origin=Origin.LIBRARY),
    ],
)
def test_constants_ciphertext_other_names_and_libraries_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
