import pytest

from appsec.facts.values import UNKNOWN, Constant, New
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-plain-socket"
AT = Location("classes.dex", CALLER)
MAKES, CONNECTS = "java.net.Socket.<init>", "java.net.Socket.connect"
PORT = Constant(80)


def address(host):
    return New("java.net.InetSocketAddress", (host, PORT))


def app(*sites):
    return android_app(code=code(*sites))


@pytest.mark.parametrize(
    "one",
    [
        site(MAKES, text("api.example.tw"), PORT),
        site(MAKES, UNKNOWN, PORT),
        site(CONNECTS, address(text("10.1.2.3"))),
        site(CONNECTS, address(UNKNOWN)),
    ],
)
def test_a_connection_in_clear_is_a_question(outcome, one):
    assert list(outcome(CHECK, app(one)).seen) == [Question("opened", (AT,), {"count": "1"})]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_device_itself_is_clean(outcome, host):
    made, connected = site(MAKES, text(host), PORT), site(CONNECTS, address(text(host)))
    assert outcome(CHECK, app(made, connected)).status is Status.CLEAN


def test_a_socket_that_is_not_connected_yet_is_clean(outcome):
    assert outcome(CHECK, app(site(MAKES))).status is Status.CLEAN


def test_a_socket_that_tls_is_laid_over_is_clean(outcome):
    wraps = method("javax.net.ssl.SSLSocketFactory.createSocket")
    assert outcome(CHECK, app(site(MAKES, UNKNOWN, PORT, around=(wraps,)))).status is Status.CLEAN


GRPC = "io.grpc.ManagedChannelBuilder.usePlaintext"
MQTT = "org.eclipse.paho.client.mqttv3.MqttClient.<init>"
ANDROID_MQTT = "org.eclipse.paho.android.service.MqttAndroidClient.<init>"


@pytest.mark.parametrize(
    "one",
    [
        site(GRPC),
        site(GRPC, Constant(True)),
        site(MQTT, text("tcp://mqtt.example.tw:1883"), UNKNOWN),
        site(ANDROID_MQTT, UNKNOWN, text("tcp://mqtt.example.tw:1883"), UNKNOWN),
    ],
)
def test_a_channel_in_clear_is_a_question(outcome, one):
    assert list(outcome(CHECK, app(one)).seen) == [Question("channel", (AT,), {"count": "1"})]


@pytest.mark.parametrize(
    "one",
    [
        site(GRPC, Constant(False)),
        site(GRPC, origin=Origin.LIBRARY),
        site(MQTT, text("ssl://mqtt.example.tw:8883"), UNKNOWN),
        site(MQTT, UNKNOWN, UNKNOWN),
    ],
)
def test_other_channels_are_clean(outcome, one):
    assert outcome(CHECK, app(one)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    one = site(MAKES, UNKNOWN, PORT, origin=Origin.LIBRARY)
    assert outcome(CHECK, app(one)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
