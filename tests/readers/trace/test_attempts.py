"""What a tester noted counts as good only in a stretch that is known to be whole."""

import pytest

from appsec.model.noted import NOTED, Tried
from appsec.model.outcome import Status
from appsec.model.trace import BROKE_OFF, PAUSED, Device, DeviceKind, EndReason, Mark, Phase
from appsec.readers.trace.runs import read_runs
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, Run

ENV = Mark(str(Phase.ENVIRONMENT), 2)
USE = Mark(str(Phase.USE), 8)
BEFORE = Mark(str(Phase.BEFORE), 6)
BROKE, PAUSE = Mark(BROKE_OFF, 5), Mark(PAUSED, 5)
GOOD, BAD = Mark(NOTED, 4, "root warned at start"), Mark(NOTED, 4, "root silent at login")
LATE = Mark(NOTED, 7, "root warned after")
ROOTED = Device(DeviceKind.USB, rooted=True)


def written(folder, *marks, reason=EndReason.FINISHED):
    run = Run(folder, canaries={}, device=ROOTED, instrumented=False)
    for mark in marks:
        run.write(mark)
        if mark.name == NOTED:
            run.attach(f"screenshots/{mark.at}.png", b"a picture")
    run.done(reason)
    return folder


WHOLE = [
    (ENV, GOOD),
    (GOOD,),
    (GOOD, ENV),
    (ENV, GOOD, USE),
    (ENV, GOOD, PAUSE, BEFORE, USE),
    (ENV, BROKE, BEFORE, ENV, GOOD),
    (ENV, PAUSE, BEFORE, ENV, GOOD, USE),
]
NOT_WHOLE = [
    (ENV, GOOD, BROKE),
    (ENV, BROKE, GOOD),
    (ENV, GOOD, BROKE, BEFORE, USE),
    (ENV, BROKE, BEFORE, LATE),
    (ENV, PAUSE, BEFORE, LATE),
    (ENV, PAUSE, BEFORE, LATE, USE),
    (ENV, PAUSE, LATE, USE),
    (GOOD, BROKE, BEFORE, ENV),
    (PAUSE, GOOD),
]


@pytest.mark.parametrize(
    ("marks", "whole"), [*((m, True) for m in WHOLE), *((m, False) for m in NOT_WHOLE)]
)
def test_a_good_outcome_takes_a_whole_stretch(tmp_path, marks, whole):
    runs = read_runs([written(tmp_path / "r", *marks)], BUILD).value
    assert [one.whole for one in runs.attempts(Tried.ROOT)] == [whole]
    assert [gap.key for gap in runs.taken()] == ([] if whole else ["not-tried"])


@pytest.mark.parametrize("marks", NOT_WHOLE)
@pytest.mark.parametrize("platform", ["android", "ios"])
def test_what_came_of_it_in_a_broken_stretch_excuses_nothing(tmp_path, platform, marks):
    run = written(tmp_path / "r", *marks, USE, BAD)
    found = outcomes(platform, [run], build=BUILD)["silent-on-rooted-device"]
    assert [one.key for one in found.seen] == ["noted"]
    alone = written(tmp_path / "s", *marks)
    found = outcomes(platform, [alone], build=BUILD)["silent-on-rooted-device"]
    assert found.status is Status.UNKNOWN


@pytest.mark.parametrize("marks", [(ENV, BAD, BROKE), (ENV, PAUSE, BEFORE, BAD)])
def test_what_is_forbidden_counts_wherever_it_was_seen(tmp_path, marks):
    found = outcomes("android", [written(tmp_path / "r", *marks)], build=BUILD)
    assert [one.key for one in found["silent-on-rooted-device"].seen] == ["noted"]


@pytest.mark.parametrize("reason", [EndReason.CRASHED, EndReason.DISCONNECTED])
def test_a_run_that_did_not_end_as_it_should_leaves_its_last_stretch_open(tmp_path, reason):
    runs = read_runs([written(tmp_path / "r", ENV, GOOD, reason=reason)], BUILD).value
    assert [one.whole for one in runs.attempts(Tried.ROOT)] == [False]
