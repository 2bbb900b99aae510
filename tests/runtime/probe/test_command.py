"""`appsec dynamic probe` at a terminal, from the start to what a scan is told."""

import hashlib
import os
import re
import subprocess
import sys
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue

import pytest
from click.testing import CliRunner

from appsec.cli.main import cli
from appsec.model.trace import Mark, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import captured, spans
from samples.runs import BUILDS
from tests.checks.runtime.recorded import outcomes
from tests.runtime.probe.network import WITHIN, ask, trusting, tunnel

HOST = "api.example.test"
APP = str(BUILDS["android"])


class Terminal:
    """The command with its output line by line."""

    def __init__(self, *given, env):
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "appsec", "dynamic", "probe", *map(str, given)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **env},
        )  # fmt: skip
        self.told = []
        self._lines = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.popen.stdout:
            self._lines.put(line)

    def seen(self, pattern, wait=WITHIN):
        while (found := re.search(pattern, "".join(self.told))) is None:
            try:
                self.told.append(self._lines.get(timeout=wait))
            except Empty:
                return None
        return found

    def say(self, line):
        self.popen.stdin.write(f"{line}\n")
        self.popen.stdin.flush()

    def ended(self):
        self.popen.stdin.close()
        code = self.popen.wait(WITHIN)
        return code


@pytest.fixture
def terminal(installed, tmp_path):
    begun = []

    def start(*given):
        env = {"APPSEC_PROBE_PYTHON": str(installed), "XDG_DATA_HOME": str(tmp_path / "data")}
        begun.append(Terminal(*given, env=env))
        return begun[-1]

    yield start
    for one in begun:
        if one.popen.poll() is None:
            one.popen.kill()
            one.popen.wait(WITHIN)
        with suppress(OSError):
            one.popen.stdin.close()
        one.popen.stdout.close()


def test_a_tester_repeats_the_login_until_all_is_told(terminal, server, tmp_path):
    run = tmp_path / "run"
    shell = terminal(
        APP, "--out", run, "--host", HOST, "--resolve", f"{HOST}=127.0.0.1:{server.port}",
        "--upstream-ca", server.ca, "--host", "other.example.test", "--ca-trusted", "by hand",
    )  # fmt: skip
    found = shell.seen(r"regular: 127\.0\.0\.1:(\d+)")
    assert found and shell.seen("system/etc/security/cacerts/[0-9a-f]{8}.0")
    ca = tmp_path / "data/appsec/probe/appsec-probe-ca.crt"
    assert shell.seen(re.escape(str(ca)))
    both = trusting(server.ca.read_bytes(), ca.read_bytes())
    for _ in range(60):
        with suppress(OSError):
            ask(tunnel(int(found[1]), HOST), both, HOST, "/login")[0].close()
        shell.say("")
        if shell.seen(f"{HOST}: wrong-host refused → done", wait=1.0):
            break
    shell.say("n that was all")
    shell.say("q")
    assert shell.seen("next 下一步: appsec scan"), shell.told
    assert shell.ended() == 0
    text = "".join(shell.told)
    assert f"{HOST}: valid=accepted, self-signed=refused, untrusted=refused" in text
    assert "other.example.test: no connection came by" in text and "--mode wireguard" in text
    told = index(run / "trace.jsonl")
    assert told.meta.app_sha256 == hashlib.sha256(BUILDS["android"].read_bytes()).hexdigest()
    assert [m.note for _, m in told.of(Mark) if m.name == "note"] == ["that was all"]
    assert {s.phase: captured(told, s) for s in spans(told)} == {
        Phase.TLS: True,
        Phase.BEFORE: True,
    }
    found = outcomes("android", [run], build=told.meta.app_sha256, hosts=("*.example.test",))
    gaps = {(gap.key, gap.values.get("host")) for gap in found["accepted-certificate"].gaps}
    # The host that never came by keeps the item open, and it alone.
    assert {host for _, host in gaps} == {"other.example.test"}


def test_what_is_missing_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("APPSEC_PROBE_PYTHON", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    call = lambda *given: CliRunner().invoke(cli, ["dynamic", "probe", *map(str, given)])  # noqa: E731
    assert call(APP).exit_code == 2
    bad = call(APP, "--out", tmp_path / "a", "--host", HOST, "--resolve", "x=y")
    assert bad.exit_code == 2 and "HOST=ADDRESS:PORT" in bad.output
    missing = call(APP, "--out", tmp_path / "b", "--host", HOST)
    assert missing.exit_code == 4 and "--setup" in missing.output and "尚未安裝" in missing.output
    assert not list((tmp_path / "b").iterdir())
