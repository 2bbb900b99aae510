"""A run directory as it is made, paused, broken off and gone on with; read as a scan reads it."""

import io
import resource

import pytest

from appsec.engine.canaries.forms import What
from appsec.engine.trace_lines import BadLine
from appsec.model.run_files import Exchange, LogLine, Root
from appsec.model.trace import Drop, EndReason, Mark, Meta, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.watched import whole_spans
from appsec.runtime.canaries import BadCanaries, Kept
from appsec.runtime.run_folder import RunFolder

BUILD = "ab" * 32
META = Meta("r", "2026-11-21T08:00:00Z", "android", "tw.example", BUILD, instrumented=False)
PHONE = Kept("phone", What.PHONE, "0912345678")
ROOT = "/data/user/0/tw.example"
PREFS = f"{ROOT}/shared_prefs/a.xml"


def read(folder):
    return index(folder / "trace.jsonl")


def leaks(folder):
    known = read_leaks(read_runs([folder], BUILD).value)
    return known.value, known.gaps


def snapshot(run, data, **done):
    taking = run.snapshot("running", [ROOT])
    taking.add(PREFS, Root.PREFERENCES, io.BytesIO(data), 0o100600)
    return taking.done(**done)


def test_what_collectors_give_is_found_by_the_search(tmp_path):
    folder = tmp_path / "run"
    with RunFolder.create(folder, META, [PHONE]) as run:
        run.mark(Phase.LOGIN)
        run.typed("phone")
        run.log([LogLine(run.now, run.phase, "sent 0912345678", "App", own=True)])
        run.exchange(
            Exchange(run.now, run.phase, "a.tw", 80, "http", method="POST", url="http://a.tw/"),
            b"p=0912345678",
        )
        snapshot(run, b"<string>0912345678</string>")
        run.screenshot(b"\x89PNG", "login")
        assert run.end()
    found, gaps = leaks(folder)
    assert gaps == ()
    assert [one.path for one in found.in_files([Phase.LOGIN], [Root.PREFERENCES])] == [PREFS]
    assert [one.canary for one in found.in_log([Phase.LOGIN])] == ["phone"]
    assert [one.clear for one in found.in_traffic([Phase.LOGIN])] == [True]
    assert {oct(p.stat().st_mode & 0o777) for p in folder.rglob("*") if p.is_file()} == {"0o600"}
    notes = [mark.note for _, mark in read(folder).of(Mark) if mark.name == "screenshot"]
    assert notes == ["screenshots/001.png login"]


def test_a_pause_ends_a_phase_whole_and_the_run_goes_on(tmp_path):
    folder = tmp_path / "run"
    with RunFolder.create(folder, META, [PHONE]) as run:
        run.mark(Phase.LOGIN)
        run.log([LogLine(run.now, run.phase, "one")])
        run.pause()
    with RunFolder.resume(folder) as run:
        assert run.phase is Phase.BEFORE
        run.mark(Phase.USE)
        run.typed("phone")
        run.log([LogLine(run.now, run.phase, "two")])
        run.end()
    told = read(folder)
    assert told.trouble is None
    assert [len(whole_spans(told, p)) for p in (Phase.LOGIN, Phase.USE)] == [1, 1]
    assert leaks(folder)[1] == ()
    times = [mark.at for _, mark in told.of(Mark)]
    assert times == sorted(times)


def test_a_phase_in_which_the_recorder_was_killed_is_not_whole(tmp_path):
    folder = tmp_path / "run"
    run = RunFolder.create(folder, META, [PHONE])
    run.mark(Phase.LOGIN)
    run.close()
    with (folder / "trace.jsonl").open("ab") as file:
        file.write(b'{"t":"mark","n":2,"name":"us')
    with RunFolder.resume(folder) as run:
        run.mark(Phase.USE)
        run.end()
    told = read(folder)
    assert told.trouble is None
    assert [len(whole_spans(told, p)) for p in (Phase.LOGIN, Phase.USE)] == [0, 1]
    assert [drop.phase for _, drop in told.of(Drop)] == [Phase.LOGIN]


def test_half_a_line_of_a_log_is_cut_off_like_one_of_the_trace(tmp_path):
    folder = tmp_path / "run"
    run = RunFolder.create(folder, META, [PHONE])
    run.mark(Phase.LOGIN)
    run.log([LogLine(run.now, run.phase, "one", "App", own=True)])
    run.close()
    with (folder / "log.jsonl").open("ab") as file:
        file.write(b'{"at": 3, "pha' + b"x" * (1 << 17))
    (folder / "traffic.jsonl").write_bytes(b'{"at": 3, "pha')
    with RunFolder.resume(folder) as run:
        run.mark(Phase.USE)
        run.typed("phone")
        run.log([LogLine(run.now, run.phase, "sent 0912345678", "App", own=True)])
        run.end()
    assert (folder / "traffic.jsonl").read_bytes() == b""
    found, gaps = leaks(folder)
    assert [one.canary for one in found.in_log([Phase.USE])] == ["phone"]
    assert gaps == ()


class Full(io.BytesIO):
    def close(self):
        super().close()
        raise OSError(28, "No space left on device")


def test_a_full_disk_does_not_keep_the_run_from_being_given_back(tmp_path):
    folder = tmp_path / "run"
    run = RunFolder.create(folder, META, [PHONE])
    run._open["log.jsonl"] = Full()
    run.close()
    RunFolder.resume(folder).close()


def test_a_run_that_ended_or_was_changed_is_not_gone_on_with(tmp_path):
    folder = tmp_path / "run"
    with RunFolder.create(folder, META, [PHONE]) as run:
        run.mark(Phase.LOGIN)
        run.end(EndReason.FINISHED)
    with pytest.raises(ValueError, match="ended"):
        RunFolder.resume(folder)
    with pytest.raises(FileExistsError):
        RunFolder.create(folder, META)
    other = tmp_path / "other"
    RunFolder.create(other, META, [PHONE]).close()
    text = (other / "trace.jsonl").read_bytes()
    (other / "trace.jsonl").write_bytes(text.replace(b"tw.example", b"tw.another"))
    with pytest.raises(BadLine):
        RunFolder.resume(other)
    (other / "trace.jsonl").write_bytes(text)
    (other / "canaries.json").write_text("{}")
    with pytest.raises(BadCanaries):
        RunFolder.resume(other)


def test_two_recorders_do_not_write_one_run(tmp_path):
    folder = tmp_path / "run"
    RunFolder.create(folder, META).close()
    with RunFolder.resume(folder), pytest.raises(BlockingIOError):
        RunFolder.resume(folder)


def test_a_file_that_was_not_fetched_makes_a_snapshot_incomplete(tmp_path):
    with RunFolder.create(tmp_path / "run", META) as run:
        taking = run.snapshot("a", [ROOT])
        taking.unread(PREFS, Root.PREFERENCES, "permission denied")
        assert not taking.done().complete
        assert snapshot(run, b"x").complete
        assert not snapshot(run, b"x", complete=False, why="device unplugged").complete


def test_a_full_disk_keeps_what_was_recorded(tmp_path):
    folder = tmp_path / "run"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with RunFolder.create(folder, META, [PHONE]) as run:
        run.mark(Phase.LOGIN)
        run.store(io.BytesIO(b"kept"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
        try:
            with pytest.raises(OSError, match="too large"):
                run.store(io.BytesIO(bytes(1 << 17)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        run.end()
    assert read(folder).trouble is None
    assert [p.stat().st_size for p in (folder / "snapshot/contents").iterdir()] == [4]
