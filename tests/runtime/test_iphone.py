"""An iPhone as the programs of libimobiledevice tell of it: stand-ins of theirs are run here."""

import json
import sys
import time

import pytest

from appsec.model.run_files import Look, Root
from appsec.model.trace import DeviceKind
from appsec.readers.trace.covered import covered
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.iphone import IPhone
from tests.runtime.imports.evidence import ios_backup
from tests.runtime.phone import run  # noqa: F401

UDID = "00008030-001A2B3C4D5E6F70"
PROGRAMS = {
    "idevice_id": f"echo {UDID}",
    "ideviceinfo": "case $4 in ProductType) echo iPhone10,6;; ProductVersion) echo 16.7;; esac",
    "idevicescreenshot": "printf '\\211PNG\\r\\n' > \"$3\"",
    "idevicesyslog": """
echo 'Nov 22 01:00:00 phone SpringBoard(libx)[50] <Notice>: other'
echo 'Nov 22 01:00:00 Example(CoreFoundation)[301] <Error>: mine 1'
echo '  goes on'
echo 'Nov 22 01:00:01 phone Example[301] <Notice>: mine 2'
echo 'Nov 22 01:00:01 phone ExampleOther[302] <Notice>: of another'
[ -e "$0.gone" ] || exec sleep 60""",
}
WITHIN = 60.0


@pytest.fixture
def programs(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in PROGRAMS.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def until(true):
    end = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def lines(made):
    place = made.folder / "log.jsonl"
    return [json.loads(line) for line in place.read_text().splitlines()] if place.exists() else []


def test_it_is_described_without_its_name(programs):
    about = IPhone.open().about
    assert (about.kind, about.model, about.os) == (DeviceKind.USB, "iPhone10,6", "iOS 16.7")
    assert UDID not in repr(about)


def test_its_log_tells_the_apps_lines(programs, run):  # noqa: F811
    log = IPhone.open(executable="Example").log("tw.example")
    log.start(run)
    until(lambda: len(lines(run)) == 5)
    log.stop()
    log.stop()
    assert log.trouble == ""
    assert [one["text"] for one in lines(run) if one["own"]] == ["mine 1", "  goes on", "mine 2"]


def test_what_a_phone_escapes_and_what_comes_in_two_pieces_is_as_it_was_logged(programs, run):  # noqa: F811
    """A phone writes what is not ASCII by vis(3); newer programs of a computer undo that."""
    escaped = "".join(
        f"\\M-{chr(one & 127)}" if one & 127 >= 32 else f"\\M^{chr(one & 127 ^ 64)}"
        for one in "王曉明".encode()
    )
    first, second = "王曉明".encode()[:4], "王曉明".encode()[4:]
    line = b"Nov 22 01:00:00 phone Example[301] <Notice>: "
    for number, raw in enumerate(
        [line + escaped.encode() + rb" a\\M-b" + b"\n" + line + first, second + b"\n"]
    ):
        (programs / f"part{number}").write_bytes(raw)
    place = programs / "idevicesyslog"
    place.write_text("""#!/bin/sh
cat "${0%/*}/part0"; until [ -e "${0%/*}/more" ]; do sleep 0.05; done
cat "${0%/*}/part1"; exec sleep 60
""")
    log = IPhone.open(executable="Example").log("tw.example")
    log.start(run)
    until(lambda: lines(run))
    (programs / "more").write_text("")
    until(lambda: len(lines(run)) == 2)
    log.stop()
    assert [one["text"] for one in lines(run)] == [r"王曉明 a\M-b", "王曉明"]


def test_a_program_whose_name_has_a_space_with_a_device_before_it_or_without(programs, run):  # noqa: F811
    place = programs / "idevicesyslog"
    place.write_text("""#!/bin/sh
echo 'Nov 22 01:00:00 My App(UIKitCore)[301] <Notice>: 1'
echo 'Nov 22 01:00:00.123456 phone My App[301] <Notice>: 2'
echo 'Nov 22 01:00:00 SpringBoard(Front Board)[50] <Notice>: other'
echo 'Nov 22 01:00:01 My App Beta[302] <Notice>: other'
exec sleep 60
""")
    log = IPhone.open(executable="My App").log("tw.example")
    log.start(run)
    until(lambda: len(lines(run)) == 4)
    log.stop()
    assert [(one["text"], one["own"]) for one in lines(run)] == [
        ("1", True), ("2", True), ("other", False), ("other", False),
    ]  # fmt: skip
    assert lines(run)[2]["tag"] == "SpringBoard(Front Board)"


def test_a_log_that_ends_is_told(programs, run):  # noqa: F811
    (programs / "idevicesyslog.gone").write_text("")
    log = IPhone.open(executable="Example").log("tw.example")
    log.start(run)
    until(lambda: log.trouble)
    assert "plug it in again" in log.trouble
    log.stop()


def test_what_it_cannot_do_says_what_to_do(programs, run):  # noqa: F811
    one = IPhone.open()
    assert one.screenshot().startswith(b"\x89PNG")
    for ask in (
        lambda: one.log("tw.example"), lambda: one.snapshot(run, "a", "tw.example"),
        lambda: one.backup(run, "a", "tw.example"), lambda: one.look(Look.SCREEN, "tw.example"), lambda: one.start_app("tw.example"),
    ):  # fmt: skip
        with pytest.raises(CollectError, match=r"[\u4e00-\u9fff]"):
            ask()
    with pytest.raises(CollectError):
        IPhone("../x")


def test_its_files_are_read_from_within_the_app(programs, run, tmp_path):  # noqa: F811
    """A program of this machine stands for the app: the system tells it its folder as iOS does."""
    from appsec.runtime.phones.agent_files import AgentFiles
    from tests.runtime.targets import Process, frida

    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / "Documents/a").write_bytes(b"secret")
    code = "print('READY', flush=True); input()"
    process = Process(sys.executable, "-c", code, env={"HOME": str(home)})
    nowhere = Process(sys.executable, "-c", code, env={"HOME": str(tmp_path / "none")})
    try:
        one, local = IPhone.open(), frida.get_local_device()
        told = one.snapshot(run, "a", "tw.example", lambda _: AgentFiles(local, process.popen.pid))
        with pytest.raises(CollectError, match="none"):
            one.snapshot(run, "b", "tw.example", lambda _: AgentFiles(local, nowhere.popen.pid))
    finally:
        process.kill()
        nowhere.kill()
    assert (told.complete, told.roots) == (True, (str(home),))
    lines = (run.folder / "snapshot/a/manifest.jsonl").read_text().splitlines()[1:]
    assert [json.loads(line)["path"] for line in lines] == [f"{home}/Documents/a"]


