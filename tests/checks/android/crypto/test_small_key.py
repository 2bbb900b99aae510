import pytest

from appsec.facts.values import UNKNOWN, Constant, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-small-key"
PAIR = "java.security.KeyPairGenerator.initialize"
KEY = "javax.crypto.KeyGenerator.init"
STORE = "android.security.keystore.KeyGenParameterSpec$Builder.setKeySize"
OLD_STORE = "android.security.KeyPairGeneratorSpec$Builder.setKeySize"
RSA = "java.security.spec.RSAKeyGenParameterSpec.<init>"
CURVE = "java.security.spec.ECGenParameterSpec.<init>"
AT = Location("classes.dex", CALLER)


def generator(api, algorithm, bits, **more):
    gets = method(f"{api.rpartition('.')[0]}.getInstance", "java.lang.String")
    return site(api, Constant(bits), receiver=Returned(gets, (text(algorithm),)), **more)


@pytest.mark.parametrize(
    ("call", "algorithm", "bits"),
    [
        (generator(PAIR, "RSA", 1024), "RSA", "1024"),
        (generator(PAIR, "EC", 192), "EC", "192"),
        (generator(KEY, "AES", 64), "AES", "64"),
        (site(STORE, Constant(1024)), "RSA", "1024"),
        (site(OLD_STORE, Constant(1024)), "RSA", "1024"),
        (site(RSA, Constant(512), UNKNOWN), "RSA", "512"),
        (site(CURVE, text("secp160r1")), "EC", "160"),
    ],
)
def test_a_small_key_is_asked_about(outcome, call, algorithm, bits):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Question("small", AT, {"algorithm": algorithm, "bits": bits})]


@pytest.mark.parametrize(
    "call",
    [
        generator(PAIR, "RSA", 2048),
        generator(PAIR, "EC", 256),
        generator(KEY, "AES", 128),
        generator(KEY, "HmacSHA256", 64),
        site(PAIR, Constant(1024)),
        site(STORE, Constant(256)),
        site(STORE, UNKNOWN),
        site(CURVE, text("secp256r1")),
        site(CURVE, UNKNOWN),
    ],
)
def test_other_sizes_and_what_cannot_be_told_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(generator(PAIR, "RSA", 1024, origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("small-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
