"""An app that is put in another's place: what was entered before shows nothing of it."""

from dataclasses import replace

import pytest

from appsec.assess.words import load
from appsec.cli.dynamic_same import Same
from appsec.model.text import Lang
from appsec.readers.trace.index import index
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.state import SessionState, Setup, StepDone, StepState
from appsec.runtime.guided.steps import guide
from appsec.runtime.identity import Identity
from tests.guided.tester import Person

STEPS = {one.id: one for one in guide().steps}
THERE = Identity("d", "a", ("1", "2"))
SETUP = Setup("a.apk", "ab" * 32, "tw.example", "android", "L2", "usb", "2026-11-21T08:00:00Z")


class Talk:
    """Takes down what is said, and answers every choice alike."""

    def __init__(self, answer="y"):
        self.said, self._answer = [], answer

    def words(self, key, **values):
        return load("session")[key].text[Lang.EN].format_map(values)

    def say(self, key, **values):
        self.said.append(key)

    def text(self, of):
        return of[Lang.EN]

    def choice(self, question, keys):
        self.said.append("asked")
        return self._answer


class Recording:
    def __init__(self, told):
        self.began = []
        self.means = Means(None, identity=lambda: self.told)
        self.told = told

    def anew(self, why):
        self.began.append(why)


def state(**steps):
    """With these steps done."""
    done = {one.replace("_", "-"): StepDone(how, "", 1) for one, how in steps.items()}
    return SessionState(SETUP, done, identity=THERE)


DONE = StepState.DONE
ENTERED = state(first_start=DONE, register=DONE, login=StepState.BROKEN)
OTHERS = (
    (replace(THERE, device="e"), ("device",)),
    (replace(THERE, app="b"), ("app",)),
    (replace(THERE, data=("3",)), ("data",)),
    (replace(THERE, data=()), ("data",)),
    (Identity("e", "b", ("3",)), ("device", "app", "data")),
)


@pytest.mark.parametrize(("told", "changed"), [(THERE, ()), *OTHERS])
def test_what_is_another_is_noticed_when_a_session_is_taken_up(told, changed):
    assert Same(Talk(), Recording(told)).resumed(ENTERED) == changed


@pytest.mark.parametrize(("told", "changed"), OTHERS)
def test_and_when_a_step_begins(told, changed):
    assert Same(Talk(), Recording(told)).begins(ENTERED, STEPS["use"]) == changed
    assert Same(Talk(), Recording(told)).begins(ENTERED, STEPS["environment"]) == ()


@pytest.mark.parametrize(("told", "changed"), OTHERS)
def test_and_while_it_lasts_and_what_was_there_before_stays_what_counts(told, changed):
    same = Same(Talk(), Recording(told))
    assert same.ended(ENTERED, STEPS["use"]) == (ENTERED, changed)
    assert same.ended(ENTERED, STEPS["first-start"]) == (replace(ENTERED, identity=told), ())
    assert same.left(ENTERED) == ENTERED


def test_before_anything_was_entered_nothing_can_be_lost():
    before = state(first_start=DONE, consent_refuse=DONE)
    same = Same(Talk(), Recording(OTHERS[-1][0]))
    assert same.resumed(before) == same.begins(before, STEPS["register"]) == ()


@pytest.mark.parametrize("step", ["logout", "close", "delete"])
def test_an_app_may_clear_its_own_data_away_where_it_should(step):
    recording = Recording(replace(THERE, data=("3",)))
    same = Same(Talk(), recording)
    after, changed = same.ended(ENTERED, STEPS[step])
    assert (after.identity, changed) == (recording.told, ())
    recording.told = replace(THERE, data=("4",))
    assert same.begins(after, STEPS["files"]) == ()
    # Whoever goes on another day may have done it themselves.
    assert Same(Talk(), recording).resumed(after) == ("data",)
    recording.told = replace(THERE, app="b")
    assert same.begins(after, STEPS["files"]) == ("app",)


