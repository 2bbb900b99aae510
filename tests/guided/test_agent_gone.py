"""An agent that is gone before all of step 16 was done: what it had seen entered is of its run."""

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from tests.guided.phone import FolderApp
from tests.guided.tester import Person

START, ACCEPT = "Start under frida", "Accept the notice (frida)"
LOGIN, USE = "Log in (frida)", "Use every screen (frida)"
EVERY = [START, ACCEPT, LOGIN, USE]
IDS = ["instrumented", "instrumented-accept", "instrumented-login", "instrumented-use"]
TOLD = "To be done again: 16 Start under frida、16 Accept the notice (frida)"


def watched(played, tmp_path, act):
    """A session of class L2 under an agent of which a test can tell when it dies. It goes through
    the steps under it alone, but for those in which anything is entered."""
    began = []

    def answer(kind, names, tester):
        if kind == "start" and "frida" in tester.step:
            began.append(tester.step)
        elif kind == "start" and not tester.step.startswith(("Register", "Log in")):
            return "s not of this test"
        return act(kind, tester)

    app = FolderApp(tmp_path / "phone", False)
    (app.folder / "agent").mkdir()
    one = played(False, "--class", "L2", act=answer, app=app, device=app.folder)
    one.uses = lambda: one.app.says("used")
    return one, began


def typed(one, run):
    return {note for name, note in one.marks(run) if name == "typed"}


@pytest.mark.parametrize("at", ["start", "doing", "after"])
@pytest.mark.parametrize("how", ["p", "q"])
def test_a_session_that_was_left_begins_step_16_anew(played, tmp_path, at, how):
    def act(kind, tester):
        if tester is first and (kind, tester.step) == (at, USE if at == "start" else LOGIN):
            return how
        if kind == "choice" and how == "q" and "cannot be gone on with" in tester.said:
            return "n" if tester is first else None
        return None

    one, began = watched(played, tmp_path, act)
    first = one.tester
    assert one.go() == 3
    assert TOLD in first.said
    states = [one.steps().get(step, ("open",))[0] for step in IDS]
    assert states == ["open", "open", "broken" if at == "doing" else "open", "open"]
    del began[:]
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert began == EVERY and TOLD not in one.tester.said
    assert {one.steps()[step] for step in IDS} == {("done", "")}
    assert typed(one, "instrumented-2") == typed(one, "plain") != set()


@pytest.mark.parametrize("at", ["start", "doing", "after"])
@pytest.mark.parametrize("then", ["", "r once more"])
def test_an_agent_that_dies_takes_with_it_what_was_done_under_it(played, tmp_path, at, then):
    """Whether it is noticed in a step, after it or before the next: Enter alone would go on."""
    died = []

    def act(kind, tester):
        dead = one.app.folder / "agent/dead"
        if died and dead.exists():
            dead.unlink()
            if kind == "after":
                return then
        if (kind, tester.step) == (at, USE if at == "start" else LOGIN) and not died:
            died.append(kind)
            dead.touch()
            tester.until("No longer collected: agent: exited")
            if at == "start":
                dead.unlink()
            return then if at == "after" else ""
        return None

    one, began = watched(played, tmp_path, act)
    assert one.go() == 3
    assert one.tester.said.count(TOLD) == 1
    again = [LOGIN] if then and at != "start" else [USE]
    assert began == [START, ACCEPT, LOGIN, *again, *EVERY]
    assert {one.steps()[step] for step in IDS} == {("done", "")}
    assert typed(one, "instrumented-2") == typed(one, "plain") != set()


def test_an_app_that_bears_no_agent_is_not_begun_anew_for_ever(played, tmp_path):
    def act(kind, tester):
        if kind == "start" and tester.step == START:
            (one.app.folder / "agent/dead").touch()

    one, began = watched(played, tmp_path, act)
    assert one.go() == 3
    assert began == EVERY and "To be done again" not in one.tester.said
    assert {one.steps()[step] for step in IDS} == {("broken", "dead")}


@pytest.mark.parametrize("then", ["", "-"])
def test_what_was_entered_without_an_agent_cannot_be_told_absent_under_one(played, tmp_path, then):
    """A slip, or an app that is still logged in: the step is not whole, and done again it asks for
    all of its fields."""
    asked, did = [], []

    def act(kind, tester):
        if tester.step != LOGIN:
            return None
        if kind == "typed":
            asked.append(kind)
            return then if did else "-"
        if kind == "after" and not did:
            did.append(one.steps()["instrumented-login"])
            return "r once more"
        return None

    one, _ = watched(played, tmp_path, act)
    assert one.go() == 3
    refused = ("broken", "entered before and not found: password")
    assert did == [refused] and len(asked) == 4
    assert one.steps()["instrumented-login"] == (refused if then else ("done", ""))
    told = [mark for mark in one.marks("instrumented") if mark[1].split(" ")[0] == "password"]
    left = ("left-out", "password password")
    assert told == [left, left if then else ("typed", "password")]
    assert "Something was entered into this field in this session" in one.tester.said


def test_an_app_that_stays_logged_in_after_its_agent_died_is_not_told_to_have_no_field(
    played, tmp_path
):
    died = []

    def act(kind, tester):
        dead = one.app.folder / "agent/dead"
        if (kind, tester.step) == ("doing", LOGIN) and not died:
            died.append(kind)
            dead.touch()
            tester.until("No longer collected: agent: exited")
            dead.unlink()
            return ""
        return "-" if died and (kind, tester.step) == ("typed", LOGIN) else None

    one, _ = watched(played, tmp_path, act)
    assert one.go() == 3
    told = {note.split(" ")[0]: name for name, note in one.marks("instrumented-2") if note}
    assert (told["account"], told["password"]) == ("left-out", "left-out")
    assert one.steps()["instrumented-login"][0] == "broken"
