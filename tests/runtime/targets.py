"""Programs to watch: an app on HotSpot, with the stubs of Android's classes beside it."""

import os
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

frida = pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from appsec.engine.canaries.forms import What  # noqa: E402
from appsec.model.trace import Device, DeviceKind, EndReason, Meta  # noqa: E402
from appsec.readers.trace.runs import read_runs  # noqa: E402
from appsec.runtime.canaries import Canaries, Kept  # noqa: E402
from appsec.runtime.recorder import Recorder  # noqa: E402
from appsec.runtime.session import How, Limits, Session, Target, bundle  # noqa: E402
from appsec.runtime.trace_file import TraceFile  # noqa: E402

HERE = Path(__file__).parent
BUILD = "ab" * 32
PASSWORD = "Canary-Pw-7319"
TYPED = (Kept("password", What.PASSWORD, PASSWORD),)
SHORT = Limits(attach=30, install=60, answer=10, detach=5, look_every=0.5)
WITHIN = 60.0


def needs(*programs):
    """Skips, and says which program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def gnu_agent():
    """The agent for iOS with what makes it find GNU's runtime."""
    return (HERE / "objc/prelude.js").read_text() + bundle("ios")


class NoAnswer(AssertionError):
    """A program did not say what was awaited of it."""


class Process:
    """A program that says READY, and DONE after each line that it is given."""

    def __init__(self, *command, env=None):
        self.popen = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | (env or {}),
        )  # fmt: skip
        self.await_("READY")

    def await_(self, word, seconds=WITHIN):
        """Reads until the word, never for ever."""
        end, told = time.monotonic() + seconds, b""
        while not told.decode().startswith(word):
            ready, _, _ = select.select([self.popen.stdout], [], [], max(end - time.monotonic(), 0))
            told = self.popen.stdout.readline() if ready else b""
            if not told:
                raise NoAnswer(f"no {word} in {seconds} s; exit code {self.popen.poll()}")

    def work(self, line, seconds=WITHIN):
        self.ask(line)
        self.await_("DONE", seconds)

    def ask(self, line):
        self.popen.stdin.write(line.encode() + b"\n")
        self.popen.stdin.flush()

    def kill(self):
        if self.popen.stdin.closed:
            return
        self.popen.kill()
        self.popen.wait(10)
        self.popen.stdin.close()
        self.popen.stdout.close()


def look(seen, seconds=WITHIN):
    """Makes marks until the screen was told: where the app's main thread is slow to answer, an
    agent goes on without it, as it must."""
    end = time.monotonic() + seconds
    while True:
        seen.session.mark("typed", "password")
        if '"name":"window"' in (seen.folder / "trace.jsonl").read_text(encoding="utf-8"):
            return
        assert time.monotonic() < end, "no screen was told"


class Watched:
    """A process under an agent, and the run that comes of it."""

    def __init__(
        self,
        folder,
        process,
        platform,
        *,
        agent=None,
        typed=TYPED,
        device=None,
        limits=SHORT,
        **target,
    ):
        self.folder, self.process = folder, process
        folder.mkdir(parents=True, exist_ok=True)
        canaries = Canaries(folder, typed)
        meta = Meta(
            "r", "2026-11-21T08:00:00Z", platform, "tw.example", BUILD,
            device=Device(DeviceKind.LOCAL), canaries=canaries.typed,
        )  # fmt: skip
        self.file = TraceFile(folder, meta)
        self.recorder = Recorder(self.file)
        how = Target(platform, "tw.example", How.ATTACH, process.popen.pid, **target)
        self.session = Session(
            device or frida.get_local_device(), how, agent or bundle(platform), self.recorder, canaries, limits=limits,
        )  # fmt: skip
        self.session.start()

    def done(self, reason=EndReason.FINISHED):
        """Ends the run. Answers it as the fact `runs`, with its gaps."""
        self.session.stop(reason)
        self.process.kill()
        self.file.close()
        return self.runs()

    def runs(self):
        known = read_runs([self.folder], BUILD)
        return known.value, known.gaps
