"""`python -m bench.dynamic`: how fast runs are recorded, and how fast a long one is evaluated.

Recording: messages as an agent sends them, through the recorder to the disk, in this process; a
device and frida come on top. Evaluating: a trace of 1,000,000 lines in a process of its own, which
reads all of it (index), then every call, and asks for all leaks: at most 60 s and 400 MiB.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from appsec.engine.canaries.forms import What
from appsec.model.trace import TYPED, EndReason, Meta
from appsec.runtime.canaries import Canaries, Kept
from appsec.runtime.recorder import Recorder
from appsec.runtime.trace_file import TraceFile
from bench.__main__ import usage

LINES = 1_000_000
BATCH = 200
HOOKS = 100
BUILD = "ab" * 32
MOST_SECONDS, MOST_MIB = 60.0, 400.0
EVALUATE = """
import sys
from pathlib import Path
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
runs = read_runs([Path(sys.argv[1])], "ab" * 32).value
names = [f"android.sample.Api.method{n}" for n in range(100)]
calls = sum(1 for _ in runs.calls(names))
leaks = sum(1 for _ in read_leaks(runs).value.in_calls(names))
sys.exit(0 if (calls, leaks) == (int(sys.argv[2]), int(sys.argv[3])) else 1)
"""


def batch(first: int) -> dict[str, object]:
    """One message of an agent: calls of many hooks, one in a hundred with a canary."""
    events: list[dict[str, object]] = []
    for n in range(first, first + BATCH):
        event: dict[str, object] = {
            "t": "call",
            "hook": f"android.sample.Api.method{n % HOOKS}",
            "ms": n,
            "tid": 4000 + n % 7,
            "signature": "java.lang.String,[B",
            "arguments": [f"text number {n}", {"bytes": ["00" * 64, 4096]}],
            "result": {"thing": ["android.sample.Result", "Result{ok}"]},
            "stack": "",
            "own": n % 2 == 0,
        }
        if n % 100 == 0:
            event["hits"] = [{"canary": "phone", "argument": 0, "form": "utf-8", "offset": 3}]
        events.append(event)
    return {"type": "send", "payload": {"kind": "batch", "phase": "login", "events": events}}


def recorded(folder: Path, lines: int) -> tuple[int, float]:
    """Records calls until there are that many lines. Answers how many, and events per second."""
    canaries = Canaries(folder, [Kept("phone", What.PHONE, "0912345678")])
    meta = Meta(
        "bench", "2026-11-21T08:00:00Z", "android", "tw.example", BUILD, canaries=canaries.typed
    )
    calls = 0
    with TraceFile(folder, meta) as file:
        recorder = Recorder(file)
        hooks = [
            {"t": "hook", "id": f"android.sample.Api.method{n}", "topic": "t", "state": "installed"}
            for n in range(HOOKS)
        ]
        payload = {"kind": "batch", "phase": "before", "events": hooks}
        recorder.message({"type": "send", "payload": payload})
        recorder.mark("login")
        recorder.mark(TYPED, "phone")
        spent = 0.0
        while file.number < lines - 1:
            message = json.loads(json.dumps(batch(calls)))
            began = time.perf_counter()
            recorder.message(message)
            spent += time.perf_counter() - began
            calls += BATCH
        recorder.end(EndReason.FINISHED)
    return calls, calls / spent


def main() -> int:
    """Prints both; 1 if evaluating takes more than it may."""
    with tempfile.TemporaryDirectory() as place:
        calls, rate = recorded(Path(place), LINES)
        size = (Path(place) / "trace.jsonl").stat().st_size / 1e6
        print(f"recorded: {rate:,.0f} events/s ({calls:,} calls, {size:,.0f} MB)", flush=True)
        leaks = len([n for n in range(calls) if n % 100 == 0])
        os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
        command = [sys.executable, "-c", EVALUATE, place, str(calls), str(leaks)]
        began = time.perf_counter()
        cpu, peak = usage(command)
        wall = time.perf_counter() - began
    print(f"evaluated: {wall:.1f} s, {cpu:.1f} s CPU, {peak:.0f} MiB")
    return int(cpu > MOST_SECONDS or peak > MOST_MIB)


if __name__ == "__main__":
    sys.exit(main())
