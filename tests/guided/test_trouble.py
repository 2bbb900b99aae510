"""A disk that is full, an adb that dies and a phone that is unplugged while a session goes on: it is
told, nothing is lost, and the session is gone on with."""

import resource

import pytest

from appsec.model.trace import Meta
from appsec.readers.trace.index import index
from appsec.runtime.guided.runs import Runs
from appsec.runtime.guided.steps import Which
from tests.guided.tester import Person

META = Meta("r", "2026-11-21T08:00:00Z", "android", "tw.example", "ab" * 32, instrumented=False)
USE = "Use every screen"
LAST = "Delete the account and its data"
ITEMS = ("18", "4.1.2.3.16")


def fill(tester):
    """Lets the program write no file any more, as a disk does that is full."""
    hard = resource.prlimit(tester.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(tester.process.pid, resource.RLIMIT_FSIZE, (0, hard))


@pytest.mark.parametrize("when", ["start", "doing", "after"])
def test_a_disk_that_is_full_is_told_and_the_session_gone_on_with(played, when):
    def act(kind, names, tester):
        if tester is first and (kind, tester.step) == (when, USE):
            fill(tester)
            if kind == "doing":
                one.app.says("something")
                return ""

    one = played(False, "--class", "L1", "--no-frida", act=act)
    one.uses = lambda: one.app.says("used")
    first = one.tester
    assert one.go() == 3
    assert "Nothing more can be written" in first.said and "--resume" in first.said
    kept = one.steps()
    assert kept["register"] == ("done", "") and kept.get("close") is None
    del one.uses
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "Step 1 " not in one.tester.said
    assert one.steps()["use"] == ("done", "")
    # The phase of a step lasts until the next begins: what was lost of it is looked at again.
    assert [name for name, _ in one.marks()].count("typed") == (2 if when == "start" else 1)
    assert {one.results()[item] for item in ITEMS} == {"pass"}


def test_a_disk_that_is_full_at_the_beginning_begins_no_session(played):
    def act(kind, names, tester):
        if kind == "seed":
            fill(tester)

    one = played(False, "--class", "L1", "--no-frida", act=act)
    assert one.go() == 4
    assert "Nothing more can be written" in one.tester.said


def test_a_disk_that_is_full_at_the_end_leaves_all_that_was_recorded(played):
    def act(kind, names, tester):
        if tester is first and (kind, tester.step) == ("after", LAST):
            fill(tester)

    one = played(False, "--class", "L1", "--no-frida", act=act)
    first = one.tester
    assert one.go() == 3
    assert "Nothing more can be written" in first.said
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert {one.results()[item] for item in ITEMS} == {"pass"}


@pytest.mark.parametrize("left", [None, b"", b'{"t":"meta","n":0,'])
def test_a_run_that_was_never_begun_keeps_no_other_from_being_read(tmp_path, left):
    never = tmp_path / "runs/plain"
    never.mkdir(parents=True)
    (never / "canaries.json").write_text("[]")
    if left is not None:
        (never / "trace.jsonl").write_bytes(left)
    runs = Runs(tmp_path, META, {})
    with runs.opened(Which.PLAIN) as run:
        run.end()
    assert [one.name for one in runs.all()] == ["plain"]
    assert runs.end() == []
    assert index(tmp_path / "runs/plain/trace.jsonl").trouble is None


def test_a_run_that_holds_anything_is_never_taken_away(tmp_path):
    runs = Runs(tmp_path, META, {})
    with runs.opened(Which.PLAIN) as run:
        run.keep("screenshots/001.png", b"-")
    (tmp_path / "runs/plain/trace.jsonl").write_bytes(b"")
    assert runs.end() == ["plain"]
    assert (tmp_path / "runs/plain/screenshots/001.png").exists()
