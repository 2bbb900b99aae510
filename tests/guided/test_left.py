"""Whatever way a session ends, nothing that it started to collect with goes on."""

import contextlib
import os
import signal
from pathlib import Path

import pytest

from appsec.cli.dynamic_session import _walked
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.recording import Recording
from appsec.runtime.guided.steps import guide
from tests.guided.test_phone import PhoneApp
from tests.guided.tester import until
from tests.runtime.phone import META, phone, reached, server  # noqa: F401


def collecting(serial):
    """The processes of adb that follow this phone's log."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = place.read_bytes().split(b"\0")
            if serial.encode() in words and any(word.startswith(b"logcat") for word in words):
                found.append(int(place.parent.name))
    return found


def begun(played, simulated):
    """A session whose first step has begun: the log is followed."""
    seen = []

    def act(kind, names, tester):
        if kind == "doing":
            seen.extend(collecting(simulated.serial))
            raise Begun

    one = played(
        False, "--class", "L1", "--no-frida", "--device", simulated.serial,
        app=PhoneApp(simulated, False), act=act,
    )  # fmt: skip
    with pytest.raises(Begun):
        one.go()
    assert seen
    return one


class Begun(Exception):
    """The tester is asked to do something."""


@pytest.mark.parametrize("how", ["pause", "ctrl-c", "terminated", "hung up", "end of input"])
def test_nothing_goes_on_collecting(played, phone, how):  # noqa: F811
    simulated = phone(su="magisk")
    one = begun(played, simulated)
    tester = one.tester
    match how:
        case "pause":
            tester.answer("p")
        case "ctrl-c":
            os.kill(tester.process.pid, signal.SIGINT)
        case "terminated":
            os.kill(tester.process.pid, signal.SIGTERM)
        case "hung up":
            os.kill(tester.process.pid, signal.SIGHUP)
        case "end of input":
            tester.answer("\x04")
    tester.until("--resume")
    tester.process.wait(60)
    assert tester.process.returncode == 3
    until(lambda: not collecting(simulated.serial), "end of what collects")
    assert one.steps()["first-start"] == ("broken", "interrupted")


def test_nothing_goes_on_collecting_after_an_error(phone, tmp_path):  # noqa: F811
    """One that nobody foresaw, while the phone is quiet: nothing that it says would end it."""

    class Walk:
        def __init__(self, recording):
            self.talk, self.release = self, recording.release

        def say(self, *given, **values):
            raise LookupError("unforeseen")

    simulated = phone()
    recording = Recording(tmp_path, META, {}, Means(reached(simulated)))
    recording.begin(guide().steps[0])
    assert collecting(simulated.serial)
    with pytest.raises(LookupError):
        _walked(Walk(recording), tmp_path)
    until(lambda: not collecting(simulated.serial), "end of what collects")
    recording.end()


def test_a_stop_that_is_interrupted_is_done_again(phone, tmp_path, monkeypatch):  # noqa: F811
    simulated = phone()
    reach = reached(simulated)
    recording = Recording(tmp_path, META, {}, Means(reach))
    recording.begin(guide().steps[0])

    def interrupted(*given, **values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(reach.adb, "shell", interrupted)
        recording.pause()
    assert collecting(simulated.serial)
    recording.release()
    until(lambda: not collecting(simulated.serial), "end of what collects")
    recording.end()
