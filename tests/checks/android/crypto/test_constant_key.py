import pytest

from appsec.facts.values import UNKNOWN, Array, Changed, Constant, Parameter, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, one_of, site, text

CHECK = "android-constant-key"
KEY = "javax.crypto.spec.SecretKeySpec.<init>"
DERIVE = "javax.crypto.spec.PBEKeySpec.<init>"
AT = Location("classes.dex", CALLER)
GET_BYTES = method("java.lang.String.getBytes", returns="byte[]")
DECODE = method("android.util.Base64.decode", "java.lang.String", "int", returns="byte[]")
UNTOLD = (
    UNKNOWN,
    Parameter(0, "byte[]"),
    Returned(GET_BYTES, (UNKNOWN,)),
    Changed(method("java.lang.System.arraycopy", "java.lang.Object")),
    one_of(Returned(method("tw.example.Keys.of"), ()), Parameter(0, "byte[]")),
)
"""Nothing tells where these come from."""


def keyed(value, **more):
    return android_app(code=code(site(KEY, value, text("AES"), **more)))


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        (octets(*range(16)), "128"),
        (Returned(GET_BYTES, (text("0123456789abcdef0123456789abcdef"),)), "256"),
        (Returned(DECODE, (text("MDEyMw=="), Constant(0))), "64"),
    ],
)
def test_a_constant_is_found(outcome, value, bits):
    seen = list(outcome(CHECK, keyed(value)).seen)
    assert seen == [Finding("constant", AT, {"bits": bits})]


@pytest.mark.parametrize(
    "value",
    [
        Changed(method("java.security.SecureRandom.nextBytes", "byte[]")),
        Array("byte[]", (Constant(1), UNKNOWN)),
        Array("byte[]", ()),
    ],
)
def test_what_depends_on_the_run_is_clean(outcome, value):
    assert outcome(CHECK, keyed(value)).status is Status.CLEAN


@pytest.mark.parametrize(
    "value",
    [
        Returned(method("tw.example.Hex.decode", returns="byte[]"), (text("8d127684cbc37c17"),)),
        Returned(
            GET_BYTES,
            (Returned(method("android.content.Context.getString"), (UNKNOWN, Constant(7))),),
        ),
    ],
)
def test_a_key_made_of_a_fixed_value_is_asked_about(outcome, value):
    assert list(outcome(CHECK, keyed(value)).seen) == [Question("computed", AT, {})]


@pytest.mark.parametrize(
    "value",
    [
        Returned(method("tw.example.Keys.of", returns="byte[]"), (UNKNOWN, text("alias"))),
        Returned(method("tw.example.Keys.of", returns="byte[]"), ()),
        Returned(method("java.lang.System.getenv"), (text("KEY"),)),
        Returned(method("android.content.SharedPreferences.getString"), (UNKNOWN, text("key"))),
    ],
)
def test_a_key_that_is_looked_up_is_clean(outcome, value):
    assert outcome(CHECK, keyed(value)).status is Status.CLEAN


def test_a_key_of_a_constant_password_is_found(outcome):
    chars = Returned(method("java.lang.String.toCharArray", returns="char[]"), (text("secret"),))
    app = android_app(code=code(site(DERIVE, chars, UNKNOWN, Constant(10_000), Constant(256))))
    assert list(outcome(CHECK, app).seen) == [Finding("derived", AT, {})]


def test_a_key_that_is_the_hash_of_a_constant_is_found(outcome):
    digest = method("java.security.MessageDigest.digest", "byte[]", returns="byte[]")
    hashed = Returned(digest, (UNKNOWN, Returned(GET_BYTES, (text("secret"),))))
    cut = Returned(method("java.util.Arrays.copyOf", returns="byte[]"), (hashed, Constant(16)))
    for value in (hashed, cut):
        assert list(outcome(CHECK, keyed(value)).seen) == [Finding("derived", AT, {})]


def test_a_key_of_a_typed_password_is_clean(outcome):
    app = android_app(code=code(site(DERIVE, UNKNOWN, octets(1))))
    assert outcome(CHECK, app).status is Status.CLEAN


@pytest.mark.parametrize("origin", [Origin.LIBRARY, Origin.UNREACHED])
def test_elsewhere_it_is_one_question(outcome, origin):
    result = outcome(CHECK, keyed(octets(1, 2), origin=origin))
    assert list(result.seen) == [
        Question("constant-elsewhere", (AT,), {"count": "1"}, origin=origin)
    ]


def test_each_of_several_constants_is_found(outcome):
    either = Returned(GET_BYTES, (one_of(text("0123456789abcdef"), text("fedcba98")),))
    expected = Finding("constant", AT, {"bits": "128, 64"})
    assert list(outcome(CHECK, keyed(either)).seen) == [expected]
    assert list(outcome(CHECK, keyed(one_of(octets(1), octets(2)))).seen) == [
        Finding("constant", AT, {"bits": "8"})
    ]


def test_a_constant_among_others_is_asked_about(outcome):
    other = Returned(method("tw.example.Keys.of", returns="byte[]"), ())
    seen = list(outcome(CHECK, keyed(one_of(octets(1, 2), other))).seen)
    assert seen == [Question("perhaps-constant", AT, {"bits": "16"})]
    app = android_app(code=code(site(DERIVE, one_of(octets(1), UNKNOWN), UNKNOWN)))
    assert list(outcome(CHECK, app).seen) == [Question("perhaps-derived", AT, {})]


@pytest.mark.parametrize("value", UNTOLD)
def test_keys_from_nobody_knows_where_are_one_question(outcome, value):
    calls = [site(KEY, value, text("AES"), caller=one) for one in (CALLER, CALLER + "2")]
    places = (AT, Location("classes.dex", CALLER + "2"))
    result = outcome(CHECK, android_app(code=code(*calls)))
    assert list(result.seen) == [Question("untold", places, {"count": "2"})]


def test_libraries_need_not_tell_where_their_keys_come_from(outcome):
    assert outcome(CHECK, keyed(UNKNOWN, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
