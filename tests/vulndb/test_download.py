"""Downloads from a server on this machine that breaks off, lies and changes its mind."""

import base64
import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from appsec.vulndb.download import MAX_TRIES, DownloadProblem, addresses, fetch

CONTENT = bytes(range(256)) * 4000


class Server(ThreadingHTTPServer):
    """Serves one file. It breaks off each answer after `most` bytes, for the first `broken`."""

    def __init__(self, content=CONTENT, most=None, broken=0, status=200, **headers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.most, self.broken, self.status = content, most, broken, status
        self.headers = {"ETag": '"one"', "Last-Modified": "Fri, 20 Nov 2026 08:00:00 GMT"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self.asked = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/all.zip"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        wanted = self.headers.get("Range", "")
        server.asked.append(wanted)
        if server.status != 200:
            self.send_error(server.status)
            return
        begin = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted else 0
        if self.headers.get("If-Range", server.headers["ETag"]) != server.headers["ETag"]:
            begin = 0
        self.send_response(206 if begin else 200)
        for name, value in server.headers.items():
            self.send_header(name, value)
        body = server.content[begin:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if server.broken > 0:
            server.broken -= 1
            body = body[: server.most]
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    servers = []

    def start(*args, **more):
        server = Server(*args, **more)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def had(server, folder):
    return fetch(server.address, folder, "Maven.zip", wait=lambda _: None)


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_breaks_off_is_gone_on_with(serve, tmp_path):
    server = serve(most=300_000, broken=2)
    got = had(server, tmp_path)
    assert server.asked == ["", "bytes=300000-", "bytes=600000-"]
    assert got.path.read_bytes() == CONTENT
    assert (got.source, got.dated, left(tmp_path)) == (server.address, "2026-11-20", ["Maven.zip"])


def test_another_run_goes_on_where_the_last_gave_up(serve, tmp_path):
    server = serve(most=100_000, broken=MAX_TRIES)
    with pytest.raises(DownloadProblem, match=f"gave up after {MAX_TRIES} attempts"):
        had(server, tmp_path)
    assert left(tmp_path) == ["Maven.zip.etag", "Maven.zip.part"]
    assert had(server, tmp_path).path.read_bytes() == CONTENT
    assert server.asked[-1] == "bytes=500000-"


def test_a_file_that_changed_meanwhile_is_had_anew(serve, tmp_path):
    old = serve(most=100_000, broken=MAX_TRIES)
    with pytest.raises(DownloadProblem):
        had(old, tmp_path)
    newer = serve(content=CONTENT[::-1], ETag='"two"')
    assert had(newer, tmp_path).path.read_bytes() == CONTENT[::-1]


def test_without_a_strong_mark_nothing_is_gone_on_with(serve, tmp_path):
    server = serve(most=300_000, broken=1, ETag='W/"one"')
    assert had(server, tmp_path).path.read_bytes() == CONTENT
    assert server.asked == ["", ""]


def test_the_hash_that_the_server_states_must_hold(serve, tmp_path):
    right = base64.b64encode(hashlib.md5(CONTENT).digest()).decode()
    stated = serve(x_goog_hash=f"crc32c=AAAAAA==,md5={right}")
    assert had(stated, tmp_path / "right").path.read_bytes() == CONTENT
    wrong = serve(content=CONTENT[:-1] + b"x", x_goog_hash=f"md5={right}")
    with pytest.raises(DownloadProblem, match="its hash differs"):
        had(wrong, tmp_path / "wrong")
    assert left(tmp_path / "wrong") == []


@pytest.mark.parametrize("status,times", [(404, 1), (403, 1), (503, MAX_TRIES)])
def test_a_refusal_is_told_and_a_fault_is_tried_again(serve, tmp_path, status, times):
    server = serve(status=status)
    with pytest.raises(DownloadProblem, match=f"HTTP {status}"):
        had(server, tmp_path)
    assert len(server.asked) == times


@pytest.mark.parametrize(
    "address", ["http://feeds.example/all.zip", "file:///etc/hosts", "ftp://x/y"]
)
def test_only_safe_addresses(address, tmp_path):
    with pytest.raises(DownloadProblem, match="no https address"):
        fetch(address, tmp_path, "x.zip")


def test_where_the_feeds_are():
    assert sorted(addresses()) == [
        "GIT",
        "Maven",
        "OSS-Fuzz",
        "Pub",
        "SwiftURL",
        "npm",
        "retire.js",
    ]
    assert dict(addresses(("npm",), "https://mirror.example/osv/")) == {
        "npm": "https://mirror.example/osv/npm/all.zip"
    }
    assert all(address.startswith("https://") for address in addresses().values())
