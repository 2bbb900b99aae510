"""Whatever goes wrong, the recording ends by itself, says why, and keeps what it had."""

import errno
import json
import os
import signal
import time

import pytest

from appsec.model.trace import Drop, EndReason, Life, LifeEvent, Mark, Phase
from appsec.readers.trace.index import index
from appsec.runtime.devices import DeviceError, TookTooLong, bounded, open_device
from tests.runtime.targets import PASSWORD, frida, gnu_agent

MANY = 100_000


def over(seen, seconds=15.0):
    """Why the run ended; looks after it as the command does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if reason := seen.session.over(0.2):
            return reason
        seen.session.look()
    return None


def ended(seen, reason):
    seen.done(reason)
    told = index(seen.folder / "trace.jsonl")
    assert told.trouble is None
    return told, {life.event for _, life in told.of(Life)}


@pytest.fixture
def running(objc, watched):
    """A program under the agent, in the phase `login`."""
    process = objc()
    seen = watched(process, "ios", agent=gnu_agent())
    seen.session.mark("login")
    process.work("work log 1")
    return process, seen


def test_a_target_that_is_killed(running):
    process, seen = running
    seen.session.mark("use")
    process.popen.kill()
    assert over(seen) is EndReason.EXITED
    told, events = ended(seen, EndReason.EXITED)
    assert LifeEvent.EXITED in events
    assert told.end.reason is EndReason.EXITED
    assert [call.arguments for _, call in told.calls("NSLog")] == [(PASSWORD,)]


def test_a_target_that_crashes(running):
    process, seen = running
    seen.session.mark("use")
    process.ask("work crash 1")
    # Without a crash reporter, as on this machine, a crash looks like an exit.
    reason = over(seen)
    assert reason in (EndReason.CRASHED, EndReason.EXITED)
    told, _ = ended(seen, reason)
    assert len(list(told.calls("NSLog"))) == 1


def test_a_target_that_ends(running):
    process, seen = running
    seen.session.mark("use")
    process.ask("work exit 1")
    assert over(seen) is EndReason.EXITED
    ended(seen, EndReason.EXITED)


def test_a_target_that_stops_answering(running):
    process, seen = running
    seen.session.mark("use")
    os.kill(process.popen.pid, signal.SIGSTOP)
    began = time.monotonic()
    assert over(seen) is EndReason.HUNG
    told, events = ended(seen, EndReason.HUNG)
    assert time.monotonic() - began < 15
    assert LifeEvent.HUNG in events
    assert len(list(told.calls("NSLog"))) == 1


def test_a_full_disk_keeps_what_was_recorded(running, monkeypatch):
    process, seen = running
    seen.session.mark("use")
    write = os.write

    def full(fd, data):
        if fd == seen.file._fd and b'"t":"end"' not in data:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(fd, data)

    monkeypatch.setattr(os, "write", full)
    process.work("work log 5")
    assert over(seen) is EndReason.DISK_FULL
    told, _ = ended(seen, EndReason.DISK_FULL)
    assert told.end.reason is EndReason.DISK_FULL
    assert len(list(told.calls("NSLog"))) == 1


def test_100_000_events_are_numbered_without_a_gap_and_drops_are_counted(running):
    process, seen = running
    process.work(f"work many {MANY}")
    seen.session.mark("logout")
    told, _ = ended(seen, EndReason.FINISHED)
    lines = (seen.folder / "trace.jsonl").read_text().splitlines()
    numbers = [json.loads(line)["n"] for line in lines]
    assert numbers == list(range(told.lines))
    hook = "SecRandomCopyBytes"
    recorded = sum(1 for _ in told.calls(hook))
    dropped = sum(drop.count for _, drop in told.of(Drop) if drop.hook == hook)
    assert recorded + dropped == MANY
    assert dropped > 0
    assert {drop.phase for _, drop in told.of(Drop)} == {Phase.LOGIN}
    assert (told.end.calls, told.end.dropped) == (sum(told.exercised.values()), dropped)


def test_hooks_without_a_limit_record_all(objc, watched):
    process = objc()
    seen = watched(process, "ios", agent=gnu_agent(), rate=10**9, topics=("random-biometrics",))
    process.work("work many 3000")
    told, _ = ended(seen, EndReason.FINISHED)
    assert sum(1 for _ in told.calls("SecRandomCopyBytes")) == 3000
    assert told.of(Drop) == []


def test_a_mark_divides_calls_by_phase(running):
    process, seen = running
    process.ask("work log 1")
    process.await_("DONE")
    seen.session.mark("logout")
    process.work("work log 1")
    told, _ = ended(seen, EndReason.FINISHED)
    assert [call.phase for _, call in told.calls("NSLog")] == [
        Phase.LOGIN,
        Phase.LOGIN,
        Phase.LOGOUT,
    ]
    assert [mark.name for _, mark in told.of(Mark)] == ["login", "logout"]


def test_a_call_that_hangs_is_left():
    began = time.monotonic()
    with pytest.raises(TookTooLong, match=r"sleep: no answer in 0\.2 s"):
        bounded("sleep", 0.2, lambda: time.sleep(5))
    assert time.monotonic() - began < 2


def test_no_such_process():
    with pytest.raises(DeviceError, match="process 2147483000"):
        bounded("process 2147483000", 5, lambda: frida.get_local_device().attach(2147483000))


def test_no_such_device():
    with pytest.raises(DeviceError):
        device = open_device("127.0.0.1:1")
        bounded("processes", 5, device.handle.enumerate_processes)
