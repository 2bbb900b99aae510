"""What a tester takes back by doing a step again: it shows nothing any more."""

import pytest

from tests.guided.tester import Person

ENVIRONMENT = "Detection of the environment (no frida, no proxy)"
REFUSE = "Refuse the notice and the permissions"


@pytest.mark.parametrize(
    ("then", "result"),
    [("1 runs as ever", "fail"), ("3 ended", "pass"), ("s no rooted phone at hand", "needs_review")],
)
@pytest.mark.parametrize("paused", [False, True])
def test_a_reaction_that_was_of_another_app_shows_nothing(played, then, result, paused):
    """The control run lasts until its step is settled: then it cannot be taken back any more."""
    said, did = [], set()

    def act(kind, names, tester):
        if tester.step == REFUSE and kind == "start":
            return "q"
        if tester.step != ENVIRONMENT:
            return None
        if kind == "start" and paused and did == {"redone"}:
            did.add("paused")
            return "p"
        if kind == "after" and not did:
            did.add("redone")
            return "r I looked at another app"
        if kind == "outcome" and "rooted" in names[0]:
            said.append("3 ended" if not said else then)
            return said[-1]
        return {"outcome": "s none", "picture": "", "doing": ""}.get(kind)

    one = played(False, "--class", "L1", "--with-f", "--no-frida", act=act)
    assert one.go() == 3
    if paused:
        assert one.steps()["environment"] == ("broken", "redo: I looked at another app")
        assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert said == ["3 ended", then]
    assert one.steps()["environment"] == ("done", "")
    assert one.marks("control")[-1] == ("broke-off", "redo: I looked at another app")
    assert one.results()["49"] == result
