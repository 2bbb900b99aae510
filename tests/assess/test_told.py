"""What Chinese sentences say for the words that runs are made of."""

import pytest

from appsec.assess.words import fill, fill_run, load, told
from appsec.cli.dynamic_record import VARIANTS
from appsec.engine.canaries.forms import What, forms
from appsec.engine.canaries.written import _WRITTEN
from appsec.engine.run_sessions import Flaw
from appsec.facts.traffic import CodeKind, Presented
from appsec.model.noted import OUTCOMES, Tried
from appsec.model.run_files import Root
from appsec.model.text import Lang
from appsec.model.trace import Phase
from appsec.readers.trace.index import Trouble
from appsec.runtime.guided.steps import guide
from appsec.runtime.guided.values import DEVICE, KINDS

TEXT = {Lang.ZH_TW: "{what}於{phases}", Lang.EN: "{what} in {phases}"}
VALUES = {"what": "phone", "phases": "login, close"}

_OF_A_USED_TRACE = ("trace-broke-off", "trace-changed", "trace-too-large", "trace-miscounted")


def test_chinese_names_stand_in_chinese_sentences_alone():
    assert fill_run(TEXT, VALUES) == {
        Lang.ZH_TW: "手機號碼於登入、關閉App",
        Lang.EN: "phone in login, close",
    }
    assert fill(TEXT, VALUES)[Lang.ZH_TW] == "phone於login, close"


@pytest.mark.parametrize(("key", "parts"), [("fields", "、"), ("canaries", ", ")])
def test_of_a_list_of_fields_each_is_called_by_its_name_if_it_has_one(key, parts):
    assert told(key, parts.join(("bank-account", "form 病歷號碼"))) == "銀行帳號、form 病歷號碼"


def test_what_has_no_name_stays_and_is_made_visible():
    assert told("phase", "login, of an app") == "login, of an app"
    assert told("words", "login") == "login"
    assert fill_run(TEXT, VALUES | {"what": "\x1b[31m"})[Lang.ZH_TW].startswith("\\u001b")


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("phase", [str(one) for one in Phase]),
        ("what", [str(one) for one in What]),
        ("outcome", sorted({one for every in OUTCOMES.values() for one in every.every})),
        ("certificate", [str(one) for one in Presented if one]),
        ("certificates", [str(one) for one in Presented if one]),
        ("tried", [str(one) for one in Tried]),
        ("kind", [str(one) for one in CodeKind]),
        ("kinds", [str(one) for one in What]),
        ("what", [str(one) for one in Root]),
        ("root", [str(one) for one in Root]),
        ("what", ["log", "traffic", "calls"]),
        ("variant", list(VARIANTS)),
        ("flaw", [one.words for one in Flaw]),
        ("trouble", [str(one) for one in Trouble if str(one) in _OF_A_USED_TRACE]),
    ],
)
def test_every_word_has_a_name(key, values):
    assert [one for one in values if told(key, one) == one] == []


VALUES_OF = {
    What.PHONE: ("0912345678", "+886912345678"),
    What.CARD: ("4111111111111111", "4111 1111 1111 1111"),
    What.BANK_ACCOUNT: ("12345678901234",),
    What.BIRTHDAY: ("1985-07-03", "1955-07-03"),
    What.IDENTIFIER: ("6f1c9a52-77aa-4c0b-9d53-0123456789ab",),
    What.KEY: ("00112233445566778899aabbccddeeff",),
}
NAMES = {
    form.name
    for what in What
    for value in VALUES_OF.get(what, ("Ab+1/測試資料@example.tw 7",))
    for form in forms(what, value)
}


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in ("text", *DEVICE)])
def test_a_report_calls_what_was_typed_as_the_session_did(kind):
    """A tester reads both: one thing has one name."""
    assert told("what", str(KINDS[kind].what)) == KINDS[kind].title[Lang.ZH_TW]


def test_every_form_of_a_canary_has_a_name():
    every = NAMES | {"xor", "beside its name", "beside its card"}
    parts = {part for name in every for part in name.split(" ")}
    assert {name for made in _WRITTEN.values() for name, _ in made} <= parts
    assert len(every) > 200
    known = {one: told("form", one) for one in every}
    assert [one for one, name in known.items() if {*one.split(" ")} & {*name.split("、")}] == []


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("utf-8", "原文（UTF-8）"),
        ("reversed utf-8", "反向排列、UTF-8"),
        ("intl sha256 hex", "國際號碼、SHA-256雜湊值、十六進位"),
        ("dashed-3-2 utf-8", "以連字號分隔（3-2）、UTF-8"),
        ("epoch-ms-utc+8 utf-16le", "Unix時間毫秒數（UTC+8）、UTF-16LE"),
        ("gzip at 12: utf-8", "gzip（位移12）中原文（UTF-8）"),
        ("sqlite users > gzip at 0: hex", "SQLite資料庫「users」中gzip（位移0）中十六進位"),
        ("zip of: the app: utf-8", "ZIP檔「of: the app」中原文（UTF-8）"),
        ("file name: utf-8", "檔案名稱中原文（UTF-8）"),
        ("an app's own: made up", "an app's own中made、up"),
    ],
)
def test_a_form_is_told_part_by_part(form, name):
    assert told("form", form) == name


def test_a_phase_is_called_as_the_step_that_begins_it():
    titles = {}
    for step in guide().steps:
        title = step.title[Lang.ZH_TW].partition("（")[0].replace(" ", "")
        titles.setdefault(str(step.phase), title)
    assert {phase: told("phase", phase) for phase in titles} == titles


def test_what_a_tester_types_stays_as_it_is_typed():
    gap = load("gaps")["not-tried"]
    values = {"tried": "lock-screen"}
    assert fill_run(gap.text, values) == {
        Lang.ZH_TW: "執行紀錄沒有「鎖定畫面之推播」之實測結果。",
        Lang.EN: "No whole run tells what came of trying lock-screen.",
    }
    assert "以 o lock-screen 結果 註記" in fill_run(gap.next, values)[Lang.ZH_TW]
