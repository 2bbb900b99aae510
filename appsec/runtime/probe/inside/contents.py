"""What clients send where it can be read: requests, messages, and bytes that are no HTTP."""

from dataclasses import dataclass, field
from typing import Any

from mitmproxy import connection, http, tcp

from .book import MAX_BODY, MAX_HEADERS, MAX_TEXT, Book, Conn, agreed, body, say, text
from .kept import Kept
from .present import BAD
from .wire import Wire

CA_HOST = "ca.appsec.test"
"""The name under which the probe itself answers, over plain HTTP, with its CA's certificate."""


class Contents:
    """Tells of requests and raw connections. Those that follow a bad certificate are answered here
    and go nowhere."""

    def __init__(self, book: Book, authority: bytes) -> None:
        self._book = book
        self._authority = authority
        self._requests: dict[str, tuple[http.HTTPFlow, Conn]] = {}
        self._streams: dict[str, _Stream] = {}
        self._sockets: dict[str, Kept] = {}

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        conn = self._book.of(flow.client_conn.id)
        conn.told = True
        if flow.request.pretty_host == CA_HOST and flow.request.scheme == "http":
            return
        self._book.begin(flow.id)
        self._requests[flow.id] = (flow, conn)

    def request(self, flow: http.HTTPFlow) -> None:
        if flow.request.pretty_host == CA_HOST and flow.request.scheme == "http":
            say("reached")
            flow.response = http.Response.make(200, self._authority, {
                "Content-Type": "application/x-x509-ca-cert",
                "Content-Disposition": 'attachment; filename="appsec-probe.crt"',
            })  # fmt: skip
        elif self._book.of(flow.client_conn.id).certificate in BAD:
            flow.response = http.Response.make(503, b"", {"Connection": "close"})
            self._done(flow, local=True)

    def response(self, flow: http.HTTPFlow) -> None:
        if flow.websocket is None:
            self._done(flow)

    def websocket_message(self, flow: http.HTTPFlow) -> None:
        assert flow.websocket is not None
        kept = self._sockets.setdefault(flow.id, Kept(MAX_BODY))
        for one in flow.websocket.messages:
            kept.add(one.content + b"\n", from_client=one.from_client)
        # A connection may last for hours: nothing is kept twice, nor above the limit.
        flow.websocket.messages.clear()

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        self._done(flow)

    def error(self, flow: http.HTTPFlow) -> None:
        self._done(flow)

    def tcp_start(self, flow: tcp.TCPFlow) -> None:
        conn = self._book.of(flow.client_conn.id)
        if conn.certificate == "":
            conn.wire = Wire()
        elif conn.certificate not in BAD:
            # Also what follows a request that changed to another protocol (101).
            conn.told = True
            self._book.begin(flow.id)
            self._streams[flow.id] = _Stream(conn, flow)

    def tcp_message(self, flow: tcp.TCPFlow) -> None:
        conn = self._book.of(flow.client_conn.id)
        message = flow.messages[-1]
        if conn.wire is not None:
            conn.wire.feed(message.content, from_client=message.from_client)
        elif stream := self._streams.get(flow.id):
            stream.kept.add(message.content, from_client=message.from_client)
        flow.messages.clear()

    def tcp_end(self, flow: tcp.TCPFlow) -> None:
        self._streamed(self._streams.pop(flow.id, None), flow.id)

    def tcp_error(self, flow: tcp.TCPFlow) -> None:
        self._streamed(self._streams.pop(flow.id, None), flow.id)

    def settle(self) -> None:
        """Tells what is under way as far as it came."""
        for flow, _ in list(self._requests.values()):
            self._done(flow)
        for name in list(self._streams):
            self._streamed(self._streams.pop(name), name)

    def _done(self, flow: http.HTTPFlow, *, local: bool = False) -> None:
        _, conn = self._requests.pop(flow.id, (flow, None))
        if conn is None:
            return
        request, answer = flow.request, flow.response
        kept = self._sockets.pop(flow.id, None)
        sent, came, cut = _bodies(flow, kept)
        self._book.exchange(
            conn, flow.id, host=self._host(conn, flow), port=request.port,
            scheme="https" if conn.certificate is not None else "http",
            address=_address(flow) or conn.address, **_agreed(conn, flow.server_conn),
            accepted=True if conn.certificate else None,
            method=text(request.method), url=text(request.pretty_url),
            status=answer.status_code if answer and not local else 0,
            request_headers=_headers(request.headers),
            response_headers=_headers(answer.headers) if answer and not local else [],
            request=body(sent), unread=cut or _is_cut(request),
            response=body(b"" if local else came),
        )  # fmt: skip

    def _host(self, conn: Conn, flow: http.HTTPFlow) -> str:
        """The server that a request goes to: over TLS the connection's, else the one addressed, by
        the name that the request gives only if that name was looked up for it."""
        if conn.certificate is not None:
            return conn.host
        host, claimed = str(flow.request.host), str(flow.request.pretty_host)
        named = claimed.lower() in self._book.names.get(host, ())
        return claimed if named else self._book.name_of(host)

    def _streamed(self, stream: "_Stream | None", id_: str) -> None:
        if stream is None:
            return
        conn, server = stream.conn, stream.flow.server_conn
        host, port = conn.host, conn.port
        if not host and server.address:
            # What is asked of a proxy in clear names its host each time anew.
            host, port = self._book.name_of(server.address[0]), server.address[1]
        self._book.exchange(
            conn, id_, host=host, port=port, scheme="https" if conn.certificate else "tcp",
            method="TCP", address=str(server.peername[0]) if server.peername else conn.address,
            **_agreed(conn, server),
            accepted=True if conn.certificate and stream.kept.sent else None,
            request=body(stream.kept.sent), response=body(stream.kept.came),
            unread=stream.kept.cut,
        )  # fmt: skip


@dataclass(slots=True)
class _Stream:
    """A connection that is no HTTP, or no longer."""

    conn: Conn
    flow: tcp.TCPFlow
    kept: Kept = field(default_factory=lambda: Kept(MAX_BODY))


def _bodies(flow: http.HTTPFlow, kept: Kept | None) -> tuple[bytes, bytes, bool]:
    """What client and server sent after the head, and whether the client sent more."""
    if flow.websocket is not None:
        kept = kept or Kept(MAX_BODY)
        return bytes(kept.sent), bytes(kept.came), kept.cut
    sent = flow.request.raw_content or b""
    came = flow.response.raw_content if flow.response else b""
    return sent[:MAX_BODY], came or b"", len(sent) > MAX_BODY


def _is_cut(request: http.Request) -> bool:
    """Whether a request is longer than what is kept of its head, or its body was not kept."""
    fields: Any = request.headers.fields
    long = any(len(one) > MAX_TEXT for pair in fields for one in pair)
    long |= len(fields) > MAX_HEADERS or len(request.pretty_url) > MAX_TEXT
    return long or request.raw_content is None


def _agreed(conn: Conn, server: connection.Server) -> dict[str, str]:
    done = server.tls_established
    return agreed(conn, server.tls_version or "" if done else "", server.cipher or "")


def _address(flow: http.HTTPFlow) -> str:
    return str(flow.server_conn.peername[0]) if flow.server_conn.peername else ""


def _headers(headers: http.Headers) -> list[tuple[str, str]]:
    fields: Any = headers.fields
    return [(text(name), text(value)) for name, value in fields[:MAX_HEADERS]]
