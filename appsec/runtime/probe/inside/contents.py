"""What clients send where it can be read: requests, messages, and bytes that are no HTTP."""

from typing import Any

from mitmproxy import connection, http, tcp

from .book import MAX_BODY, MAX_HEADERS, Book, Conn, agreed, body, say, text
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

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        if flow.request.pretty_host == CA_HOST and flow.request.scheme == "http":
            return
        self._book.begin(flow.id)
        conn = self._book.of(flow.client_conn.id)
        conn.told = True
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

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        self._done(flow)

    def error(self, flow: http.HTTPFlow) -> None:
        self._done(flow)

    def tcp_start(self, flow: tcp.TCPFlow) -> None:
        conn = self._book.of(flow.client_conn.id)
        if conn.certificate == "":
            conn.wire = Wire()
        elif not conn.told:
            conn.told = True
            self._book.begin(flow.id)
            self._streams[flow.id] = _Stream(conn, flow)

    def tcp_message(self, flow: tcp.TCPFlow) -> None:
        conn = self._book.of(flow.client_conn.id)
        message = flow.messages[-1]
        if conn.wire is not None:
            conn.wire.feed(message.content, from_client=message.from_client)
        elif stream := self._streams.get(flow.id):
            stream.add(message.content, from_client=message.from_client)
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
        sent, unread = _sent(flow)
        self._book.exchange(
            conn, flow.id, host=self._host(conn, flow), port=request.port,
            scheme="https" if conn.certificate is not None else "http",
            address=_address(flow) or conn.address, **_agreed(conn, flow.server_conn),
            accepted=True if conn.certificate else None,
            method=text(request.method), url=text(request.pretty_url),
            status=answer.status_code if answer and not local else 0,
            request_headers=_headers(request.headers),
            response_headers=_headers(answer.headers) if answer and not local else [],
            request=body(sent), unread=unread,
            response=body(answer.raw_content if answer and not local else b""),
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
        conn = stream.conn
        self._book.exchange(
            conn, id_, scheme="https" if conn.certificate else "tcp", method="TCP",
            **_agreed(conn, stream.flow.server_conn),
            accepted=True if conn.certificate and stream.sent else None,
            request=body(stream.sent), response=body(stream.came), unread=stream.cut,
        )  # fmt: skip


class _Stream:
    """The bytes of a connection that is no HTTP, up to a limit."""

    def __init__(self, conn: Conn, flow: tcp.TCPFlow) -> None:
        self.conn, self.flow = conn, flow
        self.sent, self.came = b"", b""
        self.cut = False

    def add(self, data: bytes, *, from_client: bool) -> None:
        if from_client:
            self.cut |= len(self.sent) + len(data) > MAX_BODY
            self.sent = (self.sent + data)[:MAX_BODY]
        else:
            self.came = (self.came + data)[:MAX_BODY]


def _sent(flow: http.HTTPFlow) -> tuple[bytes, bool]:
    """What the client sent after the head, and whether that is not all of it."""
    if flow.websocket is not None:
        sent = b"\n".join(one.content for one in flow.websocket.messages if one.from_client)
    else:
        sent = flow.request.raw_content or b""
    return sent[:MAX_BODY], len(sent) > MAX_BODY or flow.request.raw_content is None


def _agreed(conn: Conn, server: connection.Server) -> dict[str, str]:
    done = server.tls_established
    return agreed(conn, server.tls_version or "" if done else "", server.cipher or "")


def _address(flow: http.HTTPFlow) -> str:
    return str(flow.server_conn.peername[0]) if flow.server_conn.peername else ""


def _headers(headers: http.Headers) -> list[tuple[str, str]]:
    fields: Any = headers.fields
    return [(text(name), text(value)) for name, value in fields[:MAX_HEADERS]]
