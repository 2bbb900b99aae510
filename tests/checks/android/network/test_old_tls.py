import pytest

from appsec.facts.values import UNKNOWN, Array, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-old-tls"
CONTEXT = "javax.net.ssl.SSLContext.getInstance"
ENABLES = "javax.net.ssl.SSLSocket.setEnabledProtocols"
SPEC = "okhttp3.ConnectionSpec$Builder.tlsVersions"
AT = Location("classes.dex", CALLER)


def asking(api, value, **more):
    return android_app(code=code(site(api, value, static=api == CONTEXT, **more)))


def version(name):
    return FieldRead("okhttp3.TlsVersion", name, "okhttp3.TlsVersion", True)


@pytest.mark.parametrize(
    ("api", "value", "versions"),
    [
        (CONTEXT, text("TLSv1"), "TLSv1"),
        (ENABLES, Array("x", (text("TLSv1.2"), text("TLSv1.1"), text("SSLv3"))), "SSLv3, TLSv1.1"),
        (SPEC, Array("x", (version("TLS_1_2"), version("TLS_1_0"))), "TLS_1_0"),
    ],
)
def test_an_old_version_is_a_question(outcome, api, value, versions):
    seen = list(outcome(CHECK, asking(api, value)).seen)
    assert seen == [Question("old", AT, {"versions": versions})]


def spec(name):
    return FieldRead("okhttp3.ConnectionSpec", name, "okhttp3.ConnectionSpec", True)


SPECS = "okhttp3.OkHttpClient$Builder.connectionSpecs"
FROM = "okhttp3.ConnectionSpec$Builder.<init>"


def listed(*values):
    made = method("java.util.Arrays.asList", "java.lang.Object[]", returns="java.util.List")
    return Returned(made, (Array("okhttp3.ConnectionSpec[]", values),))


@pytest.mark.parametrize(
    ("api", "value"),
    [(SPECS, listed(spec("MODERN_TLS"), spec("COMPATIBLE_TLS"))), (FROM, spec("COMPATIBLE_TLS"))],
)
def test_a_lenient_set_of_versions_is_a_question(outcome, api, value):
    seen = list(outcome(CHECK, asking(api, value)).seen)
    assert seen == [Question("old", AT, {"versions": "COMPATIBLE_TLS"})]


@pytest.mark.parametrize("names", [("MODERN_TLS",), ("MODERN_TLS", "CLEARTEXT")])
def test_the_usual_sets_are_clean(outcome, names):
    value = listed(*map(spec, names))
    assert outcome(CHECK, asking(SPECS, value)).status is Status.CLEAN


@pytest.mark.parametrize("value", [text("TLS"), text("SSL"), text("TLSv1.2"), UNKNOWN])
def test_current_versions_are_clean(outcome, value):
    assert outcome(CHECK, asking(CONTEXT, value)).status is Status.CLEAN


def test_libraries_are_quiet(outcome):
    app = asking(CONTEXT, text("SSLv3"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
