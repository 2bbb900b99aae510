"""What Chinese sentences say for the words that runs are made of."""

import pytest

from appsec.assess.words import fill, fill_run, told
from appsec.engine.canaries.forms import What
from appsec.facts.traffic import Presented
from appsec.model.noted import OUTCOMES
from appsec.model.text import Lang
from appsec.model.trace import Phase

TEXT = {Lang.ZH_TW: "{what}於{phases}", Lang.EN: "{what} in {phases}"}
VALUES = {"what": "phone", "phases": "login, close"}


def test_chinese_names_stand_in_chinese_sentences_alone():
    assert fill_run(TEXT, VALUES) == {
        Lang.ZH_TW: "手機號碼於登入、關閉App",
        Lang.EN: "phone in login, close",
    }
    assert fill(TEXT, VALUES)[Lang.ZH_TW] == "phone於login, close"


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
    ],
)
def test_every_word_has_a_name(key, values):
    assert [one for one in values if told(key, one) == one] == []
