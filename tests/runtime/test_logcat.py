"""The log of a simulated phone, collected with the real adb while things go wrong."""

import json
import os
import struct
import time

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.trace import Mark, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.runtime.canaries import Kept
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.log_collector import LogCollector
from appsec.runtime.phones.logcat import Entry, Garbled, Records, decoded
from appsec.runtime.run_folder import RunFolder
from tests.runtime.adbd import PACKAGE, UID
from tests.runtime.phone import BUILD, META, adb, phone, reached, run, server  # noqa: F401

CANARY = Kept("phone", What.PHONE, "0912345678")
WITHIN = 60.0


def lines(made):
    place = made.folder / "log.jsonl"
    return [json.loads(line) for line in place.read_text().splitlines()] if place.exists() else []


def own(made):
    return [one["text"] for one in lines(made) if one["own"]]


def until(true):
    """Waits for something that comes of itself, never for ever."""
    end = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_own_lines_are_told_by_who_wrote_them(phone, run):  # noqa: F811
    simulated = phone()
    simulated.install(package="tw.other", uid=10200)
    simulated.file("/proc/901/cmdline", f"{PACKAGE}:sandbox\0".encode())
    simulated.file("/proc/902/cmdline", b"tw.other:sandbox\0")
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    simulated.says("mine")
    simulated.says("mine after a restart", pid=4999)
    simulated.says("mine in a work profile", uid=1_000_000 + UID)
    simulated.says("mine\n11-22 01:00:00.000 10200 900 900 I Other: forged\nmore", tag="App")
    simulated.says("isolated", uid=99_001, pid=901)
    simulated.says("of another", uid=10200, pid=900)
    simulated.says("isolated of another", uid=99_002, pid=902)
    simulated.says("of the system", uid=1000, tag="ActivityManager")
    log.stop()
    assert log.trouble == ""
    assert own(run) == [
        "mine", "mine after a restart", "mine in a work profile",
        "mine\n11-22 01:00:00.000 10200 900 900 I Other: forged\nmore", "isolated",
    ]  # fmt: skip
    others = [one["text"] for one in lines(run) if not one["own"] and one["tag"] != "appsec"]
    assert others == ["of another", "isolated of another", "of the system"]


