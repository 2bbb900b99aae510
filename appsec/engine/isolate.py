"""Child processes for hostile input: limits on memory, time and output, and no network."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import IO

from appsec.model.frozen import frozen
from appsec.model.shortage import tells_out_of_memory

MIB = 1024 * 1024


@frozen
class Limits:
    """What a child may use: memory and output in bytes, CPU and wall time in seconds."""

    memory: int = 448 * MIB
    cpu: int = 20
    wall: int = 60
    output: int = 256 * MIB


_PYTHONS = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
"""Where Python finds modules, and whether and where it keeps bytecode."""
_ALLOCATION = {
    "MALLOC_MMAP_THRESHOLD_": str(32 * MIB),
    "MALLOC_TRIM_THRESHOLD_": str(256 * MIB),
}
"""glibc keeps what a short process frees. It would give back each large array, and to be given the
next one page by page took twice as long as to compute it."""


class ChildFailure(Exception):
    """A child ended before it was done. `key` is child-crashed, child-timeout,
    child-out-of-memory or child-output; `values` say more."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(f"{key} {values}")
        self.key = key
        self.values = values


OUT_OF_MEMORY = 86
"""Exit code by which a child says that memory ran out."""


def run_child(
    entry: str,
    request: object,
    on_line: Callable[[bytes], None],
    limits: Limits | None = None,
    payload: bytes | Callable[[], bytes] = b"",
) -> None:
    """Runs `entry` ("module:function") in a child, gives it `request` (JSON) and `payload`, and
    hands over each line that it writes. Raises ChildFailure if it does not end well.

    A payload that is still to be made is made while the child starts; it must not raise.

    An exception in `on_line`, Ctrl-C included, ends the child before it is passed on.
    """
    limits = limits or Limits()
    command = [sys.executable, "-P", "-m", "appsec.engine.child", entry, json.dumps(asdict(limits))]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=child_environment(),
    ) as child:
        watch = _Watch(child, limits)
        try:
            watch.start()
            assert child.stdin and child.stdout and child.stderr
            feeder = threading.Thread(
                target=_feed, args=(child.stdin, json.dumps(request).encode(), payload), daemon=True
            )
            complaint: list[bytes] = []
            listener = threading.Thread(
                target=_keep_tail, args=(child.stderr, complaint), daemon=True
            )
            feeder.start()
            listener.start()
            whole = _each_line(child.stdout, limits.output, on_line)
            code = child.wait()
            listener.join(timeout=5)
        finally:
            watch.stop()
            _kill(child)
        if watch.verdict:
            raise ChildFailure(watch.verdict)
        if code:
            raise _failure(code, b"".join(complaint))
        if not whole:
            raise ChildFailure("child-crashed", how="incomplete output")


def child_environment() -> dict[str, str]:
    """What a child is given of ours, and what is fixed for each."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", *_PYTHONS)
    # One thread for numpy: its pool would cost address space and gain nothing here.
    fixed = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    return {name: os.environ[name] for name in kept if name in os.environ} | fixed | _ALLOCATION


def _feed(pipe: IO[bytes], request: bytes, payload: bytes | Callable[[], bytes]) -> None:
    try:
        pipe.write(request + b"\n")
        pipe.flush()
        pipe.write(payload if isinstance(payload, bytes) else payload())
        pipe.close()
    except (OSError, ValueError):
        pass  # the child is gone, or the pipe was closed with it; its exit code tells


def _keep_tail(pipe: IO[bytes], tail: list[bytes]) -> None:
    for line in pipe:
        tail.append(line[:2000])
        del tail[:-20]


def _each_line(pipe: IO[bytes], most: int, on_line: Callable[[bytes], None]) -> bool:
    """Hands over whole lines; False if the last one was cut off, which is then left out."""
    left = most
    while line := pipe.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise ChildFailure("child-output", limit=str(most))
        if not line.endswith(b"\n"):
            return False
        on_line(line)
    return True


def _failure(code: int, complaint: bytes) -> ChildFailure:
    last = complaint.decode(errors="replace").strip().splitlines()[-1:]
    if code == OUT_OF_MEMORY or any(map(tells_out_of_memory, last)):
        return ChildFailure("child-out-of-memory")
    if code < 0:
        number = -code
        if number == getattr(signal, "SIGXCPU", 0):
            return ChildFailure("child-timeout")
        return ChildFailure("child-crashed", how=_signal_name(number))
    return ChildFailure("child-crashed", how=last[0] if last else f"exit code {code}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and whatever it started: what outlives it still holds its pipes."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        child.kill()
    child.wait()


class _Watch:
    """Ends a child that runs too long, or that grows too large where no limit holds it."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.verdict = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()

    def _watch(self) -> None:
        polls_memory = not sys.platform.startswith("linux")
        waited = 0.0
        while not self._done.wait(0.5 if polls_memory else self._limits.wall):
            waited += 0.5 if polls_memory else self._limits.wall
            if waited >= self._limits.wall:
                self.verdict = "child-timeout"
            elif resident_bytes(self._child.pid) > self._limits.memory:
                self.verdict = "child-out-of-memory"
            if self.verdict:
                _kill(self._child)
                return


def resident_bytes(pid: int) -> int:
    """Memory of a process as `ps` tells it; 0 if it cannot be told."""
    try:
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
        return int(shown.strip() or 0) * 1024
    except (OSError, ValueError):
        return 0
