import pytest

from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, octets, site

CHECK = "android-constant-seed"
SEED = "java.security.SecureRandom.setSeed"
MAKE = "java.security.SecureRandom.<init>"
AT = Location("classes.dex", CALLER)


@pytest.mark.parametrize(
    "call", [site(SEED, Constant(42)), site(SEED, octets(1, 2)), site(MAKE, octets(1))]
)
def test_a_constant_seed_is_asked_about(outcome, call):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Question("constant", AT, {})]


@pytest.mark.parametrize("call", [site(MAKE), site(SEED, UNKNOWN)])
def test_no_seed_and_one_of_the_run_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(site(SEED, Constant(1), origin=Origin.UNREACHED)))
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-elsewhere", (AT,), {"count": "1"}, origin=Origin.UNREACHED)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
