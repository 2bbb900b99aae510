"""Strings from an app are shown with nothing invisible in them."""

import pytest

from appsec.model.text import visible, worded


@pytest.mark.parametrize(
    "char",
    "\x00\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u202e\u2028\u2060\u2064\u3164\ufe0f\ufeff"
    "\uffa0\ufff9\ue000\ud800\U000e0041\U000e0100",
)
def test_what_cannot_be_seen_is_escaped(char):
    assert visible(
        f"a{char}b"
    ) == f"a{char.encode('unicode-escape', 'surrogatepass').decode()}b".replace("\\x", "\\u00")


@pytest.mark.parametrize("text", ["王小明", "a b", "é", "ไทย", "が", "😀"])
def test_what_can_be_seen_is_left_alone(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"), [("a", True), ("字", True), ("1", True), ("\u3164", False), (" - ", False)]
)
def test_words_have_a_letter_or_digit(text, wanted):
    assert worded(text) is wanted
