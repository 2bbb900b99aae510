"""Old tokens are accepted after logout, as recorded runs show it."""

from appsec.model.outcome import Status
from tests.checks.runtime.recorded import lacked, status, told

CHECK = ("ios", "old-token-accepted")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-session") == [("Finding", "accepted")]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["not-kept", "token-not-replayed"]
