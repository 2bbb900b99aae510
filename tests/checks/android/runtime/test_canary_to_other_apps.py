"""Sensitive data are handed to other apps, as recorded runs show it."""

from appsec.model.outcome import Question, Status
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import lacked, outcomes, status, told
from tests.readers.trace.runs import BUILD, PHONE, Run

CHECK = ("android", "canary-to-other-apps")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-sharing") == [("Finding", "broadcast"), ("Finding", "clipboard")]


def test_what_lies_in_the_clipboard_is_asked_about(tmp_path):
    one = Run(tmp_path / "r").went(Phase.USE)
    one.attach("looked/001-clipboard.txt", f"text/plain {PHONE}".encode())
    one.done()
    found = outcomes("android", [tmp_path / "r"], build=BUILD)["canary-to-other-apps"].seen
    (seen,) = [one for one in found if one.key == "copied"]
    assert isinstance(seen, Question)
    assert seen.values == {"what": "phone", "where": "clipboard", "phases": "use"}
    assert PHONE not in repr(seen)


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["hook-not-exercised", "hook-not-installed"]
