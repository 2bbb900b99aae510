"""A run may say that traffic or the log was not kept in all of a phase: its silence means nothing."""

import pytest

from appsec.model.run_files import Exchange, LogLine
from appsec.model.trace import NOT_KEPT, Mark, Phase
from appsec.readers.trace.leaks import FoundLeaks
from appsec.readers.trace.traffic import KeptTraffic
from tests.readers.trace.runs import Run


def run_of(folder, *marks):
    run = Run(folder).write(Mark("login", 2), *marks, Mark("use", 4))
    run.lines("traffic.jsonl", Exchange(3, Phase.LOGIN, "a.tw", 443, "https", method="GET"))
    lines = (LogLine(at, phase, "x", own=True) for at, phase in ((3, Phase.LOGIN), (5, Phase.USE)))
    run.lines("log.jsonl", *lines)
    return run.done()


def asked(runs):
    """The lacks of each question: log and traffic in a phase, and connections in all of them."""
    found, kept = FoundLeaks(runs), KeptTraffic(runs)
    for what in (found.in_log, found.in_traffic):
        for phase in (Phase.LOGIN, Phase.USE):
            list(what([phase]))
            yield {gap.key for gap in found.taken() if gap.key == "not-kept"}
    list(kept.exchanges([Phase.LOGIN]))
    yield {gap.key for gap in kept.taken()}
    list(kept.exchanges())
    yield {gap.key for gap in kept.taken()}


NONE, LACK = set(), {"not-kept"}


@pytest.mark.parametrize(
    ("notes", "lacks"),
    [
        ((), [NONE] * 6),
        (("log cut off",), [LACK, NONE, NONE, NONE, NONE, NONE]),
        (("traffic",), [NONE, NONE, LACK, NONE, LACK, LACK]),
        (("traffic a", "log b"), [LACK, NONE, LACK, NONE, LACK, LACK]),
        (("trafficlight",), [NONE] * 6),
    ],
)
def test_silence_of_a_phase_that_was_not_kept_whole_means_nothing(tmp_path, notes, lacks):
    marks = (Mark(NOT_KEPT, 3, note) for note in notes)
    assert list(asked([run_of(tmp_path / "r", *marks)])) == lacks


def test_another_run_that_kept_it_answers_for_the_phase(tmp_path):
    runs = [run_of(tmp_path / "a", Mark(NOT_KEPT, 3, "traffic")), run_of(tmp_path / "b")]
    assert list(asked(runs)) == [NONE] * 6
