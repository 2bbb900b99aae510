"""`appsec dynamic record` as a tester runs it: a process of its own, marks on its input."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from appsec.model.trace import DeviceKind, EndReason, Life, LifeEvent, Mark, Meta
from appsec.readers.trace.index import index
from appsec.runtime.guided.steps import steps_of
from appsec.runtime.recording import Commands, Plan, record
from appsec.runtime.session import How, Target
from samples.runs import PACKAGE
from tests.command import FIXED_APK, FIXED_IPA, ROOT, appsec
from tests.runtime.targets import PASSWORD, SHORT, gnu_agent

CANARIES = [{"id": "password", "what": "password", "value": PASSWORD}]


def command(*arguments):
    """The command as a process; frida's own threads make one in this process unsafe."""
    code = "import sys; from appsec.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", code, "dynamic", "record", *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def until(popen, text, seconds=30.0):
    """Reads what is said until a text is in it."""
    end, line = time.monotonic() + seconds, ""
    while text not in line:
        line = popen.stderr.readline()
        assert line and time.monotonic() < end, f"no {text!r}"


@pytest.fixture
def recording(objc, tmp_path):
    """The command, attached to a program, once it records."""
    process = objc()
    (tmp_path / "canaries.json").write_text(json.dumps(CANARIES))
    out = tmp_path / "run"
    popen = command(
        FIXED_IPA, "--package", PACKAGE, "--device", "local", "--pid", process.popen.pid, "--out", out,
        "--canaries", tmp_path / "canaries.json", "--topic", "tls", "--topic", "random-biometrics",
    )  # fmt: skip
    until(popen, "recording")
    yield process, popen, out
    if popen.poll() is None:
        popen.kill()
    popen.communicate(timeout=10)


def say(popen, line, answer):
    popen.stdin.write(line + "\n")
    popen.stdin.flush()
    until(popen, answer)


def test_a_run_with_marks(recording):
    process, popen, out = recording
    say(popen, "m login", "login")
    say(popen, "t password", "typed")
    say(popen, "m nowhere", "m nowhere")
    process.work("work tls 1")
    popen.stdin.write("q\n")
    said, _ = popen.communicate(timeout=20)
    assert popen.returncode == 0
    assert f"appsec scan APP --trace {out}" in said
    told = index(out / "trace.jsonl")
    assert (told.trouble, told.end.reason) == (None, EndReason.FINISHED)
    assert [(mark.name, mark.note) for _, mark in told.of(Mark)] == [
        ("login", ""),
        ("typed", "password"),
    ]
    assert [call.phase for _, call in told.calls("SecTrustSetAnchorCertificates")] == ["login"]
    assert (told.meta.platform, told.meta.device.kind) == ("ios", DeviceKind.LOCAL)
    assert PASSWORD not in (out / "trace.jsonl").read_text()
    assert [(path.name, path.stat().st_mode & 0o777) for path in sorted(out.iterdir())] == [
        ("canaries.json", 0o600), ("trace.jsonl", 0o600),
    ]  # fmt: skip


def test_ctrl_c_ends_the_trace(recording):
    _, popen, out = recording
    popen.send_signal(signal.SIGINT)
    popen.wait(20)
    assert popen.returncode == 130
    assert index(out / "trace.jsonl").end.reason is EndReason.INTERRUPTED


def test_a_target_that_dies_ends_the_command(recording):
    process, popen, out = recording
    process.kill()
    popen.wait(20)
    assert popen.returncode == 3
    assert index(out / "trace.jsonl").end.reason is EndReason.EXITED


def test_a_target_that_hangs_ends_the_command(recording):
    process, popen, out = recording
    os.kill(process.popen.pid, signal.SIGSTOP)
    popen.wait(40)
    assert popen.returncode == 3
    told = index(out / "trace.jsonl")
    assert told.end.reason is EndReason.HUNG
    assert LifeEvent.HUNG in [life.event for _, life in told.others if hasattr(life, "event")]


