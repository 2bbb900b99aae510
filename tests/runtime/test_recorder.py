"""What comes out of an app's process is not trusted: it is checked, and what is strange counted."""

import pytest

from appsec.model.trace import EVERY_HOOK, Drop, EndReason, Meta, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import Lack, lack_of
from appsec.runtime.recorder import Recorder
from appsec.runtime.trace_file import TraceFile

META = Meta("r1", "2026-11-21T08:00:00Z", "android", "tw.example.app", "00" * 32)
HOOK = {"t": "hook", "id": "a.B.c", "topic": "log", "state": "installed", "seen": 1}
CALL = {"t": "call", "hook": "a.B.c", "ms": 5, "tid": 7, "arguments": ["x"]}


def batch(*events, phase="login"):
    return {"type": "send", "payload": {"kind": "batch", "phase": phase, "events": list(events)}}


def told(folder, *messages):
    with TraceFile(folder, META) as file:
        recorder = Recorder(file)
        for message in messages:
            recorder.message(message)
        recorder.end(EndReason.FINISHED)
    return index(folder / "trace.jsonl")


STRANGE_ONES = {
    "an error of the script": ({"type": "error", "description": "ReferenceError"}, 1),
    "no batch": ({"type": "send", "payload": "hello"}, 1),
    "no such phase": (batch(CALL, CALL, phase="heaven"), 2),
    "an event that is none": (batch("x"), 1),
    "a call of a hook that nobody announced": (batch(CALL | {"hook": "x.Y.z"}), 1),
    "a field that no call has": (batch(CALL | {"verdict": "clean"}), 1),
    "an argument of no known form": (batch(CALL | {"arguments": [{"code": ["x"]}]}), 1),
    "a hit that is none": (batch(CALL | {"hits": [5]}), 1),
    "a line that only a recorder may write": (batch({"t": "mark", "name": "logout", "at": 1}), 1),
    "an end": (batch({"t": "end", "reason": "finished", "at": 1}), 1),
    "a call as long as a book": (batch(CALL | {"arguments": ["x" * 2_000_000]}), 1),
}


@pytest.mark.parametrize(("message", "count"), STRANGE_ONES.values(), ids=STRANGE_ONES)
def test_what_is_strange_is_counted_and_the_trace_stays_whole(tmp_path, message, count):
    run = told(tmp_path, batch(HOOK, CALL), message, batch(CALL))
    assert run.trouble is None
    hooks = {d.hook for _, d in run.of(Drop)}
    assert hooks <= {EVERY_HOOK, "a.B.c"}
    # Whose calls are missing is told, or else that they may be anybody's.
    assert lack_of(run, "a.B.c", None) == Lack("calls-dropped", count)
    assert sum(d.count for _, d in run.of(Drop)) == count
    assert len(list(run.calls("a.B.c"))) == 2


def test_a_hit_names_the_line_of_its_call(tmp_path):
    hit = {"canary": "phone", "argument": 0, "form": "utf-8", "offset": 0}
    run = told(tmp_path, batch(HOOK, CALL, CALL | {"hits": [hit]}, CALL))
    from appsec.model.trace import Hit

    ((number, found),) = run.of(Hit)
    numbers = [n for n, _ in run.calls("a.B.c")]
    assert (found.call, number) == (numbers[1], numbers[1] + 1)
    assert found.phase is Phase.LOGIN
