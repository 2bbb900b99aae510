"""What is told of the screen, and of what was tried: silence takes that somebody looked."""

import pytest

from appsec.assess.words import fill_run, load
from appsec.engine.canaries.forms import What
from appsec.model.noted import NOTED, USB_DEBUGGING, Tried
from appsec.model.text import Lang
from appsec.model.trace import BROKE_OFF, Life, LifeEvent, Mark, Phase, State
from appsec.readers.trace.index import Trouble
from appsec.readers.trace.runs import read_runs
from tests.readers.trace.runs import BUILD, PHONE, Run

PNG = "screenshots/001.png"
AGAIN = (Mark("login", 2), Mark("typed", 3, "phone"), Mark(BROKE_OFF, 4), Mark("use", 5))
"""The field was gone through once more, in a step that broke off."""


def read(run):
    run.done()
    return read_runs([run.folder], BUILD).value


def test_a_canary_that_no_field_was_seen_to_hold_is_a_gap(tmp_path):
    run = Run(tmp_path / "r").write(State("field", (1, False, "other"), 2, "a.Edit"))
    runs = read(run)
    assert [(one.subject, one.held) for one in runs.fields()] == [("a.Edit", ())]
    assert [(gap.key, gap.values["canary"]) for gap in runs.taken()] == [
        ("field-not-seen", "phone")
    ]


def test_a_field_that_nothing_was_entered_into_in_any_run_is_a_gap(tmp_path):
    seen = State("field", (1, False, "phone"), 2, "a.Edit")
    left = (Mark("left-out", 3, "id 身分證"), Mark("left-out", 3, "phone 手機"))
    runs = both(Run(tmp_path / "a").write(seen), Run(tmp_path / "b", typed=False).write(*left))
    list(runs.fields())
    assert [(gap.key, gap.values) for gap in runs.taken()] == [
        ("field-left-out", {"fields": "身分證"})
    ]


def test_a_field_that_was_typed_into_in_a_step_that_broke_off_is_answered_for_as_well(tmp_path):
    def run(name, *marks):
        given = {"phone": (What.PHONE, PHONE), "text": (What.TEXT, "note-abcdefgh")}
        made = Run(tmp_path / name, given, typed=False).went(Phase.LOGIN)
        made.write(Mark("typed", 2, "phone"), Mark(BROKE_OFF, 2, "redo")).went(Phase.LOGIN)
        return made.write(Mark("typed", 2, "text"), State("field", (1, "text"), 2, "a"), *marks)

    def lacks(*runs):
        read_so = both(*runs) if len(runs) > 1 else read(*runs)
        list(read_so.fields())
        return [(gap.key, *gap.values.values()) for gap in read_so.taken()]

    unseen = ("field-not-seen", "phone")
    absent = Mark("absent", 3, "phone")
    assert lacks(run("a")) == [unseen]
    assert lacks(run("b", absent)) == [("field-typed-and-absent", "phone"), unseen]
    assert lacks(run("c", absent), run("d", Mark("typed", 3, "phone"))) == [unseen]


def test_a_field_that_no_session_asks_for_is_a_gap(tmp_path):
    seen = State("field", (1, False, "phone"), 2, "a.Edit")
    run = Run(tmp_path / "r").write(seen, Mark("left-out", 3, "unasked-1 登入 簡訊驗證碼"))
    runs = read(run)
    list(runs.fields())
    assert [(gap.key, gap.values) for gap in runs.taken()] == [
        ("field-not-asked", {"fields": "登入 簡訊驗證碼"})
    ]


def test_a_field_that_holds_what_was_typed_answers_for_it(tmp_path):
    run = Run(tmp_path / "r").write(State("field", (1, False, "phone,other"), 2, "a.Edit"))
    runs = read(run)
    assert [one.held for one in runs.fields()] == [("phone",)]
    assert runs.taken() == []


