import pytest

from appsec.facts.values import UNKNOWN, Built
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, one_of, site, text

CHECK = "android-constant-authorization"
HEADER = "okhttp3.Request$Builder.addHeader"
PROPERTY = "java.net.URLConnection.setRequestProperty"
AT = Location("classes.dex", CALLER)
BASIC = "Basic YWRtaW46czNjcmV0"


def sending(content, name="Authorization", api=HEADER, **more):
    return android_app(code=code(site(api, text(name), content, **more)))


@pytest.mark.parametrize("api", [HEADER, PROPERTY])
def test_a_basic_header_is_found(outcome, api):
    seen = list(outcome(CHECK, sending(text(BASIC), "authorization", api)).seen)
    assert seen == [Finding("basic", AT, {"account": "admin"})]


@pytest.mark.parametrize(
    ("content", "scheme"),
    [("Bearer abc.def", "Bearer"), ("Token 1", "Token"), ("Basic YWRtaW4=", "Basic")],
)
def test_any_other_constant_is_asked_about(outcome, content, scheme):
    seen = list(outcome(CHECK, sending(text(content))).seen)
    assert seen == [Question("token", AT, {"scheme": scheme})]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (Built((text("Bearer "), UNKNOWN)), "Authorization"),
        (UNKNOWN, "Authorization"),
        (text("Bearer "), "Authorization"),
        (text("application/json"), "Content-Type"),
    ],
)
def test_what_depends_on_the_run_and_other_headers_are_clean(outcome, content, name):
    assert outcome(CHECK, sending(content, name)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    assert list(outcome(CHECK, sending(text(BASIC), origin=Origin.LIBRARY)).seen) == [
        Question("basic-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_one_of_several_headers_is_asked_about(outcome):
    seen = list(outcome(CHECK, sending(one_of(text(BASIC), text("")))).seen)
    assert seen == [Question("perhaps-basic", AT, {"account": "admin"})]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
