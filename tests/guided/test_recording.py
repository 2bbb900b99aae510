"""What collects into the runs of a session: what does not start, breaks off or is cut is marked."""

import pytest

from appsec.model.noted import USB_DEBUGGING, VERIFIED_BOOT, Tried
from appsec.model.trace import Mark, Meta, Phase, State
from appsec.readers.trace.attempts import attempts_in
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import kept_in, whole_spans
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.given import Means, Spoilt
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
    one = Recording(tmp_path, META, {}, Means(phone))
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


@pytest.mark.parametrize("over", ["begin", "pause", "end"])
def test_a_log_that_was_cut_breaks_the_phase_that_it_was_cut_in(tmp_path, phone, recording, over):
    recording.begin(FIRST)
    phone.cut = True
    if over == "begin":
        with pytest.raises(Spoilt, match="log cut"):
            recording.begin(SECOND)
        phone.cut = False
        assert recording.begin(SECOND) == []
    else:
        getattr(recording, over)()
    told = plain(tmp_path)
    first = next(place for place, one in enumerate(marks(told)) if one[0] == FIRST.phase)
    assert marks(told)[first + 1] == ("broke-off", "log: log cut")
    if over == "begin":
        # Another log follows the step that is begun after all.
        assert phone.stopped == [FIRST.phase]
        assert marks(told)[first + 2 :] == [(SECOND.phase, SECOND.id)]


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ({USB_DEBUGGING: True, VERIFIED_BOOT: True}, {USB_DEBUGGING, VERIFIED_BOOT}),
        ({USB_DEBUGGING: None, VERIFIED_BOOT: True}, {VERIFIED_BOOT}),
        (CollectError("unplugged"), set()),
    ],
)
def test_the_device_is_asked_right_before_a_note_that_depends_on_it(
    tmp_path, phone, recording, told, held
):
    def settings():
        if isinstance(told, CollectError):
            raise told
        return told

    recording.begin(FIRST)
    recording.run.recorder.write([State(USB_DEBUGGING, True, 1)])
    phone.settings = settings
    recording.noted(Tried.ROOT, "silent")
    recording.noted(Tried.USB_DEBUGGING, "silent at start")
    recording.end()
    runs = [("plain", plain(tmp_path))]
    (one,) = attempts_in(runs, Tried.USB_DEBUGGING)
    assert (one.noted.words, set(one.held)) == ("at start", held)
    (other,) = attempts_in(runs, Tried.ROOT)
    assert set(other.held) == {USB_DEBUGGING}


class Probe:
    """Tells in which phase it was stopped, and what was stopped before."""

    authority, trouble = None, ""

    def __init__(self, phone):
        self._phone = phone

    def start(self, run):
        self._run = run

    def present(self, certificate):
        pass

    def stop(self):
        self._phone.stopped.append(f"probe {self._run.phase}")


@pytest.mark.parametrize("over", ["pause", "end"])
def test_the_log_is_over_before_the_closing_mark_and_the_probe_after(tmp_path, phone, over):
    recording = Recording(tmp_path, META, {}, Means(phone, lambda: Probe(phone)))
    recording.begin(FIRST)
    getattr(recording, over)()
    assert phone.stopped == [FIRST.phase, f"probe {Phase.BEFORE}"]


@pytest.mark.parametrize("over", ["begin", "end"])
def test_a_control_run_that_was_skipped_takes_nothing_of_what_follows(tmp_path, recording, over):
    recording.begin(FIRST)
    recording.begin(CONTROL)
    recording.broke("skipped: no mirror")
    if over == "begin":
        recording.begin(SECOND)
        recording.mark("note", "of the plain run")
    recording.end()
    told = index(tmp_path / "runs/control/trace.jsonl")
    assert marks(told) == [(CONTROL.phase, CONTROL.id), ("broke-off", "skipped: no mirror")]
    assert (("note", "of the plain run") in marks(plain(tmp_path))) is (over == "begin")
