import pytest

from appsec.facts.values import UNKNOWN, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, one_of, site, text

CHECK = "android-constant-credentials"
BASIC = "okhttp3.Credentials.basic"
PROXY = "java.net.PasswordAuthentication.<init>"
JDBC = "java.sql.DriverManager.getConnection"
FTP = "org.apache.commons.net.ftp.FTPClient.login"
AT = Location("classes.dex", CALLER)


def characters(value):
    return Returned(method("java.lang.String.toCharArray", returns="char[]"), (text(value),))


@pytest.mark.parametrize(
    "call",
    [
        site(BASIC, text("admin"), text("s3cret"), static=True),
        site(PROXY, text("admin"), characters("s3cret")),
        site(JDBC, text("jdbc:mysql://db/x"), text("admin"), text("s3cret"), static=True),
    ],
)
def test_an_account_with_its_password_is_found(outcome, call):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Finding("login", AT, {"account": "admin"})]


@pytest.mark.parametrize(
    "call",
    [
        site(BASIC, text("admin"), UNKNOWN, static=True),
        site(BASIC, UNKNOWN, text("s3cret"), static=True),
        site(BASIC, text("admin"), text(""), static=True),
        site(JDBC, text("jdbc:sqlite:x"), static=True),
        site(FTP, text("Anonymous"), text("guest@example.tw")),
    ],
)
def test_typed_ones_and_anonymous_accounts_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    call = site(BASIC, text("a"), text("b"), static=True, origin=Origin.UNREACHED)
    assert list(outcome(CHECK, android_app(code=code(call))).seen) == [
        Question("login-elsewhere", (AT,), {"count": "1"}, origin=Origin.UNREACHED)
    ]


def test_one_of_several_passwords_is_found_if_all_are_constant(outcome):
    both = site(BASIC, text("admin"), one_of(text("a"), text("b")), static=True)
    seen = list(outcome(CHECK, android_app(code=code(both))).seen)
    assert seen == [Finding("login", AT, {"account": "admin"})]
    some = site(BASIC, one_of(text("admin"), UNKNOWN), one_of(text("a"), UNKNOWN), static=True)
    seen = list(outcome(CHECK, android_app(code=code(some))).seen)
    assert seen == [Question("perhaps-login", AT, {"account": "admin"})]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
