"""What is done of a session is what its runs hold: a run that was cut anywhere is not believed."""

import shutil

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.trace import EndReason, Meta
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import spans
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.held import held
from appsec.runtime.guided.left import left_out
from appsec.runtime.guided.recording import Recording
from appsec.runtime.guided.runs import Runs, ended
from appsec.runtime.guided.steps import Which, guide
from tests.guided.phone import FolderApp, FolderPhone

META = Meta("r", "2026-11-21T08:00:00Z", "android", "tw.example", "ab" * 32, instrumented=False)
STEPS = {one.id: one for one in guide().steps}
TYPED = {Which.PLAIN: [Kept("text", What.TEXT, "note-abcdefghjk")]}
DONE = ("first-start", "register", "use")


def gone_through(recording, name, number=1, whole=True):
    step = STEPS[name]
    recording.begin(step)
    if step.types:
        recording.typed("text")
    list(recording.collected(step, number))
    recording.finish(step, whole=whole)


@pytest.fixture
def session(tmp_path):
    """A session with three steps done, one redone, one skipped, and paused in between."""
    app = FolderApp(tmp_path / "phone", False)
    recording = Recording(tmp_path / "s", META, TYPED, Means(FolderPhone(app.folder)))
    gone_through(recording, "first-start")
    recording.pause()
    gone_through(recording, "register")
    recording.broke("redo: too late")
    gone_through(recording, "register", 2)
    recording.begin(STEPS["consent-accept"])
    recording.broke("skipped: no notice")
    gone_through(recording, "use")
    recording.pause()
    return tmp_path / "s/runs/plain"


def test_a_step_is_held_if_its_end_is(session):
    assert held([session]) == {*DONE}


def test_a_step_that_was_not_whole_or_has_no_end_is_not_held(session):
    recording = Recording(session.parents[1], META, TYPED, Means(None))
    gone_through(recording, "input", whole=False)
    gone_through(recording, "tls")
    # Not paused: when it is gone on with, the phase counts as broken off.
    assert held([session]) == {*DONE}
    recording.pause()
    assert held([session]) == {*DONE, "tls"}


def test_whatever_is_held_of_a_run_that_was_cut_is_whole_when_it_is_read(session, tmp_path):
    lines = (session / "trace.jsonl").read_bytes().splitlines(keepends=True)
    seen = set()
    for count in range(1, len(lines) + 1):
        cut = tmp_path / f"cut{count}"
        shutil.copytree(session, cut)
        (cut / "trace.jsonl").write_bytes(b"".join(lines[:count]))
        there = held([cut])
        (cut / "trace.jsonl").write_bytes(b"".join(lines[:count]) + b'{"t":"mark","n":')
        assert held([cut]) == there
        assert ended(cut, EndReason.FINISHED)
        told = index(cut / "trace.jsonl")
        assert told.trouble is None
        whole = {span.step for span in spans(told) if span.whole}
        assert there <= whole, count
        seen |= there
    assert seen == {*DONE}


@pytest.mark.parametrize("lost", ["changed", "gone"])
def test_a_run_that_was_changed_holds_nothing(session, lost):
    trace = session / "trace.jsonl"
    if lost == "changed":
        trace.write_bytes(trace.read_bytes().replace(b'"register"', b'"Register"', 1))
    else:
        trace.unlink()
    assert held([session]) == frozenset()


def test_a_step_whose_snapshot_is_lost_is_not_held(session):
    (session / "snapshot/register-2/manifest.jsonl").unlink()
    assert held([session]) == {"first-start", "use"}


def test_what_is_left_out_when_the_run_has_ended_is_told_by_another(session):
    runs = Runs(session.parents[1], META, TYPED)
    runs.leave_out(["field-1 form 病歷號碼"])
    assert ended(session, EndReason.FINISHED)
    runs.leave_out(["field-2 form 車牌號碼"])
    assert [one.name for one in runs.all()] == ["plain", "plain-2"]
    assert left_out([session]) == {"field-1": "form 病歷號碼"}
    assert left_out(runs.all()) == {"field-1": "form 病歷號碼", "field-2": "form 車牌號碼"}
    assert runs.end() == []
    told = index(session / "trace.jsonl")
    assert told.trouble is None and all(one.whole for one in spans(told) if one.step == "use")
    assert held([session]) == {*DONE}
