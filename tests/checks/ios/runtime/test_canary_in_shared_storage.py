"""Sensitive data lie where other apps can read them, as recorded runs show it."""

from types import SimpleNamespace

import pytest

from appsec.model.outcome import Status
from tests.checks.runtime.recorded import lacked, sample, seen, status

CHECK = ("ios", "canary-in-shared-storage")


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["no-snapshot"]


@pytest.mark.parametrize(
    ("value", "shared"),
    [(True, True), (1, True), ("YES", True), ("true", True), (False, False), ("NO", False)],
)
def test_documents_that_the_files_app_shows_are_open_to_others(value, shared):
    shown = SimpleNamespace(runs=True, plist={"UIFileSharingEnabled": value})
    found = seen("ios", [sample("ios", "weak-storage")], bundles=(shown,))
    assert (("canary-in-shared-storage", "Finding", "found") in found) is shared
