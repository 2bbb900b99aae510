import pytest

from appsec.facts.values import UNKNOWN, Built, Changed, Constant, FieldRead, New, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, one_of, site, text

CHECK = "android-guessable-session"
PUT = "android.content.SharedPreferences$Editor.putString"
HEADER = "okhttp3.Request$Builder.addHeader"
CLOCK = "java.lang.System.currentTimeMillis"
NOW = Returned(method(CLOCK), ())
AS_TEXT = Returned(method("java.lang.String.valueOf", "long"), (NOW,))


def kept(name, value, api=PUT, **more):
    return android_app(code=code(site(api, text(name), value, **more)))


@pytest.mark.parametrize("api", [PUT, HEADER])
@pytest.mark.parametrize("value", [AS_TEXT, Built((text("S-"), NOW))])
@pytest.mark.parametrize(
    ("name", "told"), [("session_id", "session_id"), ("X-Session-Id", "x_session_id")]
)
def test_a_session_id_from_the_clock_is_found(outcome, api, value, name, told):
    expected = Finding(
        "guessable", Location("classes.dex", CALLER), {"name": told, "source": CLOCK}
    )
    assert list(outcome(CHECK, kept(name, value, api)).seen) == [expected]


@pytest.mark.parametrize("other", [UNKNOWN, Returned(method("a.Signer.sign"), ())])
def test_a_part_from_elsewhere_makes_it_a_question(outcome, other):
    values = {"name": "session_id", "source": CLOCK}
    expected = Question("partly", Location("classes.dex", CALLER), values)
    assert list(outcome(CHECK, kept("session_id", Built((NOW, other)))).seen) == [expected]


@pytest.mark.parametrize("name", ["session_start", "token_time", "last_sync", "Authorization"])
def test_other_names_are_clean(outcome, name):
    assert outcome(CHECK, kept(name, AS_TEXT)).status is Status.CLEAN


def test_what_the_server_gave_is_clean(outcome):
    assert outcome(CHECK, kept("session_id", UNKNOWN)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    one = kept("session_id", AS_TEXT, origin=Origin.LIBRARY)
    assert outcome(CHECK, one).status is Status.CLEAN


SECURE = New("java.security.SecureRandom")
NEXT = method("java.util.Random.nextLong", returns="long")


def test_a_secure_generator_is_clean_whatever_it_is_called(outcome):
    value = Returned(method("java.lang.Long.toHexString", "long"), (Returned(NEXT, (SECURE,)),))
    assert outcome(CHECK, kept("session_id", value)).status is Status.CLEAN


@pytest.mark.parametrize(
    ("generator", "expected"),
    [
        (New("java.util.Random"), Finding),
        (FieldRead("A", "r", "java.util.Random", False), Question),
    ],
)
def test_an_ordinary_generator_is_found_if_it_surely_is_one(outcome, generator, expected):
    value = Returned(method("java.lang.Long.toString", "long"), (Returned(NEXT, (generator,)),))
    assert [type(seen) for seen in outcome(CHECK, kept("sid", value)).seen] == [expected]


@pytest.mark.parametrize(
    "more",
    [
        New("java.math.BigInteger", (Constant(256), SECURE)),
        New("java.lang.String", (Changed(method("java.security.SecureRandom.nextBytes")),)),
        New("tw.example.app.Nonce"),
    ],
)
def test_an_object_of_unknown_content_makes_it_a_question(outcome, more):
    values = {"name": "session_id", "source": CLOCK}
    expected = Question("partly", Location("classes.dex", CALLER), values)
    assert list(outcome(CHECK, kept("session_id", Built((more, NOW)))).seen) == [expected]


def test_one_of_several_values_is_looked_at(outcome):
    both = outcome(CHECK, kept("sid", one_of(AS_TEXT, Built((text("S"), NOW))))).seen
    assert [type(seen) for seen in both] == [Finding]
    some = outcome(CHECK, kept("sid", one_of(AS_TEXT, UNKNOWN))).seen
    assert [type(seen) for seen in some] == [Question]


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
