"""Sensitive data are left in caches after logout or close, as recorded runs show it."""

from appsec.model.outcome import Status
from appsec.model.run_files import Root
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import lacked, outcomes, status, told
from tests.readers.trace.runs import BUILD, Run

CHECK = ("ios", "canary-left-in-cache")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-cache") == [("Finding", "found")]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["no-snapshot"]


def test_pictures_of_screens_are_for_a_person(tmp_path):
    container = "/var/mobile/Containers/Data/Application/00000000-0000-0000-0000-000000000001"
    shots = f"{container}/Library/SplashBoard/Snapshots/sceneID/a.ktx"
    run = Run(tmp_path / "r", platform="ios").went(Phase.LOGIN, Phase.USE, Phase.CLOSE)
    for phase in (Phase.USE, Phase.CLOSE):
        files = {(shots, Root.CACHE): b"AAPL", (f"{container}/Documents/a", Root.FILES): b"x"}
        run.snapshot(str(phase), phase, files, roots=(container,))
    run.done()
    outcome = outcomes("ios", [run.folder], build=BUILD)[CHECK[1]]
    assert [(type(one).__name__, one.key) for one in outcome.seen] == [("Question", "picture")]
