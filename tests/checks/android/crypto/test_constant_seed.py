import pytest

from appsec.facts.values import UNKNOWN, Constant, New, Returned
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, one_of, site, text

CHECK = "android-constant-seed"
SEED = "java.security.SecureRandom.setSeed"
MAKE = "java.security.SecureRandom.<init>"
AT = Location("classes.dex", CALLER)


def named(algorithm):
    return Returned(method("java.security.SecureRandom.getInstance"), (text(algorithm),))


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


@pytest.mark.parametrize(
    ("generator", "expected"),
    [
        (New("java.security.SecureRandom"), Evidence("added", AT)),
        (named("NativePRNG"), Evidence("added", AT)),
        (named("SHA1PRNG"), Question("constant", AT)),
        (one_of(New("java.security.SecureRandom"), named("SHA1PRNG")), Question("constant", AT)),
    ],
)
def test_a_seed_settles_only_what_old_generators_give(outcome, generator, expected):
    call = site(SEED, Constant(42), receiver=generator)
    assert list(outcome(CHECK, android_app(code=code(call))).seen) == [expected]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