def test_nothing_is_recorded_of_what_does_not_run(tmp_path):
    popen = command(
        FIXED_IPA,
        "--package",
        PACKAGE,
        "--device",
        "local",
        "--pid",
        2147483000,
        "--out",
        tmp_path / "r",
    )
    _, said = popen.communicate(timeout=40)
    assert popen.returncode == 4
    assert "2147483000" in said or "attach" in said


USAGE = {
    "for without a reason": ("--for", "ab" * 32),
    "no marks and no end": ("--mark-from", "none"),
    "a canary of no kind": ("--ask", "shoe-size"),
}


@pytest.mark.parametrize("given", USAGE.values(), ids=USAGE)
def test_usage(tmp_path, given):
    popen = command(
        FIXED_APK, "--package", PACKAGE, "--device", "local", "--out", tmp_path / "r", *given
    )
    popen.communicate(timeout=40)
    assert (popen.returncode, list(tmp_path.iterdir())) == (2, [])


def test_without_frida_scans_work_and_the_command_says_what_to_install(tmp_path, monkeypatch):
    found = importlib.util.find_spec

    def none(name, *rest):
        return None if name == "frida" else found(name, *rest)

    monkeypatch.setattr("appsec.cli.extras.find_spec", none)
    ran = appsec("dynamic", "--help")
    assert ran.code == 0
    from click.testing import CliRunner

    from appsec.cli.dynamic import dynamic

    told = CliRunner().invoke(
        dynamic, ["record", str(FIXED_APK), "--package", "x", "--out", str(tmp_path / "r")]
    )
    assert told.exit_code == 2
    assert "pip install 'appsec[dynamic]'" in told.output
    block = "import sys; sys.modules['frida'] = None; from appsec.cli import main; sys.exit(main())"
    scan = subprocess.run(
        [sys.executable, "-c", block, "scan", str(FIXED_APK), "--quiet", "--format", "json=" + str(tmp_path / "a.json")],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "frida" not in scan.stderr
    assert (tmp_path / "a.json").exists()


def test_steps_of_a_class_are_marks_in_their_order():
    assert [str(step.phase) for step in steps_of("L3")][:4] == [
        "first-start", "consent-refuse", "consent-accept", "register",
    ]  # fmt: skip
    assert "login" not in [step.phase for step in steps_of("L1")]


def test_what_a_tester_says():
    commands = Commands(("password",))
    for line in ("m login by face", "t password", "t other", "n it froze", "q", ""):
        commands.lines.put(line)
    assert [commands.next() for _ in range(6)] == [
        ("mark", "login", "by face"), ("mark", "typed", "password"), "t other",
        ("mark", "note", "it froze"), "q", "",
    ]  # fmt: skip
    assert commands.next() is None


def test_what_a_tester_says_of_files_and_of_what_was_tried():
    commands = Commands(())
    told = ("d /a b", "k /a b", "u /a b", "o capture black login", "o capture pink", "o any", "d")
    for line in told:
        commands.lines.put(line)
    assert [commands.next() for _ in told] == [
        ("mark", "deleted", "/a b"), ("mark", "needed", "/a b"), ("mark", "unneeded", "/a b"),
        ("mark", "noted", "capture black login"), "o capture pink", "o any", "d",
    ]  # fmt: skip


def test_a_spawned_app_is_watched_from_its_first_line_on(objc_program, tmp_path):
    meta = Meta("r", "2026-11-21T08:00:00Z", "ios", "tw.example", "ab" * 32)
    target = Target("ios", str(objc_program), How.SPAWN, topics=("log", "tls"))
    plan = Plan(meta, "local", "", target, (), gnu_agent(), 10.0, SHORT)
    said = []
    # Its input is empty, so that it ends by itself.
    told = record(plan, tmp_path / "run", Commands(()), lambda key, value: said.append(key))
    assert (told.reason, told.complete, said) == (EndReason.EXITED, True, ["started"])
    run = index(tmp_path / "run/trace.jsonl")
    events = [life.event for _, life in run.of(Life)]
    assert events == [LifeEvent.SPAWNED, LifeEvent.ATTACHED, LifeEvent.EXITED]
    assert [call.arguments for _, call in run.calls("puts")] == [("READY",)]
