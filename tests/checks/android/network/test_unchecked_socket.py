import pytest

from appsec.facts.values import Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site

CHECK = "android-unchecked-socket"
SOCKET = "javax.net.ssl.SSLSocketFactory.createSocket"
VERIFIES = method("javax.net.ssl.HostnameVerifier.verify", returns="boolean")
NAMES = method("javax.net.ssl.SSLParameters.setEndpointIdentificationAlgorithm")
AT = Location("classes.dex", CALLER)


def connecting(**more):
    return android_app(code=code(site(SOCKET, **more)))


def test_a_socket_whose_host_nobody_checks_is_a_question(outcome):
    seen = list(outcome(CHECK, connecting()).seen)
    assert seen == [Question("unchecked", (AT,), {"count": "1"})]


@pytest.mark.parametrize(
    "more",
    [
        {"around": (VERIFIES,)},
        {"around": (NAMES,)},
        {"caller": "tw.example.app.Tls12Factory.createSocket"},
        {"origin": Origin.LIBRARY},
    ],
)
def test_other_sockets_are_clean(outcome, more):
    assert outcome(CHECK, connecting(**more)).status is Status.CLEAN


@pytest.mark.parametrize(
    ("maker", "status"),
    [
        ("javax.net.ssl.SSLSocketFactory.getDefault", Status.QUESTION),
        ("javax.net.ssl.SSLContext.getSocketFactory", Status.QUESTION),
        ("javax.net.SocketFactory.getDefault", Status.CLEAN),
    ],
)
def test_a_factory_by_the_name_of_the_class_above_is_one_for_tls_if_that_made_it(
    outcome, maker, status
):
    made = Returned(method(maker, returns="javax.net.SocketFactory"), ())
    call = site("javax.net.SocketFactory.createSocket", receiver=made)
    assert outcome(CHECK, android_app(code=code(call))).status is status


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
