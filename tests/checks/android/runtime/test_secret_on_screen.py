"""Secrets are legible on the screen, as recorded runs show it."""

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.outcome import Question, Status
from appsec.model.trace import Phase
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from tests.checks.runtime.recorded import lacked, outcomes, status, told
from tests.readers.trace.runs import BUILD, Run

CHECK = ("android", "secret-on-screen")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-screen") == [("Finding", "field"), ("Finding", "label")]


NODE = '<node text="{}" content-desc="" resource-id="{}" class="android.widget.X" package="{}"/>'
PASSWORD, CARD = "Canary-Pw-7319", "4311952222222222"


def test_a_tree_of_the_screen_is_asked_about(tmp_path):
    canaries = {"password": (What.PASSWORD, PASSWORD), "card": (What.CARD, CARD)}
    one = Run(tmp_path / "r", canaries).went(Phase.USE)
    rows = [
        (PASSWORD, "id/a", "tw.example"),
        ("4311 9522 2222 2222", "id/b", "tw.example"),
        (PASSWORD, "id/c", "other"),
    ]
    tree = "".join(NODE.format(*row) for row in rows)
    one.attach("looked/001-screen.xml", f"<hierarchy>{tree}</hierarchy>".encode())
    one.attach("looked/002-sockets.jsonl", b"{}\n")
    one.done()
    found = outcomes("android", [tmp_path / "r"], build=BUILD)["secret-on-screen"].seen
    assert [(type(one), one.key, one.values["where"]) for one in found] == [
        (Question, "dumped", "id/a"), (Question, "full", "id/b"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "tree", ["<a", "<!DOCTYPE x [<!ENTITY y 'z'>]><a b='&y;'/>", "<a/>" * 60_000]
)
def test_a_tree_that_cannot_be_read_is_told(tmp_path, tree):
    one = Run(tmp_path / "r").went(Phase.USE)
    one.attach(
        "looked/001-screen.xml", f"<h>{tree}</h>".encode() if "DOC" not in tree else tree.encode()
    )
    one.done()
    leaks = read_leaks(read_runs([tmp_path / "r"], BUILD).value)
    assert [gap.key for gap in leaks.gaps] == ["run-file-unreadable"]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["field-not-seen", "state-not-told"]
