import pytest

from appsec.facts.values import UNKNOWN, Constant, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-constant-keystore-password"
LOAD = "java.security.KeyStore.load"
MANAGER = "javax.net.ssl.KeyManagerFactory.init"
AT = Location("classes.dex", CALLER)
PASSWORD = Returned(method("java.lang.String.toCharArray", returns="char[]"), (text("secret"),))


def test_own_places_are_one_question(outcome):
    app = android_app(code=code(site(LOAD, UNKNOWN, PASSWORD), site(MANAGER, UNKNOWN, PASSWORD)))
    assert list(outcome(CHECK, app).seen) == [Question("constant", (AT,), {})]


@pytest.mark.parametrize(
    "call",
    [
        site(LOAD, Constant(None), Constant(None)),
        site(LOAD, Constant(None)),
        site(LOAD, UNKNOWN, UNKNOWN),
        site(LOAD, UNKNOWN, PASSWORD, origin=Origin.LIBRARY),
    ],
)
def test_the_systems_store_and_libraries_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
