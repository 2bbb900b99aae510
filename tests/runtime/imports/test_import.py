"""An import from beginning to end: what it leaves open, what it says, and what it ends with."""

import errno
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from appsec.cli.main import cli
from appsec.engine.isolate import MIB, Limits
from appsec.model.exit import Exit
from appsec.model.outcome import Status
from appsec.model.run_files import Exchange, LogLine
from appsec.model.text import Lang
from appsec.model.trace import NOT_KEPT, EndReason, Mark, Meta, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.run_file import lines_of
from appsec.runtime.imports import job
from appsec.runtime.imports.importing import import_run
from appsec.runtime.imports.plan import STATED, Kind, Plan, Source, plain, planned
from appsec.runtime.imports.timeline import Marked
from appsec.runtime.imports.words import WORDS
from appsec.runtime.run_folder import RunFolder
from samples.runs import BUILDS, PACKAGE
from tests.checks.runtime.recorded import outcomes, seen
from tests.runtime.imports.evidence import android_backup, evidence

DATA = Path(__file__).parent / "data"
APP = str(BUILDS["android"])
BEGAN = 1_795_313_480
"""When the capture in `data` begins."""
CANARIES = [{"id": "phone", "what": "phone", "value": "0912345678"}]


def run(out, *given, app=APP):
    command = ["dynamic", "import", app, "--package", PACKAGE, "--out", str(out), *map(str, given)]
    result = CliRunner().invoke(cli, command, standalone_mode=False)
    code = result.return_value if result.exception is None else result.exception.exit_code
    said = result.output + (result.exception.format_message() if result.exception else "")
    return code, said


@pytest.fixture
def canaries(tmp_path):
    (tmp_path / "canaries.json").write_text(json.dumps(CANARIES))
    return f"--canaries={tmp_path / 'canaries.json'}"


def marked(*phases, begin=BEGAN - 10, step=5):
    return [f"--mark={one}@{begin + n * step}" for n, one in enumerate(phases)]


def lacks(folder, check):
    return {(gap.key, gap.values.get("phase")) for gap in outcomes("android", [folder])[check].gaps}


def exchanges(folder):
    return list(lines_of(folder / "traffic.jsonl", (Exchange,)))


def test_a_capture_shows_what_was_sent_in_clear_and_leaves_open_what_nobody_could_read(
    tmp_path, canaries
):
    out = tmp_path / "run"
    code, said = run(
        out, canaries, f"--pcap={DATA / 'loop.pcap'}", "--captured=traffic",
        *marked("first-start", "login", "use", begin=BEGAN - 20, step=8),
        f"--typed=phone@{BEGAN - 11}", f"--until={BEGAN + 60}",
    )  # fmt: skip
    assert code == Exit.OK, said
    told = seen("android", [out])
    assert ("canary-sent-in-clear", "Finding", "found") in told
    assert ("weak-tls-connection", "Question", "suite") in told
    assert {one.phase for one in exchanges(out)} == {Phase.USE}
    found = outcomes("android", [out])["canary-sent-in-clear"]
    assert {gap.key for gap in found.gaps} == {"traffic-not-decrypted"}


def test_a_capture_of_good_connections_leaves_only_their_contents_open(tmp_path, canaries):
    out = tmp_path / "run"
    code, said = run(
        out, canaries, f"--pcap={DATA / 'fixed.pcap'}", "--captured=traffic",
        *marked("login", "use", begin=BEGAN - 20, step=8), f"--typed=phone@{BEGAN - 18}",
        f"--until={BEGAN + 60}",
    )  # fmt: skip
    assert code == Exit.OK, said
    every = outcomes("android", [out])
    assert every["weak-tls-connection"].status is Status.CLEAN
    assert every["canary-sent-in-clear"].status is Status.UNKNOWN
    assert {key for key, _ in lacks(out, "canary-sent-in-clear")} == {"traffic-not-decrypted"}