@pytest.mark.parametrize(
    ("marks", "again", "lacks"),
    [
        ((), False, []),
        ((Mark("note", 2, "pasted phone"),), False, [("field-pasted", "phone")]),
        ((Mark("note", 2, "pasted by mistake"),), False, []),
        ((Mark("note", 2, "pasted phone"), Mark("typed", 3, "phone")), False, []),
        ((Mark("note", 2, "pasted phone"),), True, []),
        ((Mark("note", 2, "pasted phone"), *AGAIN), False, [("field-pasted", "phone")]),
        ((*AGAIN[:2], Mark("note", 3, "pasted phone"), *AGAIN[2:]), False, []),
    ],
)
def test_what_was_pasted_shows_nothing_of_typing(tmp_path, marks, again, lacks):
    seen = State("field", (1, False, "phone"), 2, "a.Edit")
    made = [Run(tmp_path / "a").write(*marks, seen)]
    if again:
        made.append(Run(tmp_path / "b"))
    runs = both(*made) if again else read(*made)
    list(runs.fields(by_hand=True))
    assert [(gap.key, gap.values["canary"]) for gap in runs.taken()] == lacks
    list(runs.fields())
    assert runs.taken() == []


def test_what_lacks_of_a_field_is_told_by_what_the_declaration_calls_it(tmp_path):
    """The number that it has beside is shown to nobody, and a name may be hostile."""
    given = {"field-1": (What.TEXT, "note-abcdefgh"), "bank-account": (What.BANK_ACCOUNT, "9" * 14)}
    run = Run(tmp_path / "r", given, labels={"field-1": "form 病歷\u202e號碼"})
    run.write(Mark("typed", 2, "field-1"), Mark("note", 2, "pasted field-1"))
    run.write(Mark("typed", 2, "bank-account"), Mark("note", 2, "pasted bank-account"))
    runs = read(run)
    list(runs.fields(by_hand=True))
    names = ("form 病歷\\u202e號碼", "bank-account")
    keys = ("field-not-seen", "field-pasted")
    assert [(gap.key, gap.values["canary"]) for gap in runs.taken()] == [
        (key, name) for key in keys for name in names
    ]
    said = [fill_run(load("gaps")["field-pasted"].text, {"canary": name}) for name in names]
    assert said[1][Lang.ZH_TW].startswith("測試資料「銀行帳號」係以貼上方式輸入")
    assert said[0][Lang.EN].startswith("The canary for form 病歷\\u202e號碼 was pasted")


def test_nothing_typed_says_nothing_of_fields(tmp_path):
    runs = read(Run(tmp_path / "r", typed=False))
    assert list(runs.fields()) == []
    assert [gap.key for gap in runs.taken()] == ["no-canary-typed"]


@pytest.mark.parametrize(
    ("lines", "lacks"),
    [
        ((), ["state-not-told"]),
        ((State("window", (True, "", 3, True), 3, "w"),), []),
        ((State("window", (True, "", 3000, False), 3, "w"),), ["screen-not-whole"]),
        ((State("window", "x", 3, "w"),), ["screen-not-whole"]),
    ],
)
def test_screens_are_silent_only_where_all_of_them_was_looked_at(tmp_path, lines, lacks):
    run = Run(tmp_path / "r").went(Phase.USE).write(*lines).went(Phase.CLOSE)
    runs = read(run)
    assert list(runs.legible()) == []
    assert [gap.key for gap in runs.taken()] == lacks


def note(text="capture black", at=3):
    return Mark(NOTED, at, text)


def attempts(run):
    runs = read(run)
    found = [(one.noted.outcome, one.pictured) for one in runs.attempts(Tried.CAPTURE)]
    return found, [gap.key for gap in runs.taken()]


def picture(run, place=PNG):
    run.attach(place, place.encode())
    return run.write(Mark("screenshot", 3, place))


