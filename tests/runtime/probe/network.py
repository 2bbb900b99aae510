"""What stands for the world in tests of the probe: a server, and clients of several kinds."""

import contextlib
import re
import selectors
import socket
import ssl
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from appsec.runtime.probe.authority import authority

WITHIN = 60.0


class Server:
    """An HTTPS server with a certificate for *.example.test, and an HTTP server. Both remember who
    asked for what."""

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        made = authority(folder)
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(made.pem)
        chain = folder / "chain.pem"
        chain.write_bytes(_leaf(made))
        self.asked = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        self._tls, self._plain = (_serving(self.asked) for _ in range(2))
        self._tls.socket = context.wrap_socket(self._tls.socket, server_side=True, do_handshake_on_connect=False)  # fmt: skip
        self.port, self.plain_port = (one.server_address[1] for one in (self._tls, self._plain))

    def __enter__(self):
        for each in (self._tls, self._plain):
            threading.Thread(target=each.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        for each in (self._tls, self._plain):
            each.shutdown()
            each.server_close()


def _serving(asked):
    class Handler(BaseHTTPRequestHandler):
        timeout = WITHIN
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            asked.append((self.headers.get("Host"), self.path, self.rfile.read(length)))
            self.send_response(200)
            self.send_header("Content-Length", "64")
            self.end_headers()
            self.wfile.write(b"welcome " * 8)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            pass  # clients that refuse end their handshakes

    return Quiet(("127.0.0.1", 0), Handler)


def _leaf(made):
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    name = x509.SubjectAlternativeName([x509.DNSName("*.example.test")])
    ca = serialization.load_pem_private_key(made.file.read_bytes(), None)
    leaf = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(made.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(name, critical=True)
        .sign(ca, hashes.SHA256())
    )
    plain = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return plain + leaf.public_bytes(serialization.Encoding.PEM)


class App:
    """A Java client; each `login` is one new connection."""

    def __init__(self, classes, mode, host, port, *trusted):
        command = [
            "java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            str(classes),
            "Client",
        ]
        given = [mode, host, "127.0.0.1", str(port), *map(str, trusted)]
        self._popen = subprocess.Popen(
            [*command, *given], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._await("READY")

    def login(self):
        self._popen.stdin.write(b"login\n")
        self._popen.stdin.flush()
        return self._await("DONE")

    def _await(self, word):
        end = time.monotonic() + WITHIN
        with selectors.DefaultSelector() as waits:
            waits.register(self._popen.stdout, selectors.EVENT_READ)
            if not waits.select(end - time.monotonic()):
                raise AssertionError(f"no {word}")
            line = self._popen.stdout.readline().decode()
        assert line.startswith(word), line
        return line.removeprefix(word).strip()

    def kill(self):
        self._popen.kill()
        self._popen.wait(WITHIN)
        self._popen.stdin.close()
        self._popen.stdout.close()


def tunnel(port, host, to=443):
    """A connection through the probe as a proxy."""
    made = socket.create_connection(("127.0.0.1", port), WITHIN)
    made.sendall(f"CONNECT {host}:{to} HTTP/1.1\r\nHost: {host}:{to}\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        more = made.recv(1)
        assert more, head
        head += more
    return made


def trusting(*pems):
    context = ssl.create_default_context()
    for pem in pems:
        context.load_verify_locations(cadata=pem.decode())
    return context


def ask(made, context, host, path="/", body=b""):
    """One request over TLS. Answers the connection and the answer's first line."""
    wrapped = context.wrap_socket(made, server_hostname=host)
    return wrapped, request(wrapped, host, path, body)


def request(made, host, path="/", body=b""):
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n"
    made.sendall(head.encode() + body)
    answer = b""
    with contextlib.suppress(ConnectionError):
        while not _whole(answer) and (more := made.recv(4096)):
            answer += more
    return answer.split(b"\r\n")[0].decode()


def _whole(answer):
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    return bool(end) and len(body) >= int(length[1] if length else 0)
