"""Texts are read once for all who look at them, unless they are too many to be kept."""

import pytest

from appsec.facts.placed_text import Medium
from appsec.model.outcome import Location
from appsec.readers.texts import blocks
from appsec.readers.texts.blocks import AllTexts, Gathered, Lost

TEXTS = ("first text", "second text")


class _Reader:
    """Counts how often it is begun."""

    def __init__(self) -> None:
        self.begun = 0

    def __call__(self, lost: Lost):
        self.begun += 1
        for text in TEXTS:
            block = Gathered(Medium.FILE)
            block.add(text, Location("file"))
            yield block


def _said(texts: AllTexts) -> list[str]:
    return [one.text for one in texts]


def test_few_texts_are_read_once() -> None:
    reader = _Reader()
    texts = AllTexts(reader, Lost())
    assert _said(texts) == _said(texts) == list(TEXTS)
    assert reader.begun == 1


def test_too_many_texts_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_KEPT", len(TEXTS[0]) + len(TEXTS[1]) - 1)
    reader = _Reader()
    texts = AllTexts(reader, Lost())
    assert _said(texts) == _said(texts) == list(TEXTS)
    assert reader.begun == 2


def test_who_stops_early_keeps_nothing_from_others() -> None:
    texts = AllTexts(_Reader(), Lost())
    next(texts.blocks())
    assert _said(texts) == list(TEXTS)
