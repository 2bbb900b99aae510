import pytest

from appsec.facts.values import UNKNOWN, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, site, text

CHECK = "android-unsigned-token"
AT = Location("classes.dex", CALLER)
HMAC = "com.auth0.jwt.algorithms.Algorithm.HMAC256"
NONE = "com.auth0.jwt.algorithms.Algorithm.none"
SIGNS = "io.jsonwebtoken.JwtBuilder.signWith"
BYTES = Returned(method("java.lang.String.getBytes", returns="byte[]"), (text("secret"),))


def calling(api, *arguments, **more):
    return android_app(code=code(site(api, *arguments, **more)))


@pytest.mark.parametrize("api", [NONE, "com.nimbusds.jwt.PlainJWT.<init>"])
def test_a_token_without_a_signature_is_a_question(outcome, api):
    assert list(outcome(CHECK, calling(api)).seen) == [Question("unsigned", (AT,))]


@pytest.mark.parametrize("header", ['{"alg":"none"}', "eyJhbGciOiJub25lIn0"])
def test_a_header_without_an_algorithm_is_a_question(outcome, header):
    given = code()
    given.texts = {header: [CALLER]}
    seen = list(outcome(CHECK, android_app(code=given)).seen)
    assert seen == [Question("unsigned", (AT,))]


@pytest.mark.parametrize("secret", [text("secret"), BYTES, octets(1, 2, 3)])
def test_a_secret_in_the_code_is_a_question(outcome, secret):
    assert list(outcome(CHECK, calling(HMAC, secret)).seen) == [Question("constant-secret", (AT,))]


def test_it_may_be_the_second_parameter(outcome):
    seen = list(outcome(CHECK, calling(SIGNS, UNKNOWN, text("secret"))).seen)
    assert seen == [Question("constant-secret", (AT,))]


@pytest.mark.parametrize("arguments", [(UNKNOWN,), ()])
def test_other_secrets_are_clean(outcome, arguments):
    assert outcome(CHECK, calling(HMAC, *arguments)).status is Status.CLEAN


def test_in_libraries_only_a_secret_is_asked(outcome):
    assert outcome(CHECK, calling(NONE, origin=Origin.LIBRARY)).status is Status.CLEAN
    app = calling(HMAC, text("secret"), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-secret-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
