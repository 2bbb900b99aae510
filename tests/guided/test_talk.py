"""What a tester types: when it counts, and what cannot be read."""

import io
import sys
from dataclasses import replace

import pytest

from appsec.cli import dynamic_session
from appsec.cli.dynamic_record import _read
from appsec.cli.dynamic_session import _walked
from appsec.cli.dynamic_session_values import values
from appsec.cli.dynamic_talk import Finish, Pause, Talk
from appsec.engine.canaries.what import What
from appsec.model.text import Lang
from appsec.runtime.guided.fields import Field
from appsec.runtime.guided.state import Setup
from appsec.runtime.guided.steps import guide
from appsec.runtime.guided.values import KINDS
from appsec.runtime.recording import Commands


class Held(io.StringIO):
    """An input of which nothing comes."""

    def __iter__(self):
        return iter(())


def of_bytes(data):
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="strict")


@pytest.fixture
def talk(monkeypatch):
    """With an input that has ended: what the test puts comes after that."""
    monkeypatch.setattr(sys, "stdin", Held())
    one = Talk("en", lambda: None)
    assert one._lines.get(timeout=60) is None
    return one


def test_what_was_pressed_before_the_question_does_not_answer_it(talk):
    talk._lines.put("\n")
    talk._lines.put("v\n")
    talk.watch = lambda: talk._lines.put("-\n")  # what is pressed while it is asked
    assert talk.ask("typed", "v-").key == "-"


def test_the_end_of_the_input_counts_whenever_it_came(talk):
    for line in ("\n", None):
        talk._lines.put(line)
    with pytest.raises(Pause):
        talk.ask("typed", "v-")


def test_the_security_code_of_a_card_is_taken_though_short(talk, capsys):
    given = iter(("73", "abcd", "737"))
    talk.watch = lambda: talk._lines.put(f"{next(given)}\n")
    setup = Setup("a.apk", "ab" * 32, "tw.example", "android", "L3", "usb", "2026-11-21T08:00:00Z")
    setup = replace(setup, production=False)
    (kept,) = values(talk, setup, (Field("cvv", "cvv", KINDS["cvv"].title),))
    assert (kept.what, kept.value) == (What.CVV, "737")
    assert capsys.readouterr().out.count("A security code has three") == 2


def test_bytes_that_are_no_text_end_no_reader(monkeypatch):
    monkeypatch.setattr(sys, "stdin", of_bytes(b"n \xff\nv\n"))
    talk = Talk("en", lambda: None)
    lines = [talk._lines.get(timeout=60) for _ in range(3)]
    assert lines == ["n \\xff\n", "v\n", None]
    monkeypatch.setattr(sys, "stdin", of_bytes(b"n \xff\n"))
    commands = Commands(())
    _read(commands)
    assert [commands.lines.get(timeout=60) for _ in range(2)] == ["n \\xff\n", "q"]


def test_an_input_that_breaks_is_at_its_end(monkeypatch):
    class Broken(Held):
        def __iter__(self):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", Broken())
    assert Talk("en", lambda: None)._lines.get(timeout=60) is None
    commands = Commands(())
    _read(commands)
    assert commands.lines.get(timeout=60) == "q"


class Walked:
    """A session in which the tester quits, or that comes to its end, with steps left or not."""

    def __init__(self, talk, waiting, quits):
        self.talk, self._waiting, self._quits = talk, waiting, quits
        self.did = []

    def go(self):
        if self._quits:
            raise Finish()

    def waiting(self):
        return self._waiting

    def pause(self):
        self.did.append("paused")

    def release(self):
        self.did.append("released")

    def end(self):
        return []


@pytest.mark.parametrize("quits", [True, False])
@pytest.mark.parametrize("said", ["n", None])
def test_a_session_with_steps_left_ends_only_when_that_is_confirmed(talk, tmp_path, quits, said):
    def choice(question, keys):
        assert guide().steps[0].title[Lang.EN] in question
        if said is None:  # the end of the input
            raise Pause()
        return said

    talk.choice = choice
    walk = Walked(talk, list(guide().steps[:1]), quits)
    assert _walked(walk, tmp_path) == 3
    assert walk.did == ["paused", "released"]


@pytest.mark.parametrize("quits", [True, False])
def test_a_session_that_is_done_or_confirmed_ends(talk, tmp_path, monkeypatch, quits):
    ended = []
    monkeypatch.setattr(dynamic_session, "_ended", lambda walk, *_: ended.append(walk) or 0)
    assert _walked(Walked(talk, [], quits), tmp_path) == 0
    talk.choice = lambda question, keys: "y"
    assert _walked(Walked(talk, list(guide().steps[:1]), quits), tmp_path) == 0
    assert len(ended) == 2
