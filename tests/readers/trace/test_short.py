"""What is too short to mean anything alone: a card's security code, a short date."""

import io
from time import process_time

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Root
from appsec.model.trace import ABSENT, TYPED, Hook, HookState, Mark, Phase
from appsec.readers.trace.leaks import FoundLeaks
from appsec.readers.trace.searcher import CHUNK, Searcher, Sought
from tests.readers.trace.runs import PREFS, Run

CARD, CODE = "4000221111111111", "837"
BOTH = (Sought("card", What.CARD, CARD), Sought("cvv", What.CVV, CODE))
LOGOUT = Phase.LOGOUT
FOUND = [
    f'{{"cvv":"{CODE}"}}',
    f'{{"cvc2": {CODE}}}',
    f"CVV={CODE}&x=1",
    f'<string name="card_security_code">{CODE}</string>',
    f"<key>cvv</key><string>{CODE}</string>",
    f"安全碼：{CODE}",
    f'{{"verificationValue":"{CODE}"}}',
    f'{{"card_verification_number": {CODE}}}',
    f'"Card CID":"{CODE}"',
    f"ccv{CODE}_1",
    f"%7B%22cvv%22%3A%22{CODE}%22%7D",
    f"%257B%2522cvv%2522%253A%2522{CODE}%2522",
    f"cvv%3D{CODE}%26x",
    f"security%20code%3D%20{CODE}&",
    f"{{\\u0022cvc\\u0022:\\u0022{CODE}\\u0022}}",
    *(f"cardcvv={CODE}", f"mCvv={CODE}", f"userCVV: {CODE}", f"CVVCode: {CODE}", f"CVVcode {CODE}"),
    *(f"setCvv({CODE})", f"csc={CODE}", f"card_csc: {CODE}", f"CARD_CVC2={CODE}", f"cvcno={CODE}"),
    f"recvCount cvv {CODE}",
    f"{CARD}|12/29|{CODE}",
    f"{CODE}\0\n{CARD}\0\n",
    f"4000 2211 1111 1111, {CODE}",
    f"{CARD}%7C{CODE}%7C",
    f"%22{CODE}%22%2C%22{CARD}%22",
]
BY_NAME = len(FOUND) - 5
NO_WORDS = [
    *(f"recvNum={CODE}", f"socket: recvCount {CODE} pending", f"recvData len {CODE}"),
    *(f"RECVNUM={CODE}", f"recvcode={CODE}", f"csc(x)={CODE}", f"ccValue={CODE}", f"cvData={CODE}"),
    *(f"cscore: {CODE}", f"scvNo: {CODE}", f"CvNumber: {CODE}", f"accvalue={CODE}"),
]
QUIET = [
    *(f"cvv=1{CODE}", f"cvv={CODE}0", f"{CARD} 1.{CODE}", f"{CARD} a{CODE}", CODE, f"n={CODE}"),
    *(f"cvv%22{CODE}0", f"cvv%3D1{CODE}", f'{{"cid":{CODE}}}', f"{CARD}%2{CODE}"),
]


