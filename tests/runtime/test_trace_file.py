"""What is recorded stays: numbered, chained, whole, whatever ends the recording."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from appsec.model.trace import Call, Drop, EndReason, Hook, HookState, Mark, Meta, Phase
from appsec.readers.trace.index import Trouble, index
from appsec.runtime.trace_file import NAME, TraceFile

META = Meta("r1", "2026-11-21T08:00:00Z", "android", "tw.example.app", "00" * 32)
HOOK = Hook("android.util.Log.d", "log", HookState.INSTALLED, 1)


def call(at):
    return Call(HOOK.id, at, 1, 2, Phase.LOGIN, arguments=("text", at))


def test_what_is_written_is_indexed(tmp_path):
    with TraceFile(tmp_path, META) as file:
        file.write([HOOK, Mark("login", 1)])
        file.write([call(2), call(3)])
        file.write([Drop(HOOK.id, 7, 4, Phase.LOGIN)])
        file.end(EndReason.FINISHED, 5)
    told = index(tmp_path / NAME)
    assert told.trouble is None
    assert told.meta == META
    assert list(told.calls(HOOK.id)) == [(3, call(2)), (4, call(3))]
    assert (told.end.calls, told.end.dropped, told.end.hits) == (2, 7, 0)
    assert told.phases == {Phase.LOGIN}


def test_only_the_owner_may_read_it(tmp_path):
    with TraceFile(tmp_path, META):
        assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_run_is_never_written_over(tmp_path):
    TraceFile(tmp_path, META).close()
    with pytest.raises(FileExistsError):
        TraceFile(tmp_path, META)


def test_nothing_follows_the_end(tmp_path):
    with TraceFile(tmp_path, META) as file:
        file.end(EndReason.FINISHED, 1)
        file.end(EndReason.CRASHED, 2)
        with pytest.raises(ValueError, match="ended"):
            file.write([HOOK])
    told = index(tmp_path / NAME)
    assert (told.trouble, told.end.reason) == (None, EndReason.FINISHED)


def test_lines_of_many_threads_are_numbered_without_a_gap(tmp_path):
    with TraceFile(tmp_path, META) as file:
        file.write([HOOK])
        threads = [
            threading.Thread(target=lambda: [file.write([call(at)]) for at in range(200)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        file.end(EndReason.FINISHED, 1)
    told = index(tmp_path / NAME)
    assert (told.trouble, told.lines, told.end.calls) == (None, 803, 800)


KILLED = """
import os, sys
from pathlib import Path
from tests.runtime.test_trace_file import HOOK, META, call
from appsec.runtime.trace_file import TraceFile
file = TraceFile(Path(sys.argv[1]), META)
file.write([HOOK])
file.write([call(at) for at in range(50)])
print("written", flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_killed_recorder_loses_nothing_that_was_written(tmp_path):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "written\n"), done.stderr
    told = index(tmp_path / NAME)
    assert told.trouble == (Trouble.BROKE_OFF, 52, "no end")
    assert len(list(told.calls(HOOK.id))) == 50


FULL = """
import resource, signal, sys
from pathlib import Path
from tests.runtime.test_trace_file import HOOK, META, call
from appsec.model.trace import EndReason
from appsec.runtime.trace_file import TraceFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = TraceFile(Path(sys.argv[1]), META)
file.write([HOOK])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
at = 0
try:
    while True:
        file.write([call(at), call(at + 1)])
        at += 2
except OSError as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
    file.end(EndReason.DISK_FULL, at)
print(at)
"""


def test_a_full_disk_leaves_whole_lines_and_an_end(tmp_path):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    told = index(tmp_path / NAME)
    assert (told.trouble, told.end.reason) == (None, EndReason.DISK_FULL)
    assert told.end.calls == int(done.stdout) > 10
