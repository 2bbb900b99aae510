"""Sensitive data lie where other apps can read them, as recorded runs show it."""

from types import SimpleNamespace

from appsec.model.outcome import Status
from tests.checks.runtime.recorded import lacked, sample, seen, status

CHECK = ("ios", "canary-in-shared-storage")


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["no-snapshot"]


def test_documents_that_the_files_app_shows_are_open_to_others():
    shown = SimpleNamespace(runs=True, plist={"UIFileSharingEnabled": True})
    found = seen("ios", [sample("ios", "weak-storage")], bundles=(shown,))
    assert ("canary-in-shared-storage", "Finding", "found") in found