def test_a_good_outcome_needs_a_picture_right_before_or_after(tmp_path):
    after = picture(Run(tmp_path / "a").write(note()))
    before = picture(Run(tmp_path / "b")).write(note())
    without = picture(Run(tmp_path / "c").write(note(), Mark("use", 4)))
    assert attempts(after) == ([("black", PNG)], [])
    assert attempts(before) == ([("black", PNG)], [])
    assert attempts(without) == ([("black", "")], ["no-picture"])


def test_one_picture_does_not_stand_for_two_notes(tmp_path):
    run = picture(Run(tmp_path / "a").write(note())).write(note("capture warned"))
    assert attempts(run) == ([("black", PNG), ("warned", "")], ["no-picture"])


def test_a_picture_that_is_not_what_was_taken_is_none(tmp_path):
    run = picture(Run(tmp_path / "a").write(note()))
    (run.folder / PNG).write_bytes(b"another")
    assert attempts(run) == ([("black", "")], ["no-picture"])


@pytest.mark.parametrize("text", ["capture pink", "captures black", "capture", ""])
def test_a_note_of_no_known_form_says_nothing(tmp_path, text):
    assert attempts(Run(tmp_path / "a").write(note(text))) == ([], ["not-tried"])


def test_a_bad_outcome_needs_no_picture_and_what_broke_off_is_not_tried(tmp_path):
    bad = Run(tmp_path / "a").write(note("capture shown login"))
    assert attempts(bad) == ([("shown", "")], [])
    broken = Run(tmp_path / "b").write(note())
    broken.file.close()
    found = read_runs([broken.folder], BUILD).value
    list(found.attempts(Tried.CAPTURE))
    assert [gap.key for gap in found.taken()] == ["not-tried"]


LOOKED = State("window", (True, "", 3, True), 3, "w")


def both(*runs):
    for run in runs:
        run.done()
    return read_runs([run.folder for run in runs], BUILD).value


@pytest.mark.parametrize("how", ["broken run", "broken stretch", "another run's phase"])
def test_a_screen_that_was_looked_at_elsewhere_answers_for_no_use(tmp_path, how):
    unseen = Run(tmp_path / "a").went(Phase.USE, Phase.CLOSE)
    other = Run(tmp_path / "b").went(Phase.USE).write(LOOKED)
    if how == "broken stretch":
        other.write(Mark(BROKE_OFF, 4))
    other.went(Phase.CLOSE)
    if how == "another run's phase":
        other = Run(tmp_path / "c").went(Phase.USE, Phase.CLOSE).write(LOOKED)
    runs = both(unseen, other)
    if how == "broken run":
        other_told = runs.indexes[1][1]
        other_told.trouble = (Trouble.CHANGED, 3, "x")
    assert list(runs.legible()) == []
    assert [gap.key for gap in runs.taken()] == ["state-not-told"]


def test_a_process_that_was_followed_in_another_run_tells_nothing_of_the_use(tmp_path):
    used = Run(tmp_path / "a").went(Phase.USE, Phase.CLOSE)
    followed = Run(tmp_path / "b").write(Life(LifeEvent.SPAWNED, 1, 9)).went(Phase.TLS)
    runs = both(used, followed)
    assert list(runs.lives((LifeEvent.CRASHED,))) == []
    assert [gap.key for gap in runs.taken()] == ["process-not-watched"]


@pytest.mark.parametrize(
    ("states", "held"),
    [
        ((), []),
        ((State(USB_DEBUGGING, True, 2),), [USB_DEBUGGING]),
        ((State(USB_DEBUGGING, True, 2), State(USB_DEBUGGING, False, 3)), []),
        ((State(USB_DEBUGGING, True, 2), State(USB_DEBUGGING, None, 3)), []),
        ((State(USB_DEBUGGING, 1, 2),), []),
        ((State(USB_DEBUGGING, True, 2, "a window"),), []),
    ],
)
def test_a_note_has_what_the_device_was_last_told_to_be(tmp_path, states, held):
    run = Run(tmp_path / "r").write(*states, note())
    runs = read(run.write(State("later", True, 4)))
    assert [sorted(one.held) for one in runs.attempts(Tried.CAPTURE)] == [held]
