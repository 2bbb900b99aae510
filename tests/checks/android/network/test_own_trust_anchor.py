from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-own-trust-anchor"
INIT = "javax.net.ssl.TrustManagerFactory.init"
AT = Location("classes.dex", CALLER)


def trusting(value, **more):
    return android_app(code=code(site(INIT, value, **more)))


def test_a_store_of_its_own_is_a_question(outcome):
    seen = list(outcome(CHECK, trusting(UNKNOWN)).seen)
    assert seen == [Question("own-store", (AT,), {"count": "1"})]


def test_the_authorities_of_the_system_are_clean(outcome):
    assert outcome(CHECK, trusting(Constant(None))).status is Status.CLEAN


def test_libraries_are_quiet(outcome):
    assert outcome(CHECK, trusting(UNKNOWN, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