def test_flows_show_what_was_sent_in_clear_and_that_nothing_was(tmp_path, canaries):
    data = (DATA / "app.flows").read_bytes()
    first = int(data[: data.index(b":")]) + data.index(b":") + 2
    (tmp_path / "fixed.flows").write_bytes(data[first:])
    for path, told in (
        (DATA / "app.flows", {("Finding", "found")}),
        (tmp_path / "fixed.flows", set()),
    ):
        out = tmp_path / path.stem
        code, said = run(
            out, canaries, f"--flows={path}", "--captured=traffic",
            *marked("login", "use", begin=BEGAN - 20, step=8), f"--typed=phone@{BEGAN - 18}",
            f"--until={BEGAN + 60}",
        )  # fmt: skip
        assert code == Exit.OK, said
        one = outcomes("android", [out])["canary-sent-in-clear"]
        assert {(type(each).__name__, each.key) for each in one.seen} == told
        assert one.gaps == ()


def test_a_phase_that_was_not_recorded_throughout_shows_nothing(tmp_path):
    """The fixed sample again, but nobody says that the capture went on all the time."""
    given = evidence("android", "fixed").files(tmp_path / "files")
    bare = [one for one in given if not one.startswith("--captured")]
    assert run(tmp_path / "bare", *bare)[0] == Exit.OK
    every = outcomes("android", [tmp_path / "bare"])
    for check in ("sent-before-consent", "canary-in-log", "weak-tls-connection", "crash-in-run"):
        assert every[check].status is Status.UNKNOWN, check
    assert ("not-kept", "first-start") in lacks(tmp_path / "bare", "sent-before-consent")
    trace = index(tmp_path / "bare/trace.jsonl")
    notes = {mark.note for _, mark in trace.of(Mark) if mark.name == NOT_KEPT}
    assert "traffic nobody says that all of it was recorded" in notes


def test_a_log_that_begins_later_was_not_kept_before_whatever_is_said(tmp_path):
    log = tmp_path / "log"
    log.write_text("".join(f"{1_800_000_000 + at}.000  5  5 D T: x\n" for at in (12, 25)))
    out = tmp_path / "run"
    given = [f"--logcat={log}", "--pid=5", "--captured=log", "--until=1800000030"]
    assert run(out, *given, *marked("login", "use", begin=1_800_000_010, step=10))[0] == Exit.OK
    trace = index(out / "trace.jsonl")
    lacks = [mark.at for _, mark in trace.of(Mark) if mark.name == NOT_KEPT]
    assert lacks == [0]
    stated = [mark.note for _, mark in trace.of(Mark) if mark.name == STATED]
    assert stated == ["all log was recorded 2027-01-15T08:00:12Z/2027-01-15T08:00:30Z"]


def test_what_is_damaged_outweighs_what_is_said_of_it(tmp_path):
    given = evidence("android", "fixed").files(tmp_path / "files")
    path = tmp_path / "files/app.har"
    path.write_text(path.read_text()[:-200])
    code, said = run(tmp_path / "run", *given)
    assert code == Exit.OPEN
    assert "app.har: is damaged or cut off" in said
    assert "檔案毀損或中途截斷" in said
    assert outcomes("android", [tmp_path / "run"])["sent-before-consent"].status is Status.UNKNOWN


def test_what_lies_outside_of_the_marks_is_before_them(tmp_path):
    log = tmp_path / "log"
    log.write_text("".join(f"{1_800_000_000 + at}.000  5  5 D T: {at}\n" for at in (0, 15, 25, 35)))
    options = [f"--logcat={log}", "--pid=5", "--until=1800000030"]
    marks = marked("login", "use", begin=1_800_000_010, step=10)
    assert run(tmp_path / "run", *options, *marks)[0] == Exit.OK
    lines = list(lines_of(tmp_path / "run/log.jsonl", (LogLine,)))
    assert [(one.text, one.phase, one.at) for one in lines] == [
        ("0", Phase.BEFORE, 0),
        ("15", Phase.LOGIN, 5_000_000),
        ("25", Phase.USE, 15_000_000),
        ("35", Phase.BEFORE, 25_000_000),
    ]
    shifted = tmp_path / "shifted"
    assert run(shifted, *options, *marks, "--clock-offset=log=10")[0] == Exit.OK
    lines = list(lines_of(shifted / "log.jsonl", (LogLine,)))
    assert [one.phase for one in lines] == [Phase.BEFORE, Phase.BEFORE, Phase.LOGIN, Phase.USE]


