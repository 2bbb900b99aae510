"""The whole session: a phone behind the real adb, an app on HotSpot under frida, and the network
probe between a client and its server; from the first step to the report."""

import re
import secrets

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from appsec.runtime.probe.home import VARIABLE, Home
from tests.guided.test_instrumented import under_frida
from tests.guided.test_phone import PNG_FILE, PhoneApp
from tests.runtime.conftest import java, java_classes  # noqa: F401
from tests.runtime.phone import phone, server  # noqa: F401
from tests.runtime.probe.conftest import client_class, installed  # noqa: F401
from tests.runtime.probe.network import App, Server

HOST = "api.example.test"
LOGINS = 3
"""Most log-ins before each Enter while certificates are shown."""


class Genuine(Server):
    """The server of the app, which gives a session to whoever logs in."""

    def __init__(self, folder):
        super().__init__(folder)

        def answer(handler):
            length = int(handler.headers.get("Content-Length") or 0)
            self.asked.append(handler.rfile.read(length))
            handler.send_response(200)
            handler.send_header("Set-Cookie", f"sid={secrets.token_hex(20)}; Secure; HttpOnly")
            handler.send_header("Content-Length", "2")
            handler.end_headers()
            handler.wfile.write(b"ok")

        for made in (self._tls, self._plain):
            made.RequestHandlerClass.do_GET = made.RequestHandlerClass.do_POST = answer


class Network:
    """The client that stands for the app's connections: it goes through the probe."""

    def __init__(self, classes, mode, genuine, ours):
        self._given = (classes, mode, genuine, ours)
        self._client = None

    def used(self, said):
        """One new connection; the client is started when the probe has told its port."""
        if self._client is None:
            classes, mode, genuine, ours = self._given
            port = re.findall(r"regular: 127\.0\.0\.1:(\d+)", said)[-1]
            self._client = App(classes, mode, HOST, port, genuine.ca, ours)
        return self._client.login()

    def shown(self, tester):
        """Connects before each Enter; what is refused waits for that."""
        for _ in range(LOGINS):
            self.used(tester.said)
            if tester.heard("now shows –"):
                return

    def close(self):
        if self._client is not None:
            self._client.kill()


def acts(network):
    """What the tester does besides: the app connects."""

    def act(kind, names, tester):
        if kind == "doing" and "frida" not in tester.step:
            for _ in range(5 if tester.step == "Session identifiers" else 1):
                network.used(tester.said)
        if kind == "certificates":
            network.shown(tester)
        return {"picture": "", "trusted": "read it in the store"}.get(kind)

    return act


@pytest.fixture
def whole(played, phone, java, client_class, installed, tmp_path, monkeypatch):  # noqa: F811, PLR0917
    """Goes through a session of one twin, with all that this machine can stand in for."""
    networks = []
    monkeypatch.setenv(VARIABLE, str(installed))
    data = {"XDG_DATA_HOME": str(tmp_path / "data"), VARIABLE: str(installed)}

    def go(weak, *options):
        simulated = phone(su="magisk")
        simulated.file("/sim/screen.png", PNG_FILE)
        app = java("weak" if weak else "fixed")
        ours = tmp_path / "probe.pem"
        ours.write_bytes(Home(tmp_path / "data/appsec/probe").authority().pem)
        network = Network(client_class, "trust-all" if weak else "strict", genuine, ours)
        networks.append(network)

        one = played(
            weak, "--device", simulated.serial, "--frida-device", "local", "--pid", app.popen.pid,
            "--own", "app", "--probe", "--host", HOST, "--port", "0",
            "--resolve", f"{HOST}=127.0.0.1:{genuine.port}", "--upstream-ca", genuine.ca,
            *options, app=PhoneApp(simulated, weak), act=under_frida(app, acts(network)),
            env=data,
        )  # fmt: skip
        one.go()
        assert (one.out / "reports").exists(), one.tester.said[-2000:]
        return one

    with Genuine(tmp_path / "server") as genuine:
        yield go
        for each in networks:
            each.close()


def test_the_weak_twin_fails_the_right_items(whole):
    one = whole(True, "--class", "L2")
    told = one.results()
    wanted = {"18", "20", "21", "41", "42", "4.1.2.3.16"}
    assert {item for item in wanted if told[item] == "fail"} == wanted, one.tester.said[-3000:]


def test_the_fixed_twin_fails_nothing_and_passes_what_was_looked_at(whole):
    one = whole(False, "--class", "L2")
    told = one.results()
    assert [item for item, result in told.items() if result == "fail"] == []
    assert {told[item] for item in ("18", "20", "21", "4.1.2.3.16")} == {"pass"}
    # What does not mind the proxy nobody saw.
    assert told["29"] != "pass"
    # No declaration: hosts cannot be held against one. The tester's own CA was taken: no pinning.
    assert {told[item] for item in ("41", "4.1.4.2.4")} & {"pass"} == set()
    assert {state for state, _ in one.steps().values()} == {"done"}
    assert one.tester.process.returncode == 0
