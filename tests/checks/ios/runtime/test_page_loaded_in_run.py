"""Web views load pages that are undeclared or in clear, as recorded runs show it."""

from appsec.model.outcome import Status
from tests.checks.runtime.recorded import lacked, status, told

CHECK = ("ios", "page-loaded-in-run")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-page") == [
        ("Finding", "clear"),
        ("Finding", "undeclared"),
        ("Question", "datum"),
        ("Question", "login"),
        ("Question", "of-library"),
    ]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == [
        "hook-not-exercised",
        "hook-not-installed",
        "state-not-told",
    ]