@pytest.mark.parametrize("untold", [Identity(), Identity("d", "a"), Identity("", "a", ("1",))])
def test_a_phone_that_does_not_tell_has_the_tester_asked(untold):
    talk = Talk("y")
    assert Same(talk, Recording(untold)).resumed(ENTERED) == ()
    assert talk.said == ["asked"]
    assert Same(Talk("n"), Recording(untold)).resumed(ENTERED) == ("tester",)
    assert Same(Talk("n"), Recording(THERE)).resumed(replace(ENTERED, identity=None)) == ("tester",)


def test_what_a_phone_did_not_tell_once_is_not_forgotten():
    same = Same(Talk(), Recording(Identity("d", "", None)))
    assert same.left(ENTERED).identity == THERE
    assert same.ended(ENTERED, STEPS["use"])[0].identity == THERE


def test_a_phone_that_is_gone_tells_nothing():
    recording = Recording(THERE)

    def gone():
        raise CollectError("unplugged")

    recording.means = Means(None, identity=gone)
    assert Same(Talk(), recording).begins(ENTERED, STEPS["use"]) == ()
    assert Same(Talk("n"), recording).resumed(ENTERED) == ("tester",)


def test_the_steps_from_the_first_entry_on_are_open_again_once():
    recording = Recording(OTHERS[1][0])
    same = Same(Talk(), recording)
    before = state(first_start=DONE, register=DONE, login=StepState.BROKEN, use=StepState.SKIPPED)
    before = before.having("files", StepDone(DONE))  # there was none to delete
    after = same.anew(before, ("app",))
    assert {name: str(one.state) for name, one in after.steps.items() if name in before.steps} == {
        "first-start": "done", "register": "open", "login": "open", "use": "skipped",
        "files": "open",
    }  # fmt: skip
    assert len(recording.began) == 1
    for step in ("first-start", "register"):
        assert same.begins(after, STEPS[step]) == ()
    # Whoever installs the app anew for the first step has nothing in it that was entered.
    assert same.begins(before, STEPS["first-start"]) == ("app",)


# At a terminal.


def paused_at(title):
    return lambda kind, names, tester: (
        "p" if kind == "start" and tester.step == title and "Going on" not in tester.said else None
    )


@pytest.mark.parametrize("what", ["app", "data", "device"])
def test_what_was_entered_before_a_pause_shows_nothing_of_an_app_that_came_after(played, what):
    """The new one never had it: that it is nowhere would be a false pass."""
    one = played(True, "--class", "L1", "--no-frida", act=paused_at("Close the app"))
    assert one.go() == 3
    if what == "app":
        one.app.installed("again")
    elif what == "device":
        (one.app.folder / "device").write_text("another")
    one.app.cleared()
    one.app.weak = False
    skipped = []

    def act(kind, names, tester):
        if kind == "start" and tester.step == "Register or fill in a form":
            skipped.append(tester.step)
            return "s no time"
        return None

    one.act = act
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "Not as it was: " in one.tester.said and skipped
    assert "Step 1 " not in one.tester.said
    told = {item: one.results()[item] for item in ("18", "20", "4.1.2.3.16")}
    assert "pass" not in told.values()
    # What the first one showed against it still counts.
    assert told["4.1.2.3.16"] == "fail"
    second = index(one.out / "runs/plain-2/trace.jsonl")
    assert (second.trouble, "typed" in [mark for mark, _ in one.marks("plain-2")]) == (None, False)


def test_an_app_that_was_installed_again_between_two_steps_is_entered_into_again(played):
    did = []

    def act(kind, names, tester):
        if kind == "start" and tester.step == "Input" and not did:
            did.append(kind)
            one.app.installed("again")
            one.app.cleared()

    one = played(False, "--class", "L1", "--no-frida", act=act)
    assert one.go() == 3
    assert one.tester.said.count("Not as it was: the app was installed again") == 1
    assert [name for name, _ in one.marks("plain-2")].count("typed") == 1
    assert one.results()["4.1.2.3.16"] == "pass"
