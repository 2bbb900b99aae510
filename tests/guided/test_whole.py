"""The whole session: a phone behind the real adb, an app on HotSpot under frida, and the network
probe between a client and its server; from the first step to the report."""

import re
import secrets

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from appsec.readers.trace.index import index
from appsec.runtime.probe.home import VARIABLE, Home
from tests.command import FIXED_APK
from tests.guided.test_instrumented import HOOK, under_frida
from tests.guided.test_phone import PACKAGE, PNG_FILE, PhoneApp
from tests.guided.tester import Person
from tests.runtime.conftest import java, java_classes  # noqa: F401
from tests.runtime.phone import phone, server  # noqa: F401
from tests.runtime.probe.conftest import client_class, installed  # noqa: F401
from tests.runtime.probe.network import App, Server

FAILED = {"18", "19", "20", "21", "24", "33", "41", "42", "4.1.2.3.16"}
"""What the weak twin does: all that is typed lies about, even after the account was deleted, it makes
its key of bytes that it has, and takes every certificate."""
HOST = "api.example.test"
DECLARED = f"""
app: {{package_id: {PACKAGE}, platform: android}}
domains:
  - {{host: {HOST}, owner: own, sensitive: "yes"}}
identifiers: {{push_token: tells that a parcel came; goes to {HOST}}}
"""
"""Whose the host is, and what the build itself shows to be declared."""
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

        first_look(simulated, app)
        declared = tmp_path / "declared.yaml"
        declared.write_text(DECLARED)
        one = played(
            weak, "--device", simulated.serial, "--frida-device", "local", "--pid", app.popen.pid,
            "--own", "app", "--declaration", declared,
            "--probe", "--port", "0",
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


def first_look(simulated, app):
    """What a tester does before all else: is the phone there, and what can be watched on it?"""
    listed = Person(None, "dynamic", "devices", "--lang", "en")
    assert (listed.next(), listed.process.returncode) == (("end", ()), 0), listed.said
    assert simulated.serial in listed.said.replace("\n", "") and "Fake 9" in listed.said
    options = ("--device", "local", "--pid", app.popen.pid, "--package", PACKAGE)
    tested = Person(None, "dynamic", "selftest", *options, "--lang", "en")
    # A virtual machine of this computer lacks what only Android has.
    assert (tested.next(), tested.process.returncode) == (("end", ()), 3), tested.said
    assert HOOK in tested.said and "installed" in tested.said
    for each in (listed, tested):
        each.close()


def judged(one):
    """What the scan makes of the runs, as the session says at its end; each run by its name."""
    reports = [one.out / f"again.{form}" for form in ("html", "json")]
    runs = sorted((one.out / "runs").iterdir())
    assert [run.name for run in runs] == ["instrumented", "plain"]
    scan = Person(
        None, "scan", FIXED_APK, "--class", "L2", "--lang", "en",
        *("--declaration", one.out.parent / "declared.yaml"),
        *(part for run in runs for part in ("--trace", run)),
        *(part for each in reports for part in ("--format", f"{each.suffix[1:]}={each}")),
    )  # fmt: skip
    assert scan.next() == ("end", ()), scan.said
    scan.close()
    told = one.results(reports[1])
    page = reports[0].read_text()
    assert all(item in page for item in ("41", "4.1.2.3.16"))
    assert not [value for value in one.values.values() if value in page]
    return told


def test_the_weak_twin_fails_the_right_items(whole):
    one = whole(True, "--class", "L2")
    told = judged(one)
    assert told == one.results()
    failed = {item for item, result in told.items() if result == "fail"}
    assert failed == FAILED, one.tester.said[-3000:]


def test_the_fixed_twin_fails_nothing_and_passes_what_was_looked_at(whole):
    one = whole(False, "--class", "L2")
    told = judged(one)
    assert told == one.results()
    assert {item for item, result in told.items() if result == "fail"} == set()
    assert {told[item] for item in ("18", "20", "21", "4.1.2.3.16")} == {"pass"}
    # What does not mind the proxy nobody saw.
    assert told["29"] != "pass"
    # The tester's own CA was taken: no pinning.
    assert told["41"] != "pass"
    assert {state for state, _ in one.steps().values()} == {"done"}
    assert one.tester.process.returncode == 0
    # Each run looked for what its steps have typed, and all of it was.
    for run in ("plain", "instrumented"):
        sought = {each.id for each in index(one.out / f"runs/{run}/trace.jsonl").meta.canaries}
        noted = {"advertising-id", "device-id"}
        typed = {note for name, note in one.marks(run) if name == "typed"}
        assert sought - noted == typed