def hits(text, encoding="utf-8"):
    return {one.form for one in Searcher(BOTH).found(text.encode(encoding)) if one.canary == "cvv"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", FOUND[:BY_NAME])
def test_a_code_beside_its_name(text, encoding):
    assert hits(f"<{text}>", encoding) == {"beside its name"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", NO_WORDS)
def test_a_codes_name_within_another_word_is_none(text, encoding):
    assert hits(f"<{text}>", encoding) == set()
    assert hits(f"{text}", encoding) == set()


def test_a_name_stands_apart_in_bytes_too():
    assert hits(f"value\0cvv\0{CODE}\0") == {"beside its name"}


@pytest.mark.parametrize("text", FOUND[BY_NAME:])
def test_a_code_beside_its_card(text):
    assert hits(text) == {"beside its card"}


@pytest.mark.parametrize("text", QUIET)
def test_the_same_digits_elsewhere_are_no_code(text):
    assert hits(text) == set()


@pytest.mark.parametrize("at", range(CHUNK - 300, CHUNK + 40, 17))
def test_a_code_at_a_border_of_pieces_is_told_once(at):
    data = b"-" * at + f'"cvv" : "{CODE}"'.encode() + b"-" * 2000
    assert [one.offset for one in Searcher(BOTH).found_in(io.BytesIO(data))] == [at + 9]


def gone(folder, *, card=True, files=b"x"):
    given = {"cvv": (What.CVV, CODE)} | ({"card": (What.CARD, CARD)} if card else {})
    run = Run(folder, canaries=given).went(Phase.LOGIN, Phase.USE, LOGOUT)
    return FoundLeaks([run.snapshot("1", LOGOUT, {PREFS: files}).done()])


OPEN = "code-only-beside"


def lacks(found):
    return {gap.key for gap in found.taken()}


@pytest.mark.parametrize("card", [True, False])
def test_a_code_in_a_file_is_a_leak(tmp_path, card):
    found = gone(tmp_path / "a", card=card, files=f"cvv={CODE}".encode())
    assert [(one.what, one.root) for one in found.in_files([LOGOUT])] == [("cvv", Root.PREFERENCES)]


@pytest.mark.parametrize("card", [True, False])
@pytest.mark.parametrize("files", [b"x", f'<string name="k3">{CODE}</string>'.encode()])
def test_that_it_was_not_found_means_nothing(tmp_path, card, files):
    """Stored alone it is three digits like any others."""
    found = gone(tmp_path / "r", card=card, files=files)
    assert list(found.in_files([LOGOUT])) == []
    assert lacks(found) == {OPEN}


@pytest.mark.parametrize("question", ["in_log", "in_traffic"])
def test_nor_in_a_log_or_traffic(tmp_path, question):
    found = gone(tmp_path / "r")
    assert list(getattr(found, question)([LOGOUT])) == []
    assert OPEN in lacks(found)


def test_before_it_was_entered_nothing_can_hold_it(tmp_path):
    given = {"cvv": (What.CVV, CODE), "id": (What.IDENTIFIER, "9774d56d682e549c")}
    run = Run(tmp_path / "r", canaries=given, typed=False).went(Phase.FIRST_START)
    run.went(Phase.LOGIN, at=3).write(Mark(TYPED, 4, "cvv")).went(Phase.USE, at=5)
    found = FoundLeaks([run.done()])
    list(found.in_files([Phase.FIRST_START]))
    assert OPEN not in lacks(found)
    list(found.in_files([Phase.USE]))
    assert OPEN in lacks(found)


def test_a_code_for_which_the_app_has_no_field_is_nowhere(tmp_path):
    given = {"cvv": (What.CVV, CODE), "text": (What.TEXT, "note-abcdefgh")}
    run = Run(tmp_path / "r", canaries=given, typed=False)
    run.write(Mark(TYPED, 1, "text"), Mark(ABSENT, 1, "cvv")).went(Phase.LOGIN, Phase.USE, LOGOUT)
    found = FoundLeaks([run.snapshot("1", LOGOUT, {PREFS: b"x"}).done()])
    assert list(found.in_files([LOGOUT])) == []
    assert lacks(found) == set()


@pytest.mark.parametrize("again", [(), (Mark(ABSENT, 3, "cvv"),)])
def test_a_code_that_was_entered_in_a_step_that_broke_off_may_be_anywhere(tmp_path, again):
    given = {"cvv": (What.CVV, CODE), "text": (What.TEXT, "note-abcdefgh")}
    run = Run(tmp_path / "r", canaries=given, typed=False).went(Phase.PAY)
    run.write(Mark(TYPED, 2, "cvv"), Mark("broke-off", 2, "redo: the amount was wrong"))
    run.went(Phase.PAY).write(Mark(TYPED, 2, "text"), *again).went(Phase.USE, LOGOUT, at=3)
    found = FoundLeaks([run.snapshot("1", LOGOUT, {PREFS: b"x"}).done()])
    assert list(found.in_files([LOGOUT])) == []
    assert lacks(found) == {OPEN, "field-typed-and-absent" if again else "canary-not-typed"}


def test_no_agent_looks_for_it(tmp_path):
    run = Run(tmp_path / "r", canaries={"cvv": (What.CVV, CODE), "card": (What.CARD, CARD)})
    run.write(Hook("a.b", "x", HookState.INSTALLED, 1)).went(Phase.LOGIN, Phase.USE)
    found = FoundLeaks([run.done()])
    list(found.in_calls(["a.b"]))
    assert OPEN in lacks(found)


BORN = Searcher([Sought("b", What.BIRTHDAY, "1990-01-01")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        *('"birthday":"790101"', "dob=900101&", "birth: 1/1/1990", "BORN 79.1.1", "生日：79/1/1"),
        *("birthDate%22%3A%22790101%22", "birth%253D790101", "<key>bday</key><string>79-1-1</"),
    ],
)
def test_a_short_date_beside_a_birthdays_name(text, encoding):
    assert {one.canary for one in BORN.found(text.encode(encoding))} == {"b"}


@pytest.mark.parametrize(
    "text",
    [
        *("790101", '"color":"#790101"', "at 1/1/1990", "v79.1.1", "79/1/1", "birthday=1790101"),
        *(
            "birthday=7901012",
            "birth=11/1/1990",
            "birth=1/1/19901",
            "birthday" + "." * 300 + "790101",
        ),
        "birthday=1999-09-09; 790101",
    ],
)
def test_a_short_date_elsewhere_is_none(text):
    assert list(BORN.found(f" {text} ".encode())) == []


def test_a_crowd_of_short_dates_is_cheap():
    began = process_time()
    assert list(BORN.found(b"790101 " * 300_000)) == []
    assert process_time() - began < 15
