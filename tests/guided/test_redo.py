"""What a tester takes back by doing a step again: it shows nothing any more."""

import pytest

from tests.guided.phone import FolderApp
from tests.guided.tester import Person

ENVIRONMENT = "Detection of the environment (no frida, no proxy)"
REFUSE = "Refuse the notice and the permissions"


@pytest.mark.parametrize(
    ("then", "result"),
    [
        ("1 runs as ever", "fail"),
        ("3 ended", "pass"),
        ("s no rooted phone at hand", "needs_review"),
    ],
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


REGISTER = "Register or fill in a form"
USE = "Use every screen"
ITEMS = ("18", "19", "4.1.2.3.16")


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("then", ["typed", "absent"])
def test_a_field_that_was_told_absent_by_a_slip_is_asked_for_again(played, given, then):
    """With a canary and without one."""
    asked, did = [], set()

    def act(kind, names, tester):
        if kind == "own" and "national" in names[0]:
            return None if given else ""
        if kind in ("typed", "no-value") and "national" in names[0]:
            asked.append(kind)
            if len(asked) == 1 or then == "absent":
                return "-"
            return None if given else "s it must not be used"
        if kind == "typed" and names[0] == "password":
            return "-"
        if tester.step == REGISTER and kind == "after" and not did:
            did.add("redone")
            return "r I pressed - by mistake"
        return None

    one = played(False, "--class", "L2", "--no-frida", act=act)
    assert one.go() == 3
    assert asked == ["typed" if given else "no-value"] * 2
    told = [name for name, note in one.marks() if note.split(" ")[0] == "national-id"]
    results = {item: one.results()[item] for item in ITEMS}
    if then == "absent" or given:
        assert told[-1] == then and one.steps()["register"] == ("done", "")
        assert results["18"] == "pass"
    else:
        assert told[-1] == "left-out" and one.steps()["register"][0] == "broken"
        assert "pass" not in results.values()
        report = (one.out / "reports/report.html").read_text()
        assert "Nothing was entered into these fields" in report and "national id" in report


@pytest.mark.parametrize("paused", [False, True])
def test_what_was_entered_is_not_told_absent_when_its_step_is_done_again(played, paused):
    """The app keeps what was entered, and shows no field for it any more."""
    did = []

    def act(kind, names, tester):
        if tester.step != "Log in":
            return "q" if kind == "start" and tester.step == "Use every screen" else None
        if kind == "typed" and did:
            return "-"
        if kind == "doing" and not did:
            did.append(kind)
            return "p" if paused else "r the keyboard covered the field"
        return None

    one = played(False, "--class", "L2", "--no-frida", act=act)
    assert one.go() == 3
    if paused:
        assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert one.steps()["login"] == ("broken", "entered before and not found: password")
    told = {note.split(" ")[0]: name for name, note in one.marks() if note}
    assert (told["account"], told["password"]) == ("left-out", "left-out")


def test_a_field_that_the_declaration_came_to_name_is_asked_about(played, tmp_path):
    declaration = tmp_path / "declared.yaml"
    head = "app: {package_id: tw.example.sample.parcel, platform: android}\ninput_fields:\n"
    row = "- {{screen: form, field: {}, sensitive: 'yes'}}\n"
    declaration.write_text(head + row.format("病歷號碼"))

    def act(kind, names, tester):
        if tester is first and tester.step == "Use every screen" and kind == "start":
            return "p"
        return "s not now" if kind == "no-value" else None

    one = played(False, "--class", "L1", "--no-frida", "--declaration", declaration, act=act)
    first = one.tester
    assert one.go() == 3
    assert one.steps()["register"] == ("done", "")
    declaration.write_text(head + row.format("病歷號碼") + row.format("車牌號碼"))
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "nothing was entered into, or told of, form 車牌號碼" in one.tester.said
    assert one.steps()["register"] == ("broken", "not typed: field-2: not now")
    assert "pass" not in {one.results()[item] for item in ITEMS}
    assert ("left-out", "field-2 form 車牌號碼") in one.marks()


def test_a_declared_field_that_nobody_can_be_asked_for_stays_open(played, tmp_path):
    """A field beside it is asked for whatever its screen is called."""
    declaration = tmp_path / "declared.yaml"
    row = "- {{screen: OTP 驗證, field: {}, sensitive: 'yes'}}\n"
    head = "app: {package_id: tw.example.sample.parcel, platform: android}\ninput_fields:\n"
    declaration.write_text(head + row.format("病歷號碼") + row.format("簡訊驗證碼"))
    one = played(False, "--class", "L1", "--no-frida", "--declaration", declaration)
    assert one.go() == 3
    assert "These declared fields have no canary" in one.tester.said
    assert "a tester looks at them: OTP 驗證 簡訊驗證碼." in one.tester.said
    assert ("typed", "field-1") in one.marks()
    assert ("left-out", "unasked-1 OTP 驗證 簡訊驗證碼") in one.marks()
    assert one.steps()["register"] == ("done", "")
    assert "pass" not in {one.results()[item] for item in ITEMS}
    report = (one.out / "reports/report.html").read_text()
    assert "so that nobody knows whether they leak: OTP 驗證 簡訊驗證碼." in report


HEAD = "app: {package_id: tw.example.sample.parcel, platform: android}\ninput_fields:\n"
ROW = "- {{screen: form, field: {}, sensitive: 'yes'}}\n"


@pytest.mark.parametrize("then", ["s no time", "q"])
def test_a_field_that_came_to_be_declared_is_open_whatever_becomes_of_its_step(
    played, tmp_path, then
):
    declaration = tmp_path / "declared.yaml"
    declaration.write_text(HEAD + ROW.format("病歷號碼"))

    def act(kind, names, tester):
        if tester is first:
            return "p" if tester.step.startswith("Delete") and kind == "start" else None
        return then if kind == "start" else None

    one = played(False, "--class", "L1", "--no-frida", "--declaration", declaration, act=act)
    first = one.tester
    assert one.go() == 3
    declaration.write_text(HEAD + ROW.format("病歷號碼") + ROW.format("車牌號碼"))
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    told = [mark for mark in one.marks() if mark[0] == "left-out"]
    assert told == [("left-out", "field-2 form 車牌號碼")]
    assert "pass" not in {one.results()[item] for item in ITEMS}
    report = (one.out / "reports/report.html").read_text()
    assert "nobody knows whether they leak: form 車牌號碼." in report


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("then", ["-", "s it has one"])
def test_a_field_that_is_declared_no_more_is_asked_for_until_it_is_told_absent(
    played, tmp_path, given, then
):
    """As the report advises: answer that there is none, correct the declaration, redo the step.
    The field without a canary is one that the declaration named for a while."""
    declaration = tmp_path / "declared.yaml"
    declaration.write_text(HEAD + (ROW.format("病歷號碼") if given else ""))
    asked = []

    def act(kind, names, tester):
        if kind in ("typed", "no-value") and "病歷" in names[0]:
            asked.append(kind)
            return then if len(asked) == 2 else "-"
        return "p" if len(asked) == 1 and tester.step == REGISTER and kind == "after" else None

    options = ("--class", "L1", "--no-frida", "--declaration", declaration)
    one = played(False, *options, act=act if given else paused_before(REGISTER))
    assert one.go() == 3
    resume = ("dynamic", "session", "--resume", one.out)
    if not given:
        one.act = act
        declaration.write_text(HEAD + ROW.format("病歷號碼"))
        assert one.go(Person(one.app.folder, *resume)) == 3
    assert one.steps()["register"] == ("broken", "declared and not found: field-1")
    declaration.write_text(HEAD)
    assert one.go(Person(one.app.folder, *resume)) == 3
    assert "does not name these fields any more: form 病歷號碼." in one.tester.said
    assert asked == ["typed" if given else "no-value"] * 2
    if then == "-":
        assert one.steps()["register"] == ("done", "")
        assert one.results()["18"] == one.results()["4.1.2.3.16"] == "pass"
    else:
        assert one.steps()["register"] == ("broken", "not typed: field-1: it has one")
        assert "pass" not in {one.results()[item] for item in ITEMS}


@pytest.mark.parametrize("then", ["-", ""])
def test_a_declared_field_that_takes_the_place_of_another_is_asked_about(played, tmp_path, then):
    """One that no canary was made for, under a number of its own."""
    declaration = tmp_path / "declared.yaml"
    declaration.write_text(HEAD + ROW.format("病歷號碼"))

    def act(kind, names, tester):
        if kind == "no-value" and not then:
            return "q" if tester is second else "p"
        return "p" if tester is first and tester.step == USE and kind == "start" else None

    options = ("--class", "L1", "--no-frida", "--declaration", declaration)
    one = played(False, *options, act=act)
    first, second = one.tester, None
    assert one.go() == 3
    declaration.write_text(HEAD + ROW.format("車牌號碼"))
    resume = ("dynamic", "session", "--resume", one.out)
    assert one.go(Person(one.app.folder, *resume)) == 3
    assert "nothing was entered into, or told of, form 車牌號碼" in one.tester.said
    if not then:
        # Another day it is asked about all the same.
        second = Person(one.app.folder, *resume)
        assert one.go(second) == 3
    assert ("left-out", "field-2 form 車牌號碼") in one.marks()
    why = "declared and not found: field-2" if then else "interrupted"
    assert one.steps()["register"] == ("broken", why)
    assert "pass" not in {one.results()[item] for item in (*ITEMS, "21")}


@pytest.mark.parametrize("then", ["", "s no time"])
def test_a_field_that_was_told_absent_and_is_declared_since_is_asked_for(played, tmp_path, then):
    declaration = tmp_path / "declared.yaml"
    declaration.write_text(HEAD + ROW.format("配送地址"))

    def act(kind, names, tester):
        if tester is first and tester.step == USE and kind == "start":
            return "p"
        if kind == "typed" and names[0] in ("password", "address"):
            return "-"
        if tester is not first and tester.step == REGISTER and kind == "start":
            return then
        return None

    one = played(False, "--class", "L2", "--no-frida", act=act)
    first = one.tester
    assert one.go() == 3
    resume = ("dynamic", "session", "--resume", one.out)
    assert one.go(Person(one.app.folder, *resume, "--declaration", declaration)) == 3
    assert "with canaries typed into form 配送地址: the declaration came" in one.tester.said
    told = [name for name, note in one.marks() if note.split(" ")[0] == "address"]
    assert told == ["absent", "left-out", *([] if then else ["typed"])]
    result = {one.results()[item] for item in (*ITEMS, "21")}
    assert result == {"pass"} if not then else "pass" not in result


def test_a_field_that_was_declared_for_a_while_is_asked_for_when_it_is_declared_again(
    played, tmp_path
):
    """In between the app was told not to have it."""
    declaration = tmp_path / "declared.yaml"
    declaration.write_text(HEAD + ROW.format("病歷號碼"))
    asked = []

    def act(kind, names, tester):
        if kind == "typed" and "病歷" in names[0]:
            asked.append(tester)
            return "-" if len(asked) < 3 else None
        if tester is not last and tester.step == REGISTER and kind == "after":
            return "p"
        return None

    last = None
    one = played(False, "--class", "L1", "--no-frida", "--declaration", declaration, act=act)
    assert one.go() == 3
    resume = ("dynamic", "session", "--resume", one.out)
    declaration.write_text(HEAD)
    assert one.go(Person(one.app.folder, *resume)) == 3
    assert one.steps()["register"] == ("done", "")
    declaration.write_text(HEAD + ROW.format("病歷號碼"))
    last = Person(one.app.folder, *resume)
    assert one.go(last) == 3
    told = [name for name, note in one.marks() if note.split(" ")[0] == "field-1"]
    assert told == ["left-out", "absent", "left-out", "typed"]
    assert one.results()["18"] == one.results()["4.1.2.3.16"] == "pass"


def test_a_field_that_nobody_could_be_asked_for_is_asked_for_once_it_is_declared_no_more(
    played, tmp_path
):
    declaration = tmp_path / "declared.yaml"
    declaration.write_text(HEAD + ROW.format("簡訊驗證碼"))
    asked = []

    def act(kind, names, tester):
        if kind == "no-value":
            asked.append(names[0])
        return "p" if tester is first and tester.step == USE and kind == "start" else None

    options = ("--class", "L1", "--no-frida", "--declaration", declaration)
    one = played(False, *options, act=act)
    first = one.tester
    assert one.go() == 3
    assert asked == []
    declaration.write_text(HEAD)
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert asked == ["form 簡訊驗證碼"]
    assert one.results()["18"] == one.results()["4.1.2.3.16"] == "pass"


def paused_before(step):
    return lambda kind, names, tester: "p" if (tester.step, kind) == (step, "start") else None


FILES = "What files are for (deleting them)"


class ManyFiles(FolderApp):
    """Keeps what is typed in more files than are asked about at a time."""

    def typed(self, what, value):
        for number in range(25):
            (self.folder / f"data/shared_prefs/{number:02}.xml").write_text(value)


@pytest.mark.parametrize("paused", [False, True])
def test_files_that_were_too_many_at_a_time_are_asked_about_when_the_step_is_redone(
    played, tmp_path, paused
):
    did = []

    def act(kind, names, tester):
        if kind == "deleted" and names[0].endswith("/03.xml"):
            one.deleted.append(names[0])
            return "s the app locks it"
        if tester.step == FILES and kind == "after":
            did.append(one.steps()["files"])
            if len(did) == 1:
                return "p" if paused else "r the other files"
            if len(did) == 2:
                return "r I answered wrongly"
        return "q" if tester.step.startswith("Delete") and kind == "start" else None

    app = ManyFiles(tmp_path / "phone", False)
    one = played(False, "--class", "L1", "--no-frida", act=act, app=app, device=app.folder)
    assert one.go() == 3
    if paused:
        assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    left = "5 more files hold canaries and were not asked about; redo the step to go on with them"
    assert did == [("broken", left), ("done", ""), ("broken", left)]
    assert len({*one.deleted[:25]}) == 25 and one.deleted[25:] == one.deleted[:20]
    assert [note for name, note in one.marks() if name == "files-left"] == ["5", "5"]


def test_a_step_that_had_nothing_to_delete_is_not_told_to_have_been_cut(played):
    def act(kind, names, tester):
        ended = tester.step.startswith("Delete") and kind == "start"
        return ("p" if tester is first else "q") if ended else None

    one = played(False, "--class", "L1", "--no-frida", act=act)
    first = one.tester
    assert one.go() == 3
    assert one.steps()["files"] == ("done", "")
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "is not whole in the recorded run" not in one.tester.said
    assert one.steps()["files"] == ("done", "")
