"""What collects into the runs of a session: what does not start, breaks off or is cut is marked."""

import pytest

from appsec.model.trace import Mark, Meta, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import kept_in, whole_spans
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.recording import Recording
from appsec.runtime.guided.steps import Which, guide

META = Meta("r", "2026-11-21T08:00:00Z", "android", "tw.example", "ab" * 32, instrumented=False)
STEPS = {one.id: one for one in guide().steps}
FIRST, SECOND = [one for one in guide().steps if one.run is Which.PLAIN][:2]
CONTROL = next(one for one in guide().steps if one.run is Which.CONTROL)


class Log:
    """A log as a test has it; it writes down in which phase it was stopped."""

    def __init__(self, phone):
        self._phone = phone
        self.trouble = ""

    def start(self, run):
        if self._phone.refuses:
            raise CollectError("log refused")
        self._run = run

    def settle(self):
        if self._phone.cut:
            raise CollectError("log cut")

    def stop(self):
        self._phone.stopped.append(self._run.phase)
        if self._phone.cut:
            self.trouble = "log cut"


class Phone:
    def __init__(self):
        self.refuses = self.cut = False
        self.stopped = []

    def log(self, package):
        return Log(self)


@pytest.fixture
def phone():
    return Phone()


@pytest.fixture
def recording(tmp_path, phone):
    one = Recording(tmp_path, META, (), Means(phone))
    yield one
    one.end()


def plain(tmp_path):
    return index(tmp_path / "runs/plain/trace.jsonl")


def marks(told):
    return [(mark.name, mark.note) for _, mark in told.of(Mark)]


def test_a_log_that_does_not_start_is_marked_in_each_phase(tmp_path, phone, recording):
    phone.refuses = True
    assert [one.what for one in recording.begin(FIRST)] == ["log"]
    phone.refuses = False
    assert recording.begin(SECOND) == []
    recording.end()
    told = plain(tmp_path)
    (first,), (second,) = whole_spans(told, FIRST.phase), whole_spans(told, SECOND.phase)
    assert not kept_in(told, "log", first) and kept_in(told, "traffic", first)
    assert kept_in(told, "log", second)
