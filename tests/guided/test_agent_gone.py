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
