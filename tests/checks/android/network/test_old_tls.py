import pytest

from appsec.facts.values import UNKNOWN, Array, FieldRead
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

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


@pytest.mark.parametrize("value", [text("TLS"), text("SSL"), text("TLSv1.2"), UNKNOWN])
def test_current_versions_are_clean(outcome, value):
    assert outcome(CHECK, asking(CONTEXT, value)).status is Status.CLEAN


def test_libraries_are_quiet(outcome):
    app = asking(CONTEXT, text("SSLv3"), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
