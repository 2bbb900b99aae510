"""A disk that is full, an adb that dies and a phone that is unplugged while a session goes on: it is
told, nothing is lost, and the session is gone on with."""

import json
import resource

import pytest

from appsec.model.trace import Meta
from appsec.readers.trace.index import index
from appsec.runtime.guided.runs import Runs
from appsec.runtime.guided.steps import Which
from tests.guided.test_phone import PNG_FILE, PhoneApp
from tests.guided.tester import Person
from tests.runtime.phone import adb, gone, phone, server  # noqa: F401

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


# A phone behind the real adb.


@pytest.fixture
def plugged(played, phone):  # noqa: F811
    """Begins a session with the simulated phone."""

    def begin(act, patient=True):
        simulated = phone(su="magisk")
        simulated.file("/sim/screen.png", PNG_FILE)
        return played(
            False, "--class", "L1", "--no-frida", "--device", simulated.serial, act=act,
            app=PhoneApp(simulated, False), device=None if patient else f"adb:{simulated.serial}",
        )  # fmt: skip

    return begin


def again(simulated):
    """Plugs the cable in again."""
    simulated.plug()
    assert "connected" in adb("connect", simulated.serial).stdout


@pytest.mark.parametrize("what", ["cable", "server"])
def test_a_cable_or_an_adb_that_is_back_soon_loses_nothing(plugged, what):
    did = []

    def act(kind, names, tester):
        if (kind, tester.step) == ("doing", USE) and not did:
            did.append(kind)
            if what == "cable":
                gone(one.app.phone)
                again(one.app.phone)
            else:
                adb("kill-server")

    one = plugged(act)
    assert one.go() == 3
    assert did and one.steps()["use"] == ("done", "")
    assert "broke-off" not in [name for name, _ in one.marks()]
    assert one.results()["4.1.2.3.16"] == "pass", one.tester.said


def test_a_phone_that_stays_away_is_told_and_the_step_done_again(plugged):
    did = []

    def act(kind, names, tester):
        if (kind, tester.step) == ("doing", USE) and not did:
            did.append(kind)
            gone(one.app.phone)
            tester.until("No longer collected: log")
            return ""
        if (kind, tester.step) == ("after", USE) and did == ["doing"]:
            did.append(kind)
            assert "Not collected whole: snapshot: " in tester.said
            assert "The device is gone: plug it in again." in tester.said
            again(one.app.phone)
            return "r unplugged"
        return None

    one = plugged(act, patient=False)
    assert one.go() == 3
    assert did == ["doing", "after"] and one.steps()["use"] == ("done", "")
    assert one.results()["4.1.2.3.16"] == "pass"


def test_a_session_is_paused_without_its_phone_and_waits_for_it(plugged):
    def act(kind, names, tester):
        if tester is first and (kind, tester.step) == ("doing", USE):
            gone(one.app.phone)
            return "p"
        return None

    one = plugged(act, patient=False)
    first, resume = one.tester, ("dynamic", "session", "--resume", one.out)
    assert one.go() == 3
    without = Person(None, *resume)
    assert without.next()[0] == "end"
    assert without.process.returncode == 4
    assert "The device is gone: plug it in again." in without.said
    without.close()
    again(one.app.phone)
    assert one.go(Person(None, *resume)) == 3
    assert "Step 1 " not in one.tester.said and "Not as it was" not in one.tester.said
    assert one.steps()["use"] == ("done", "")
    assert one.results()["4.1.2.3.16"] == "pass"


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


def test_what_others_put_beside_the_runs_is_none(tmp_path):
    runs = Runs(tmp_path, META, {})
    with runs.opened(Which.PLAIN):
        pass
    for name in (".DS_Store", "plain-2.txt"):
        (tmp_path / "runs" / name).write_bytes(b"Bud1")
    for name in ("notes", "plain copy"):
        (tmp_path / "runs" / name).mkdir()
    assert [one.name for one in runs.all()] == ["plain"]
    with runs.opened(Which.PLAIN) as run:
        assert run.folder.name == "plain"
    assert runs.end() == []
    assert (tmp_path / "runs/notes").is_dir()


def test_a_session_that_a_file_manager_looked_into_goes_on_and_ends(played):
    def act(kind, names, tester):
        if tester is first and (kind, tester.step) == ("start", USE):
            return "p"
        if kind == "after" and tester.step == USE:
            (one.out / "runs/.DS_Store").write_bytes(b"Bud2")
        return None

    one = played(False, "--class", "L1", "--no-frida", act=act)
    first = one.tester
    assert one.go() == 3
    for place in (".DS_Store", "runs/.DS_Store"):
        (one.out / place).write_bytes(b"Bud1")
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "cannot be read now" not in one.tester.said
    assert "Nothing more can be written" not in one.tester.said
    assert json.loads((one.out / "session.json").read_text())["ended"] is True
    assert one.results()["4.1.2.3.16"] == "pass"
