"""Code and packages from outside the store, as recorded runs show them."""

from appsec.model.outcome import Status
from tests.checks.runtime.recorded import lacked, status, told

CHECK = ("ios", "code-from-elsewhere")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-code") == [
        ("Question", "bundle"),
        ("Question", "loaded"),
        ("Question", "opened-perhaps"),
    ]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert "not-kept" in lacked(*CHECK, tmp_path / "r")
