"""What no longer collects while the next step waits to begin: the step before is not whole then, is
named, and comes first."""

import pytest

from tests.guided.tester import Person

REGISTER, USE = "Register or fill in a form", "Use every screen"
FIRST = "First start after a fresh install"
ENVIRONMENT = "Detection of the environment (no frida, no proxy)"
SPOILT = "Step 5 Register or fill in a form is not whole by that: it comes next"
ITEMS = ("18", "21", "4.1.2.3.16")


def between(played, then, *, noticed=True):
    """A session whose log ends as USE is to begin; whether the tester is told before Enter."""
    began, did = [], []

    def act(kind, names, tester):
        gone = one.app.folder / "gone"
        if kind == "start":
            began.append(tester.step)
            if did:
                gone.unlink(missing_ok=True)
        if (kind, tester.step) == ("start", USE) and not did:
            did.append(kind)
            gone.touch()
            if noticed:
                tester.until("No longer collected: log: unplugged.")
                tester.until("it comes next")
                assert one.steps()["register"] == ("broken", "log: unplugged")
                gone.unlink()
            return then(did, tester)
        if (kind, tester.step) == ("start", REGISTER) and did:
            return then(did, tester)
        return None

    one = played(False, "--class", "L1", "--no-frida", act=act)
    return one, began


@pytest.mark.parametrize("noticed", [True, False])
def test_the_step_before_is_done_again_first(played, noticed):
    one, began = between(played, lambda did, tester: "", noticed=noticed)
    assert one.go() == 3
    assert began[3:7] == [REGISTER, USE, REGISTER, USE]
    assert one.tester.said.count(SPOILT) == 1
    assert one.steps()["register"] == one.steps()["use"] == ("done", "")
    told = [mark for mark in one.marks() if mark[0] in ("typed", "broke-off") or mark[1] == "use"]
    again = ("typed", "text")
    used = [("use", "use"), ("step-done", "use")]
    assert told == [again, ("broke-off", "log: unplugged"), again, *used]
    assert {item: one.results()[item] for item in ITEMS} == dict.fromkeys(ITEMS, "pass")


def test_the_step_before_may_be_left_with_a_reason_and_is_offered_when_the_next_is_skipped(played):
    one, began = between(
        played, lambda did, tester: "s no time" if tester.step == USE else "s it is registered"
    )
    assert one.go() == 3
    assert began[3:7] == [REGISTER, USE, REGISTER, "Capture and overlay"]
    assert one.steps()["use"] == ("skipped", "no time")
    assert one.steps()["register"] == ("skipped", "it is registered")
    assert "pass" not in {one.results()[item] for item in ITEMS}


def test_the_step_before_is_offered_another_day(played):
    def then(did, tester):
        return "p" if tester is first else None

    one, _ = between(played, then)
    first = one.tester
    assert one.go() == 3
    assert one.steps()["register"] == ("broken", "log: unplugged")
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert one.steps()["register"] == ("done", "")


def test_a_control_run_is_not_blamed_for_what_collects_into_the_other(played):
    did = []

    def act(kind, names, tester):
        if tester.step == ENVIRONMENT and kind == "doing" and not did:
            did.append(kind)
            (one.app.folder / "gone").touch()
            tester.until("Step 1 ")
            tester.until("it comes next")
            (one.app.folder / "gone").unlink()
            return ""
        if kind == "start" and did:
            did.append(tester.step)
            if tester.step.startswith("Refuse"):
                return "q"
        if tester.step == ENVIRONMENT:
            return {"outcome": "s none", "doing": ""}.get(kind)
        return None

    one = played(False, "--class", "L1", "--with-f", "--no-frida", act=act)
    assert one.go() == 3
    assert one.steps()["environment"] == ("done", "")
    assert one.steps()["first-start"] == ("done", "")
    assert did == ["doing", FIRST, "Refuse the notice and the permissions"]
