"""Logs in all formats of logcat and of idevicesyslog, and whose lines are whose."""

from datetime import timedelta, timezone

import pytest

from appsec.model.trace import LifeEvent
from appsec.runtime.imports.gathered import LOG, Unusable
from appsec.runtime.imports.log_lines import Clock
from appsec.runtime.imports.logs import Whose, read_log
from appsec.runtime.imports.timeline import moment

APP = "tw.example.app"
TAIPEI = timezone(timedelta(hours=8))
AT = moment("2026-11-21T16:00:00.250+08:00")
CLOCK = Clock(TAIPEI, AT)
START = "11-21 16:00:00.000  1000  1050 I ActivityManager: Start proc {}/u0a123 for activity"


def read(tmp_path, *lines, end="\n", clock=CLOCK, **whose):
    path = tmp_path / "log"
    path.write_text("\n".join(lines) + end)
    return read_log(path, Whose(APP, **whose), clock)


def own(told):
    return [one.text for one in told.log if one.own]


@pytest.mark.parametrize(
    "line",
    [
        "11-21 16:00:00.250  1234  1240 D Parcel  : 登入 0912345678",
        "11-21 16:00:00.250 10123  1234  1240 D Parcel  : 登入 0912345678",
        "2026-11-21 16:00:00.250  1234  1240 D Parcel  : 登入 0912345678",
        "2026-11-21 16:00:00.250 +0800  1234  1240 D Parcel  : 登入 0912345678",
        "11-21 16:00:00.250000  1234  1240 D Parcel  : 登入 0912345678",
        "         1795248000.250  1234  1240 D Parcel  : 登入 0912345678",
        "11-21 16:00:00.250 D/Parcel  ( 1234): 登入 0912345678",
        "11-21 16:00:00.250 D/Parcel  (10123: 1234): 登入 0912345678",
        "\x1b[38;5;75m11-21 16:00:00.250  1234  1240 D Parcel  : 登入 0912345678\x1b[0m",
    ],
)
def test_formats_with_a_time(tmp_path, line):
    told = read(tmp_path, line, pids=(1234,))
    (one,) = told.log
    assert (one.at, one.text, one.tag, one.pid, one.own) == (
        AT,
        "登入 0912345678",
        "Parcel",
        1234,
        True,
    )
    assert (told.losses, told.windows) == ([], {LOG: [(AT, AT)]})


def test_the_long_format(tmp_path):
    told = read(
        tmp_path,
        "--------- beginning of main",
        "[ 11-21 16:00:00.250  1234: 1240 D/Parcel   ]",
        "one",
        "two",
        "",
        "[ 11-21 16:00:00.350  99: 99 I/Other   ]",
        "three",
        "",
        pids=(1234,),
    )
    assert own(told) == ["one", "two"]
    assert [one.at - AT for one in told.log] == [0, 0, 100_000]


@pytest.mark.parametrize(
    "line", ["D/Parcel  ( 1234): text", "D( 1234: 1240) text", "D( 1234) text  (Parcel)"]
)
def test_formats_without_a_time_are_of_no_phase(tmp_path, line):
    told = read(tmp_path, line, pids=(1234,))
    assert (told.log[0].at, told.log[0].own) == (0, True)
    assert [one.key for one in told.losses] == ["lines-untimed"]
    assert [(one.what, one.begin) for one in told.holes] == [(LOG, None)]


