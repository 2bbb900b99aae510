"""Does the app open connections of its own without TLS?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Origin,
    Seen,
    beginning,
    constant_text,
    is_this_device,
    one_question,
    within,
)

_CHANNELS = (
    "io.grpc.ManagedChannelBuilder.usePlaintext",
    "io.grpc.okhttp.OkHttpChannelBuilder.usePlaintext",
)
_BROKERS = {
    "org.eclipse.paho.android.service.MqttAndroidClient.<init>": 1,
    "org.eclipse.paho.client.mqttv3.MqttAsyncClient.<init>": 0,
    "org.eclipse.paho.client.mqttv3.MqttClient.<init>": 0,
}
_OPENS = ("java.net.Socket.<init>", "java.net.Socket.connect")
_WRAPS = ("createSocket", "startHandshake")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Neither connections to the device itself nor sockets that TLS is laid over. Libraries for
    HTTP make sockets for either: only the app's own code counts."""
    yield from one_question("opened", filter(_is_plain, app.code.calls(*_OPENS)))
    switched = (one for one in app.code.calls(*_CHANNELS) if one.argument(0) != Constant(False))
    clients = (one for one in app.code.calls(*_BROKERS) if _is_in_clear(one))
    found = (one for one in (*switched, *clients) if one.origin is Origin.APP)
    yield from one_question("channel", found)


def _is_in_clear(client: CallSite) -> bool:
    address = client.argument(_BROKERS.get(client.method.api, 0))
    return beginning(address).lower().startswith("tcp://")


def _is_plain(site: CallSite) -> bool:
    if site.origin is not Origin.APP or not site.method.parameters:
        return False
    hosts = [constant_text(one) for one in within(site.argument(0))]
    local = any(is_this_device(host) for host in hosts if host)
    return not local and not any(one.name in _WRAPS for one in site.around)
