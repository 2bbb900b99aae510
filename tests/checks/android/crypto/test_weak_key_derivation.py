from appsec.facts.values import UNKNOWN, Constant
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, octets, site

CHECK = "android-weak-key-derivation"
SPEC = "javax.crypto.spec.PBEKeySpec.<init>"
AT = Location("classes.dex", CALLER)


def deriving(*arguments, **more):
    return android_app(code=code(site(SPEC, *arguments, **more)))


def test_a_constant_salt_is_asked_about_and_few_iterations_are_advice(outcome):
    app = deriving(UNKNOWN, octets(1, 2), Constant(1000), Constant(256))
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-salt", AT, {}),
        Evidence("few-iterations", AT, {"iterations": "1000", "advised": "600000"}),
    ]


def test_few_iterations_alone_are_no_question(outcome):
    result = outcome(CHECK, deriving(UNKNOWN, UNKNOWN, Constant(599_999), Constant(256)))
    assert result.status is Status.CLEAN
    assert [one.key for one in result.seen] == ["few-iterations"]


def test_a_random_salt_with_many_iterations_is_clean(outcome):
    result = outcome(CHECK, deriving(UNKNOWN, UNKNOWN, Constant(600_000), Constant(256)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_a_password_alone_and_an_unknown_count_are_clean(outcome):
    assert outcome(CHECK, deriving(UNKNOWN)).seen == ()
    assert outcome(CHECK, deriving(UNKNOWN, UNKNOWN, UNKNOWN)).seen == ()


def test_elsewhere_it_is_one_question(outcome):
    app = deriving(UNKNOWN, octets(1), Constant(600_000), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-salt-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