def test_a_log_without_years_is_of_the_year_of_the_marks(tmp_path):
    near = moment("2027-01-01T00:05:00+08:00")
    told = read(
        tmp_path,
        "12-31 23:59:59.000  1  1 D a: x",
        "01-01 00:00:01.000  1  1 D a: y",
        clock=Clock(TAIPEI, near),
        pids=(1,),
    )
    assert [(near - one.at) // 1_000_000 for one in told.log] == [301, 299]


def test_the_system_tells_which_processes_are_the_apps(tmp_path):
    told = read(
        tmp_path,
        START.format(f"1234:{APP}"),
        START.format(f"1235:{APP}:remote").replace("a123", "a123"),
        "11-21 16:00:00.000  1000  1050 I ActivityManager: Start proc 1236:other.name/u0a123 for x",
        "11-21 16:00:00.000  1000  1050 I ActivityManager: Start proc 1237:w:sandboxed/u0i5 for {"
        + APP + "/org.chromium.Service0}",
        "11-21 16:00:00.000  1000  1050 I ActivityManager: Start proc 1238:not.ours/u0a200 for x",
        "11-21 16:00:00.000  1000  1050 I am_proc_start: [0,1239,10123,some.process,activity,x]",
        *(f"11-21 16:00:00.100  {pid}  {pid} D T: of {pid}" for pid in range(1234, 1241)),
    )  # fmt: skip
    assert own(told) == [f"of {pid}" for pid in (1234, 1235, 1236, 1237, 1239)]


def test_a_printed_user_id_tells_it_too(tmp_path):
    lines = [
        "11-21 16:00:00.100 10123  1300  1300 D T: ours",
        "11-21 16:00:00.100  1000  1300  1300 D T: not ours",
    ]
    assert own(read(tmp_path, *lines, uids=(10123,))) == ["ours"]


def test_a_process_that_ended_before_the_log_says_whose_it_was(tmp_path):
    told = read(
        tmp_path,
        "11-21 16:00:00.100  1200  1200 D T: early",
        "11-21 16:00:00.200  1000  1050 I ActivityManager: Process tw.example.app (pid 1200) has died",
        START.format(f"1234:{APP}"),
    )
    assert own(told) == ["early"]


def test_an_app_cannot_disown_its_lines(tmp_path):
    told = read(
        tmp_path,
        START.format(f"1234:{APP}"),
        "11-21 16:00:00.100  1234  1234 I ActivityManager: Start proc 1234:x.y/u0a200 for z",
        "11-21 16:00:00.200  1234  1234 D T: still ours",
    )
    assert own(told)[-1] == "still ours"


def test_a_log_that_does_not_tell_whose_lines_are_whose(tmp_path):
    told = read(tmp_path, "11-21 16:00:00.100  1234  1234 D T: x")
    assert (own(told), [one.key for one in told.losses]) == ([], ["own-lines-unknown"])


def test_what_became_of_the_app(tmp_path):
    told = read(
        tmp_path,
        START.format(f"1234:{APP}"),
        "11-21 16:00:01.000  1234  1234 E AndroidRuntime: FATAL EXCEPTION: main",
        f"11-21 16:00:01.000  1234  1234 E AndroidRuntime: Process: {APP}, PID: 1234",
        f"11-21 16:00:02.000  1300  1300 F DEBUG   : pid: 1234, tid: 1, name: a  >>> {APP} <<<",
        f"11-21 16:00:03.000  1000  1050 E ActivityManager: ANR in {APP} ({APP}/.Main)",
        "11-21 16:00:04.000  1000  1050 E ActivityManager: ANR in other.app",
        f"11-21 16:00:05.000  1000  1050 I ActivityManager: Process {APP} (pid 1234) has died",
    )
    assert [one.event for one in told.lived] == [
        *(LifeEvent.SPAWNED, LifeEvent.CRASHED, LifeEvent.CRASHED, LifeEvent.HUNG, LifeEvent.EXITED)
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("garbage", "lines-unread"),
        ("11-21 16:00:00.300  1234  1234 I chatty  : uid=10123(x) expire 5 lines", "lines-dropped"),
        ("13-41 16:00:00.300  1234  1234 I T: no such day", "lines-untimed"),
    ],
)
def test_what_a_log_lacks_is_told_and_is_a_hole(tmp_path, line, key):
    told = read(tmp_path, "11-21 16:00:00.250  1234  1234 D T: x", line, pids=(1234,))
    assert [one.key for one in told.losses] == [key]
    assert [one.what for one in told.holes] == [LOG]


def test_a_log_that_ends_within_a_line(tmp_path):
    told = read(tmp_path, "11-21 16:00:00.250  1234  1234 D T: 0912", end="", pids=(1234,))
    assert [one.key for one in told.losses] == ["torn"]
    assert told.holes[0].begin == AT


def test_what_apps_print_may_reach_less_far_back_than_what_the_system_prints(tmp_path):
    told = read(
        tmp_path,
        "--------- beginning of system",
        "11-21 15:00:00.000  1000  1000 I S: long before",
        "--------- beginning of main",
        "11-21 16:00:00.250  1234  1234 D T: x",
        pids=(1234,),
    )
    assert told.windows[LOG] == [(AT, AT)]


def test_a_log_of_ios(tmp_path):
    told = read(
        tmp_path,
        "[connected]",
        "Nov 21 16:00:00 iPhone Parcel(CFNetwork)[321] <Notice>: login",
        "  0912345678",
        "Nov 21 16:00:01 iPhone SpringBoard[60] <Notice>: other",
        process="Parcel",
    )
    assert own(told) == ["login", "  0912345678"]
    assert told.losses == []
    cut = read(
        tmp_path,
        "Nov 21 16:00:00 iPhone Parcel[321] <Notice>: login",
        "[disconnected:abc]",
        process="Parcel",
    )
    assert [one.key for one in cut.losses] == ["lines-unread"]


def test_a_program_whose_name_has_a_space_with_a_device_before_it_or_without(tmp_path):
    lines = (
        "Nov 21 16:00:00 My App(UIKitCore)[321] <Notice>: 1",
        "Nov 21 16:00:01 iPhone My App[321] <Notice>: 2",
        "Nov 21 16:00:02 SpringBoard(Front Board)[60] <Notice>: other",
        "Nov 21 16:00:03 My App Beta[61] <Notice>: other",
        "Nov 21 16:00:04 iPhone Not My App[62] <Notice>: other",
    )
    told = read(tmp_path, *lines, process="My App")
    assert own(told) == ["1", "2"]
    assert [one.tag for one in told.log[:3]] == ["My App", "My App", "SpringBoard"]
    assert told.losses == []
    named = [line.replace("My App", "App (Beta)") for line in lines[:2]]
    assert own(read(tmp_path, *named, process="App (Beta)")) == ["1", "2"]


def test_what_an_iphone_escapes_is_as_it_was_logged(tmp_path):
    escaped = r"\M-g\M^N\M^K\M-f\M^[\M^I\M-f\M^X\M^N"
    told = read(
        tmp_path,
        f"Nov 21 16:00:00 iPhone Parcel[321] <Notice>: {escaped}",
        "Nov 21 16:00:01 iPhone SpringBoard[60] <Notice>: other",
        process="Parcel",
    )
    assert own(told) == ["王曉明"]


@pytest.mark.parametrize("text", ["", "hello\nworld\n", "\0\1\2"])
def test_what_is_no_log_is_told(tmp_path, text):
    with pytest.raises(Unusable):
        read(tmp_path, text)