@pytest.fixture
def backed_up(programs, tmp_path):
    """A stand-in for `idevicebackup2` that writes what the program does."""

    def make(encrypted=False, code=0):
        made = ios_backup(tmp_path / "made", "tw.example", {"Documents/a": b"secret"}, encrypted)
        (programs / "idevicebackup2").write_text(
            f'#!/bin/sh\necho "$@" > $0.args\nfor last; do :; done\n'
            f'cp -r "{made}" "$last/$2"\necho "ERROR: \\033[2J (-4)" >&2\nexit {code}\n'
        )
        (programs / "idevicebackup2").chmod(0o755)

    return make


def test_a_backup_is_made_and_the_apps_part_kept(backed_up, programs, run):  # noqa: F811
    backed_up()
    told = IPhone.open().backup(run, "b", "tw.example")
    assert (told.complete, told.why) == (True, "")
    assert covered(told.roots) == {Root.BACKUP}
    lines = (run.folder / "snapshot/b/manifest.jsonl").read_text().splitlines()[1:]
    assert [json.loads(line)["path"] for line in lines] == [
        "backup/AppDomain-tw.example/Documents/a"
    ]
    said = (programs / "idevicebackup2.args").read_text().split()
    assert said[:4] == ["-u", UDID, "backup", "--full"]
    assert not list(run.folder.glob(".backup-*"))


@pytest.mark.parametrize("given", [{"encrypted": True}, {"code": 1}])
def test_a_backup_that_shows_nothing_is_none(backed_up, run, given):  # noqa: F811
    backed_up(**given)
    with pytest.raises(CollectError, match="encryption off") as error:
        IPhone.open().backup(run, "b", "tw.example")
    assert "\x1b" not in str(error.value)
    assert not (run.folder / "snapshot/b").exists()


def test_missing_programs_say_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CollectError, match="libimobiledevice-utils"):
        IPhone.open()


def test_what_the_program_says_of_itself_is_no_log(programs, run):  # noqa: F811
    place = programs / "idevicesyslog"
    place.write_text(f"#!/bin/sh\necho \"$@\" > $0.args\necho '[connected:{UDID}]'\n")
    log = IPhone.open(executable="Example").log("tw.example")
    log.start(run)
    until(lambda: log.trouble)
    assert lines(run) == []
    assert (programs / "idevicesyslog.args").read_text().split() == ["-u", UDID, "-x"]
