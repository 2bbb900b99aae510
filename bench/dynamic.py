"""`python -m bench.dynamic`: how fast runs are recorded, and how fast a long one is evaluated.

Recording: messages as an agent sends them, through the recorder to the disk, in this process; a
device and frida come on top. Evaluating a trace of 1,000,000 lines, at most 60 s and 400 MiB: once
in a program that reads every call and asks for all leaks, and counts them; once by
`appsec dynamic evaluate`. Every call is of a hook that checks ask for.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from appsec.engine.canaries.forms import What
from appsec.model.trace import TYPED, EndReason, Meta
from appsec.runtime.canaries import Canaries, Kept
from appsec.runtime.recorder import Recorder
from appsec.runtime.trace_file import TraceFile

LINES = 1_000_000
BATCH = 200
HOOKS = (
    "android.app.Activity.startActivityForResult",
    "android.app.NotificationManager.notify",
    "android.content.ClipboardManager.setPrimaryClip",
    "android.database.sqlite.SQLiteDatabase.execSQL",
    "android.provider.Settings$Secure.getString",
    "android.telephony.SmsManager.sendTextMessage",
    "android.webkit.WebView.evaluateJavascript",
    "android.webkit.WebView.loadUrl",
    "java.lang.Runtime.exec",
    "javax.crypto.Cipher.getInstance",
)
BUILD = "ab" * 32
MOST_SECONDS, MOST_MIB = 60.0, 400.0
EVALUATE = """
import sys
from pathlib import Path
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
runs = read_runs([Path(sys.argv[1])], "ab" * 32).value
names = sys.argv[4:]
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
            "hook": HOOKS[n % len(HOOKS)],
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
        hooks = [{"t": "hook", "id": name, "topic": "t", "state": "installed"} for name in HOOKS]
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
        counting = [sys.executable, "-c", EVALUATE, place, str(calls), str(leaks), *HOOKS]
        command = [sys.executable, "-m", "appsec", "dynamic", "evaluate", place]
        return within("every call and leak", counting) | within("dynamic evaluate", command)


def within(what: str, command: list[str]) -> int:
    """Prints what a command takes; 1 if it is more than it may, or if the command failed."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    cpu = used.ru_utime + used.ru_stime
    peak = used.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
    print(f"{what}: {wall:.1f} s, {cpu:.1f} s CPU, {peak:.0f} MiB, code {process.returncode}")
    return int(wall > MOST_SECONDS or peak > MOST_MIB or process.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
