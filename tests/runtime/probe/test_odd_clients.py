"""Clients that few apps are: nothing that they send, and no lack of it, goes unseen."""

import json
import socket
import ssl
import threading
from contextlib import closing, contextmanager

import pytest

from appsec.facts.traffic import Presented
from appsec.model.trace import Phase
from appsec.runtime.probe.inside.kept import Kept
from appsec.runtime.probe.plan import Outcome
from tests.runtime.probe.network import WITHIN, request, trusting, tunnel
from tests.runtime.probe.test_network import API, SDK, done, fitting, wait


class Inner:
    """TLS over any connection, over TLS with a proxy, too."""

    def __init__(self, below, context, host):
        self._below = below
        self._came, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._end = context.wrap_bio(self._came, self._out, server_hostname=host)
        self._does(self._end.do_handshake)

    def sendall(self, data):
        self._does(lambda: self._end.write(data))

    def recv(self, most):
        return self._does(lambda: self._end.read(most))

    def _does(self, what):
        while True:
            try:
                done = what()
                self._flush()
                return done
            except ssl.SSLWantReadError:
                self._flush()
                data = self._below.recv(65535)
                if data:
                    self._came.write(data)
                else:
                    self._came.write_eof()
            except ssl.SSLError:
                self._flush()
                raise

    def _flush(self):
        if data := self._out.read():
            self._below.sendall(data)


def test_tls_with_the_proxy_itself_opens_nothing_that_is_not_declared(begin, home, server):
    probe, run = begin(API, other=[SDK])
    run.mark(Phase.USE)
    lax = ssl._create_unverified_context()
    for host, ca in ((SDK, server.ca.read_bytes()), (API, home.authority().pem)):
        outer = socket.create_connection(("127.0.0.1", probe.opened[0].port), WITHIN)
        with closing(lax.wrap_socket(outer)) as proxy:
            proxy.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += proxy.recv(1) or pytest.fail(repr(head))
            line = request(Inner(proxy, trusting(ca), host), host, "/", b"Canary")
        assert line == "HTTP/1.1 200 OK"
    exchanges = done(probe, run)
    (sdk,) = fitting(exchanges, host=SDK)
    assert (sdk["certificate"], sdk["method"], sdk["request_body"]) == ("", "", "")
    (api,) = fitting(exchanges, host=API)
    assert (api["certificate"], api["scheme"], api["method"]) == ("valid", "https", "POST")
    assert len(exchanges) == 2


@contextmanager
def switching():
    """A server that changes to a protocol of its own, and answers what it is sent in that."""
    with socket.create_server(("127.0.0.1", 0)) as listens:

        def serve():
            with listens.accept()[0] as made:
                made.settimeout(WITHIN)
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    head += made.recv(1)
                made.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: own/1\r\nConnection: Upgrade\r\n\r\n")  # fmt: skip
                while data := made.recv(4096):
                    made.sendall(b"got " + data)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listens.getsockname()[1]
        thread.join(WITHIN)


def test_what_follows_a_change_of_protocol_is_recorded(begin):
    probe, run = begin(API)
    run.mark(Phase.USE)
    with switching() as port:
        made = socket.create_connection(("127.0.0.1", probe.opened[0].port), WITHIN)
        head = f"GET http://127.0.0.1:{port}/up HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        made.sendall(f"{head}Upgrade: own/1\r\nConnection: Upgrade\r\n\r\n".encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += made.recv(1) or pytest.fail(repr(answer))
        made.sendall(b"\x01 secret Canary")
        assert made.recv(4) == b"got "
        made.close()
    exchanges = done(probe, run)
    (one,) = fitting(exchanges, scheme="http")
    assert one["status"] == 101
    (raw,) = fitting(exchanges, scheme="tcp")
    assert (run.folder / "bodies" / raw["request_body"]).read_bytes() == b"\x01 secret Canary"
    assert (raw["host"], raw["port"], len(exchanges)) == ("127.0.0.1", port, 2)


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"


def test_a_client_that_began_to_speak_has_not_refused(begin):
    probe, run = begin(API, soon=60.0)
    run.mark(Phase.TLS)
    probe.present(Presented.UNTRUSTED)
    lax = ssl._create_unverified_context()
    lax.set_alpn_protocols(["h2"])
    for _ in range(2):
        made = lax.wrap_socket(tunnel(probe.opened[0].port, API), server_hostname=API)
        assert made.selected_alpn_protocol() == "h2"
        made.sendall(PREFACE)
        assert made.recv(9)
        made.close()
    place = run.folder / "traffic.jsonl"
    wait(lambda: place.exists() and place.read_text().count("\n") == 2, probe)
    assert probe.told(API).outcomes[Presented.UNTRUSTED] is Outcome.HANDSHAKE
    exchanges = done(probe, run)
    assert {one["accepted"] for one in exchanges} == {True}
    assert {one["method"] for one in exchanges} == {""}


def test_who_leaves_before_a_greeting_refused_nothing(begin):
    probe, run = begin(API)
    run.mark(Phase.TLS)
    probe.present(Presented.EXPIRED)
    for piece in (b"", b"\x16\x03\x01\x02\x00\x01", b"", b"\x16\x03\x01\x02\x00\x01"):
        made = tunnel(probe.opened[0].port, API)
        made.sendall(piece)
        made.close()
    wait((run.folder / "traffic.jsonl").exists, probe)
    told = [json.loads(x) for x in (run.folder / "traffic.jsonl").read_text().splitlines()]
    assert {one["accepted"] for one in told} == {None}
    assert probe.told(API).outcomes[Presented.EXPIRED] is Outcome.NOT_SEEN
    done(probe, run)


def test_what_is_kept_of_a_conversation_ends_at_its_limit():
    kept = Kept(4)
    kept.add(b"ab", from_client=True)
    kept.add(b"cd", from_client=True)
    assert (bytes(kept.sent), kept.cut) == (b"abcd", False)
    kept.add(b"123456", from_client=False)
    assert (bytes(kept.came), kept.cut) == (b"1234", False)
    kept.add(b"e", from_client=True)
    kept.add(b"", from_client=True)
    assert (bytes(kept.sent), kept.cut) == (b"abcd", True)