def test_a_connection_that_goes_on_in_another_phase_is_of_both(tmp_path):
    from tests.runtime.imports import packets

    begin = 1_800_000_000
    sent = packets.connection(packets.APP, ("192.0.2.1", 443), [b"\x17\3\3\0\4abcd"] * 8)
    (tmp_path / "a.pcap").write_bytes(packets.pcap(sent))
    marks = marked("login", "use", begin=begin, step=5)
    assert run(tmp_path / "run", f"--pcap={tmp_path / 'a.pcap'}", *marks)[0] == Exit.OK
    assert [one.phase for one in exchanges(tmp_path / "run")] == [Phase.LOGIN, Phase.USE]


def test_a_copy_of_a_phase_without_a_time_is_of_its_beginning(tmp_path, canaries):
    folder = tmp_path / "data"
    (folder / "files").mkdir(parents=True)
    (folder / "files/a").write_text("x")
    log = tmp_path / "log"
    log.write_text(f"{BEGAN}.000  5  5 D T: x\n{BEGAN + 9}.000  5  5 D T: y\n")
    given = [
        canaries, f"--logcat={log}", "--pid=5", "--complete", f"--until={BEGAN + 9}",
        *marked("login", "use", begin=BEGAN, step=4), f"--typed=phone@{BEGAN + 6}",
    ]  # fmt: skip
    wanted = {"login": "no-canary-typed", f"use@{BEGAN + 7}": None, "use": "no-canary-typed"}
    for number, (when, lack) in enumerate(wanted.items()):
        out = tmp_path / str(number)
        both = [("--folder", when, f"/data/user{de}/0/{PACKAGE}", folder) for de in ("", "_de")]
        assert run(out, *given, *both[0], *both[1])[0] == Exit.OK
        found = {key for key, _ in lacks(out, "canary-in-files")}
        assert found == ({lack} if lack else set()), when


def test_a_backup_of_adb_is_held_against_the_build(tmp_path):
    path = android_backup(tmp_path / "a.ab", PACKAGE, {"sp/a.xml": b"x"})
    marks = marked("use")
    code, said = run(tmp_path / "run", "--backup", "use", path, "--complete", *marks)
    assert code == Exit.OPEN
    assert "targetSdkVersion is 34" in said
    assert "targetSdkVersion 為 34" in said


def test_every_loss_has_words_in_both_languages():
    """Each key that a reader names, with the values that it gives."""
    folder = Path(job.__file__).parent
    text = "".join(path.read_text() for path in sorted(folder.glob("*.py")))
    named = set(re.findall(r'(?:lose|Loss|Unusable)\(\s*"([a-z-]+)"', text))
    assert named | {"killed", "disk-full"} == {*WORDS}
    for key, words in WORDS.items():
        fields = [set(re.findall(r"{(\w+)}", words[lang])) for lang in Lang]
        assert fields[0] == fields[1], key


def test_nothing_imported_leaves_nothing_behind(tmp_path):
    (tmp_path / "junk").write_bytes(b"junk")
    given = [f"--{kind}={tmp_path / 'junk'}" for kind in ("har", "pcap", "flows", "logcat")]
    code, said = run(tmp_path / "run", *given)
    assert code == Exit.UNREADABLE
    assert said.count("cannot be read") == 4
    assert not (tmp_path / "run").exists()


