from appsec.facts.values import UNKNOWN, Constant, FieldRead, Returned
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, site, text

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


KEY, DIGEST = "javax.crypto.spec.SecretKeySpec.<init>", "java.security.MessageDigest.digest"


def keyed(name, **more):
    field = FieldRead("tw.example.User", name, "java.lang.String", False)
    data = Returned(method("java.lang.String.getBytes", returns="byte[]"), (field,))
    hashed = Returned(method(DIGEST, "byte[]", returns="byte[]"), (UNKNOWN, data))
    return android_app(code=code(site(KEY, hashed, text("AES"), **more)))


def test_the_hash_of_a_password_as_a_key_is_a_question(outcome):
    assert list(outcome(CHECK, keyed("userPassword")).seen) == [Question("hashed-password", AT, {})]


def test_other_hashes_and_libraries_are_clean(outcome):
    assert outcome(CHECK, keyed("nonce")).status is Status.CLEAN
    library = keyed("userPassword", origin=Origin.LIBRARY)
    assert outcome(CHECK, library).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = deriving(UNKNOWN, octets(1), Constant(600_000), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-salt-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
