"""Which connections are looked into, with which certificate, and how clients take it."""

import time
from contextlib import suppress

from mitmproxy import connection, http, tls
from mitmproxy.addons.next_layer import NextLayer
from mitmproxy.net.tls import starts_like_tls_record
from mitmproxy.proxy import layer, layers, server_hooks
from mitmproxy.proxy.layers.quic import quic_parse_client_hello_from_datagrams
from mitmproxy.proxy.layers.tls import parse_client_hello
from mitmproxy.tls import ClientHello

from .book import DNS_PORTS, MAX_BODY, MAX_HOST, Book, Conn, body, say, text
from .hosts import plain
from .present import BAD, Certificates
from .wire import VERSIONS, suite, supported

_VERSIONS_EXTENSION = 43
_MAX_OFFERED = 100


class Handshakes:
    """Shows certificates, and tells how each handshake ended."""

    def __init__(self, book: Book, certificates: Certificates) -> None:
        self._book = book
        self._certificates = certificates

    def client_connected(self, client: connection.Client) -> None:
        self._book.begin(client.id)

    def client_disconnected(self, client: connection.Client) -> None:
        self._book.ended(self._book.of(client.id))

    def http_connect(self, flow: http.HTTPFlow) -> None:
        conn = self._book.of(flow.client_conn.id)
        conn.host = conn.target = text(flow.request.host)[:MAX_HOST]
        conn.port = flow.request.port

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        # No connection to a server is made before the client has taken a certificate.
        data.establish_server_tls_first = False
        known = [name for one in data.client_hello.cipher_suites if (name := supported(one))]
        # The server is offered what the client offers, so that both agree on the same.
        if known and not data.context.server.cipher_list:
            data.context.server.cipher_list = ["@SECLEVEL=0", *known]

    def tls_start_client(self, data: tls.TlsData) -> None:
        conn = self._book.of(data.conn.id)
        if not conn.certificate:
            return

        def told(what: str, value: int) -> None:
            conn.presented |= what == "presented"
            conn.ours |= what == "ours" and not conn.established
            if what == "alert" and conn.alert is None:
                conn.alert = value

        data.ssl_conn = self._certificates.connection(conn.certificate, conn.host, told)

    def tls_established_client(self, data: tls.TlsData) -> None:
        conn = self._book.of(data.conn.id)
        if conn.certificate is None:
            return  # it speaks TLS with the proxy itself
        conn.established = time.monotonic()
        conn.version, conn.suite = data.conn.tls_version or "", data.conn.cipher or ""

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        if self._book.of(data.client.id).certificate in BAD:
            data.server.error = "not passed on: the client was shown a bad certificate"


class Routes(NextLayer):
    """Decides what a connection is. TLS is looked into only for hosts that are declared, and as
    long as a certificate of ours is to be shown for them; else it passes through untouched."""

    name = "nextlayer"

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def next_layer(self, nextlayer: layer.NextLayer) -> None:
        context, data = nextlayer.context, nextlayer.data_client()
        conn = self._book.of(context.client.id)
        if context.client.transport_protocol != "tcp":
            self._datagram(nextlayer, conn)
            return
        if context.server.address:
            self._going_to(conn, context.server.address)
        if conn.certificate is None and starts_like_tls_record(data):
            if not self._is_proxy(nextlayer) and not self._met(conn, data):
                return  # the rest of its greeting is yet to come
            if conn.certificate == "":
                nextlayer.layer = layers.TCPLayer(context)
                return
        conn.spoke |= bool(conn.established and data)
        super().next_layer(nextlayer)
        if isinstance(nextlayer.layer, layers.TCPLayer) and conn.certificate in BAD and data:
            # Nothing is passed on, so this is all that will be seen of it.
            self._book.exchange(
                conn, conn.id, method="TCP", accepted=True, request=body(data),
                unread=len(data) > MAX_BODY,
            )  # fmt: skip

    def _datagram(self, nextlayer: layer.NextLayer, conn: Conn) -> None:
        """Names are looked up here; anything else is stopped on its way to the server (`Names`)."""
        address = nextlayer.context.server.address
        if address is None or address[1] in DNS_PORTS:
            super().next_layer(nextlayer)
            return
        with suppress(ValueError):
            hello = quic_parse_client_hello_from_datagrams([nextlayer.data_client()])
            conn.sni = (hello.sni or "").lower() if hello else ""
        nextlayer.layer = layers.UDPLayer(nextlayer.context, ignore=True)

    @staticmethod
    def _is_proxy(nextlayer: layer.NextLayer) -> bool:
        """Whether the client speaks TLS with the proxy itself."""
        top = nextlayer.context.layers[0]
        proxies = (layers.modes.HttpProxy, layers.modes.HttpUpstreamProxy)
        return isinstance(top, proxies) and len(nextlayer.context.layers) <= len((top, nextlayer))

    def _going_to(self, conn: Conn, address: tuple[str, int]) -> None:
        if not conn.host:
            conn.target = address[0]
            conn.host = self._book.name_of(address[0])
        conn.port = conn.port or address[1]

    def _met(self, conn: Conn, data: bytes) -> bool:
        """Takes a client's greeting. False as long as it is not all there."""
        try:
            hello = parse_client_hello(data)
        except (ValueError, EOFError):
            conn.certificate = ""
            return True
        if hello is None:
            return False
        if hello.sni:
            conn.sni = conn.host = plain(hello.sni)
        conn.certificate = self._book.certificate(conn.host)
        self._offer(conn, hello, int.from_bytes(data[9:11], "big"))
        return True

    def _offer(self, conn: Conn, hello: ClientHello, highest: int) -> None:
        numbers = hello.cipher_suites[:_MAX_OFFERED]
        extensions = dict(hello.extensions)
        versions = [highest]
        if given := extensions.get(_VERSIONS_EXTENSION):
            versions = [int.from_bytes(given[n : n + 2], "big") for n in range(1, len(given), 2)]
        named = [VERSIONS[one] for one in versions if one in VERSIONS]
        suites = [suite(one) for one in numbers if one & 0x0F0F != 0x0A0A]  # noqa: PLR2004 - GREASE
        if self._book.once("offer", conn.host, *named, *suites):
            say("offer", host=conn.host, versions=named, suites=suites)