def test_a_new_installation_has_another_uid(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    simulated.says("before")
    simulated.install(uid=10300)
    simulated.says("after", uid=10300)
    log.stop()
    assert (own(run), log.trouble) == (["before", "after"], "")


def test_all_that_was_logged_before_the_end_is_there(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    for number in range(3000):
        simulated.says(f"line {number}")
    log.stop()
    assert own(run) == [f"line {number}" for number in range(3000)]
    log.stop()


def test_what_was_logged_before_the_start_is_not_taken(phone, run):  # noqa: F811
    simulated = phone()
    simulated.says("long ago")
    time.sleep(0.01)
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    log.stop()
    assert own(run) == []


@pytest.mark.parametrize("over", ["settle", "stop"])
def test_a_clock_that_is_set_back_is_told(phone, run, over):  # noqa: F811
    """By it what is logged now is of a phase before."""
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    run.mark(Phase.FIRST_START)
    log.start(run)
    log.settle()
    assert log.trouble == ""
    simulated.env["SIM_AHEAD"] = "-3600"
    run.mark(Phase.LOGIN)
    simulated.says("mine")
    if over == "settle":
        with pytest.raises(CollectError, match="clock"):
            log.settle()
    else:
        log.stop()
    assert "clock" in log.trouble
    log.stop()


def test_a_pulled_cable_loses_nothing(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    for number in range(50):
        simulated.says(f"a {number}")
    simulated.unplug()
    for number in range(50):
        simulated.says(f"b {number}")
    simulated.plug()
    until(lambda: "b 49" in own(run))
    simulated.says("c")
    log.stop()
    assert log.trouble == ""
    assert own(run) == [*(f"a {n}" for n in range(50)), *(f"b {n}" for n in range(50)), "c"]


def test_an_adb_server_that_dies_loses_nothing(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    simulated.says("before")
    until(lambda: own(run))
    adb("kill-server")
    simulated.says("after")
    until(lambda: own(run) == ["before", "after"])
    log.stop()
    assert log.trouble == ""


def test_a_log_that_was_thrown_away_meanwhile_is_told(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    simulated.says("before")
    until(lambda: own(run))
    simulated.unplug()
    simulated.says("lost")
    simulated.forget()
    time.sleep(1.1)  # records may come out of order by a second
    simulated.says("after")
    simulated.plug()
    until(lambda: log.trouble)
    log.stop()
    assert "logcat -G" in log.trouble


def test_a_cable_that_stays_pulled_is_told(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated, patience=0.0).log(PACKAGE)
    log.start(run)
    simulated.says("before")
    until(lambda: own(run))
    simulated.unplug()
    until(lambda: log.trouble)
    log.stop()
    assert "plug" in log.trouble or "device" in log.trouble
    assert own(run) == ["before"]


def test_a_phone_that_does_not_log_is_told(phone, run, monkeypatch):  # noqa: F811
    simulated = phone()
    monkeypatch.setattr("appsec.runtime.phones.log_collector.MARK_SECONDS", 0.3)
    simulated.says = lambda *_, **__: None
    with pytest.raises(CollectError, match="switched off"):
        reached(simulated).log(PACKAGE).start(run)
    with pytest.raises(CollectError, match="not installed"):
        reached(simulated).log("tw.none").start(run)


def test_what_is_no_record_is_told(phone, run):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    simulated.log.append((time.time_ns(), b"\xff" * 64))
    simulated.says("after")
    until(lambda: log.trouble)
    assert "log" in log.trouble
    log.stop()


def test_a_line_is_of_the_phase_in_which_it_was_written(phone, tmp_path):  # noqa: F811
    """Not of that in which it came."""
    simulated = phone()
    folder = tmp_path / "made"
    with RunFolder.create(folder, META, [CANARY]) as made:
        log = reached(simulated).log(PACKAGE)
        log.start(made)
        # As exactly as this machine could compare the clocks.
        apart = 2 * log.error / 1e6 + 0.2
        made.mark(Phase.LOGIN)
        made.typed("phone")
        time.sleep(apart)
        simulated.unplug()
        simulated.says("sent 0912345678")
        time.sleep(apart)
        made.mark(Phase.LOGOUT)
        time.sleep(apart)
        simulated.says("nothing")
        simulated.plug()
        until(lambda: len(own(made)) == 2)
        log.stop()
        made.end()
    assert [one["phase"] for one in lines(made) if one["own"]] == ["login", "logout"]
    found = read_leaks(read_runs([folder], BUILD).value)
    assert found.gaps == ()
    assert [one.canary for one in found.value.in_log([Phase.LOGIN])] == ["phone"]


def test_a_full_disk_is_told(phone, run, monkeypatch):  # noqa: F811
    simulated = phone()
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    monkeypatch.setattr(run, "log", _full)
    simulated.says("more")
    until(lambda: log.trouble)
    assert "make room" in log.trouble
    log.stop()


def _full(_):
    raise OSError(28, os.strerror(28))


def test_records_are_cut_wherever_the_stream_is():
    payload = b"\x04Tag\0text\0"
    raw = struct.pack("<HHiIIIII", len(payload), 28, 1, 2, 3, 4, 0, 10123) + payload
    records = Records()
    found = [one for byte in raw * 2 for one in records.feed(bytes([byte]))]
    assert found == [Entry(0, 1, 10123, 3 * 10**9 + 4, payload)] * 2
    assert found[0].words() == ("I", "Tag", "text")
    with pytest.raises(Garbled):
        list(Records().feed(bytes(64)))


def test_values_of_events_are_text():
    typed = b"\x03\x03\x00" + struct.pack("<i", -5) + b"\x02" + struct.pack("<I", 3) + b"abc"
    typed += b"\x01" + struct.pack("<q", 7)
    entry = Entry(2, 1, 1, 1, struct.pack("<I", 30_001) + typed)
    assert entry.words() == ("I", "30001", "-5 abc 7")
    assert Entry(2, 1, 1, 1, b"\x01\x00\x00\x00\x09text").words()[2] == "\ttext"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("王小明".encode(), "王小明"),
        ("\ud842\udfb7".encode("utf-8", "surrogatepass"), "\U00020bb7"),
        (b"\xa4\xa4", "\\xa4\\xa4"),
    ],
)
def test_text_is_read_as_java_writes_it(raw, text):
    assert decoded(raw) == text


def test_a_phone_without_fractions_of_seconds_is_less_exact(phone, run):  # noqa: F811
    simulated = phone()
    program = simulated.root / "sim/bin/date"
    program.write_text('#!/bin/sh\necho "$(/bin/date +%s).N"\n')
    log = reached(simulated).log(PACKAGE)
    log.start(run)
    simulated.says("mine")
    log.stop()
    assert (own(run), log.trouble) == (["mine"], "")
    assert log.error >= 1_000_000


def test_a_device_that_gives_no_other_buffers_is_noted(tmp_path):
    class Device:
        def state(self):
            return "device"

    class Refused(LogCollector):
        def _take(self, *given):
            asked.append(self._buffers)
            if len(asked) > 1:
                self._stopping.set()

    asked = []
    with RunFolder.create(tmp_path / "run", META) as made:
        Refused(Device(), "tw.example")._collect(made, None)
    notes = [one.note for _, one in index(made.folder / "trace.jsonl").of(Mark)]
    assert asked == ["all", "main,system,crash"]
    assert notes == ["log: main,system,crash"]