def test_a_file_that_could_not_be_read_leaves_its_kind_open_in_all_phases(tmp_path):
    (tmp_path / "junk").write_bytes(b"junk")
    given = evidence("android", "fixed").files(tmp_path / "files")
    code, _ = run(tmp_path / "run", *given, f"--pcap={tmp_path / 'junk'}")
    assert code == Exit.OPEN
    every = outcomes("android", [tmp_path / "run"])
    assert every["sent-before-consent"].status is Status.UNKNOWN
    assert every["canary-in-log"].status is Status.CLEAN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "nothing to import"),
        (["--mark=logging-in@1800000000"], "is no phase"),
        (["--mark=login@noon"], "is no time"),
        (["--typed=phone@1800000000"], "no such canary"),
        (["--captured=everything"], "traffic, log"),
        (["--clock-offset=phone=1"], "har, pcap, flows or log"),
        (["--folder", "login", "/data/data/x", "."], "no mark begins login"),
        (["--zone=Nowhere/Else"], "no such time or zone 不是時間或時區: Nowhere/Else"),
        (["--for=" + "ab" * 32], "--for needs --variant"),
    ],
)
def test_what_makes_no_sense_is_said_at_once(tmp_path, given, said):
    code, output = run(tmp_path / "run", *given)
    assert code == Exit.USAGE
    assert said in output
    assert not (tmp_path / "run").exists()


def test_a_file_of_marks_and_its_mistakes(tmp_path):
    marks = tmp_path / "marks"
    marks.write_text("1800000000 m login\nnoon m use\n")
    assert run(tmp_path / "run", f"--marks={marks}", f"--har={DATA / 'mitm.har'}") == (
        Exit.USAGE,
        "marks:2: 'noon' is no time (2026-11-21T16:00:00+08:00)",
    )


def test_a_run_that_is_there_is_not_touched(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run/mine").write_text("x")
    code, _ = run(tmp_path / "run", f"--har={DATA / 'mitm.har'}")
    assert (code, [*(tmp_path / "run").iterdir()]) == (Exit.USAGE, [tmp_path / "run/mine"])


def plan(tmp_path, *sources, **more):
    meta = Meta("run", "", "android", PACKAGE, "ab" * 32, tool="1", instrumented=False)
    return Plan(str(tmp_path / "run"), meta, sources, **more)


def test_a_plan_goes_to_the_child_and_back(tmp_path):
    given = plan(
        tmp_path, Source(Kind.HAR, "a"), marks=(Marked(1, "login"),), offsets={"log": 3}, pids=(1,)
    )
    assert planned(json.loads(json.dumps(plain(given)))) == given


def test_a_file_that_kills_its_reader_is_left_out_and_the_rest_imported(tmp_path):
    with (tmp_path / "huge.har").open("wb") as file:
        file.truncate(400 * MIB)
    sources = (
        Source(Kind.HAR, str(tmp_path / "huge.har")),
        Source(Kind.PCAP, str(DATA / "loop.pcap")),
    )
    told = import_run(plan(tmp_path, *sources), Limits(memory=200 * MIB, cpu=60, wall=120))
    assert told.whole
    assert {*told.taken} == {1}
    assert [(one.index, one.key) for one in told.lost] == [(0, "killed")]
    assert index(tmp_path / "run/trace.jsonl").trouble is None


def test_a_folder_that_cannot_be_made_is_told_and_no_file_is_blamed(tmp_path):
    (tmp_path / "file").write_text("x")
    code, said = run(tmp_path / "file/run", f"--har={DATA / 'mitm.har'}")
    assert code == Exit.UNREADABLE
    assert "NotADirectoryError" in said or "Not a directory" in said


def test_a_full_disk_keeps_what_was_written_and_the_trace_says_so(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = tmp_path / "data"
    (folder / "files").mkdir(parents=True)
    (folder / "files/a").write_text("x")
    copy = Source(Kind.FOLDER, str(folder), 5, "", f"/data/data/{PACKAGE}", True)
    given = plan(tmp_path, Source(Kind.PCAP, str(DATA / "loop.pcap")), copy)
    said = []
    monkeypatch.setattr(RunFolder, "store", full)
    job.work({**plain(given), "lost": []}, None, said.append)
    assert {"loss": {"index": -1, "key": "disk-full", "values": {}}} in said
    trace = index(tmp_path / "run/trace.jsonl")
    assert trace.end is None or trace.end.reason is EndReason.DISK_FULL
