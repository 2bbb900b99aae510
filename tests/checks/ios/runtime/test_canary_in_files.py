"""Sensitive data are legible in settings, databases or files, as recorded runs show it."""

from appsec.model.outcome import Status
from appsec.model.run_files import Root
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import lacked, outcomes, status, told
from tests.readers.trace.runs import BUILD, PHONE, Run

CHECK = ("ios", "canary-in-files")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-storage") == [("Finding", "found")]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["no-snapshot"]


def test_what_lies_in_a_folder_that_apps_share_lies_there_as_plainly(tmp_path):
    container = "/var/mobile/Containers/Shared/AppGroup/00000000-0000-0000-0000-000000000001"
    place = (f"{container}/Library/Preferences/group.plist", Root.GROUP)
    run = Run(tmp_path / "r", platform="ios").went(Phase.LOGIN, Phase.USE)
    run.snapshot("1", Phase.USE, {place: PHONE.encode()}, roots=(container,)).done()
    found = outcomes("ios", [run.folder], build=BUILD)["canary-in-files"]
    assert [(type(one).__name__, one.key) for one in found.seen] == [("Finding", "found")]
