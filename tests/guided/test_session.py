"""The guided session as a tester goes through it at a terminal."""

import json
import os
import re
import shutil

import pytest

from tests.command import FIXED_APK, appsec
from tests.guided.phone import PNG
from tests.guided.tester import Person

USE = "Use every screen"


def everything(folder):
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_a_weak_app_fails_the_right_items(played):
    one = played(True, "--class", "L2", "--no-frida")
    assert one.go() == 3, one.tester.said[-2000:]
    told = one.results()
    assert {item for item in ("18", "20", "4.1.2.3.16") if told[item] == "fail"} == {
        "18",
        "20",
        "4.1.2.3.16",
    }
    assert "x 20" in one.tester.said
    assert f"--trace {one.out}" in one.tester.said
    reports = [path for path in everything(one.out) if path.parent.name == "reports"]
    kept = [path for path in everything(one.out) if path not in reports]
    assert {oct(path.stat().st_mode & 0o777) for path in kept} == {"0o600"}
    for value in one.values.values():
        holds = [path for path in everything(one.out) if value in path.read_text(errors="replace")]
        names = {str(path.relative_to(one.out)).split("/")[-1] for path in holds}
        assert not names & {"session.json", "trace.jsonl", "report.html", "report.json"}, value


def test_a_step_can_be_redone_skipped_and_the_session_paused_and_gone_on_with(played):
    """Of a class L1 app, so that it is short."""
    did = set()

    def act(kind, names, tester):
        where = (tester.step, kind)
        if where in did:
            return None
        did.add(where)
        if where == ("Refuse the notice and the permissions", "after"):
            return "r the dialogue came too late"
        if where == ("Accept the notice", "start"):
            return "s there is no notice"
        if where == ("Accept the notice", "question"):
            raise AssertionError("asked of a step that was skipped")
        if where == ("Use every screen", "doing"):
            return "p"
        if where == ("Use every screen", "own"):
            raise AssertionError("asked again")
        return None

    one = played(False, "--class", "L1", "--no-frida", act=act)
    assert one.go() == 3
    assert "--resume" in one.tester.said
    assert one.steps()["use"] == ("broken", "interrupted")
    assert one.steps()["consent-accept"] == ("skipped", "there is no notice")
    began = one.tester.said
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "Step 1 " in began and "Step 1 " not in one.tester.said
    names = [name for name, note in one.marks()]
    assert names.count("consent-refuse") == names.count("use") == 2
    assert ("broke-off", "redo: the dialogue came too late") in one.marks()
    assert ("broke-off", "interrupted") in one.marks()
    assert "paused" in names
    left = {name for name, (state, _) in one.steps().items() if state != "done"}
    assert left == {
        "consent-accept",
        "tls",
        "instrumented",
        "instrumented-accept",
        "instrumented-use",
    }
    assert "fail" not in {one.results()[item] for item in ("18", "20", "4.1.2.3.16")}
    again = Person(one.app.folder, "dynamic", "session", "--resume", one.out)
    assert again.next()[0] == "end"
    assert again.process.returncode == 4
    again.close()


def test_what_was_not_typed_stays_open_and_a_field_that_is_not_there_does_not(played):
    def act(kind, names, tester):
        if kind == "typed" and names[0] == "address":
            return "-"
        if kind == "typed" and names[0] == "password":
            return "s the login is by one-time code"
        if kind == "typed" and names[0] == "birthday":
            return "v"
        return None

    one = played(False, "--class", "L2", "--no-frida", act=act)
    assert one.go() == 3
    marks = one.marks()
    assert ("absent", "address") in marks
    assert ("note", "pasted birthday") in marks and ("typed", "birthday") in marks
    assert ("typed", "address") not in marks and ("typed", "password") not in marks
    assert one.steps()["login"][0] == "broken"
    assert "Nothing was entered into these fields" in one.tester.said
    assert ("left-out", "password password") in marks
    told = one.results()
    assert not {told[item] for item in ("18", "20", "4.1.2.3.16")} & {"pass", "fail"}


def test_a_phone_that_is_unplugged_is_told_at_once_and_the_step_offered_again(played):
    did = set()

    def act(kind, names, tester):
        gone = one.app.folder / "gone"
        if tester.step == "Use every screen" and kind == "doing" and kind not in did:
            did.add(kind)
            gone.touch()
            tester.until("No longer collected: log: unplugged")
            return ""
        if tester.step == "Use every screen" and kind == "after" and kind not in did:
            did.add(kind)
            assert "Not collected whole: snapshot: unplugged" in tester.said
            assert one.steps()["use"][0] == "broken"
            gone.unlink()
            return "r unplugged"
        return None

    one = played(False, "--class", "L1", "--no-frida", act=act)
    assert one.go() == 3
    assert one.steps()["use"] == ("done", "")
    assert ("broke-off", "log: unplugged") in one.marks()
    assert one.results()["4.1.2.3.16"] == "pass"


def test_a_production_backend_and_reactions_of_other_phones(played, tmp_path):
    picture = tmp_path / "other phone.png"
    picture.write_bytes(PNG)

    def act(kind, names, tester):
        if kind == "picture" and "Detection" in tester.step:
            return (
                str(picture)
                if "rooted" in tester.said[-400:]
                else "nowhere.png"
                if "nowhere" not in tester.said
                else ""
            )
        if kind == "outcome" and names[0].startswith("An emulator"):
            return "s none here"
        if (
            kind == "choice"
            and "Is the backend" in tester.said
            and "Production:" not in tester.said
        ):
            return "p"
        return None

    one = played(False, "--class", "L1", "--with-f", "--no-frida", act=act, backend="")
    assert one.go() == 3
    steps = one.steps()
    assert {steps[name][0] for name in ("close",)} == {"skipped"}
    assert "--with-f" in one.tester.said
    told = [note for name, note in one.marks("control") if name == "noted"]
    assert told == ["root warned as it should", "usb-debugging warned as it should"]
    notes = [note for name, note in one.marks("control") if name == "note"]
    assert notes == ["not answered environment.emulator: none here"]
    assert len(list((one.out / "runs/control/screenshots").iterdir())) >= 2
    assert "environment" not in [name for name, _ in one.marks("plain")]


def test_a_session_is_of_one_file_and_one_device(played, tmp_path):
    one = played(
        False, "--class", "L1", "--no-frida", act=lambda kind, *_: "p" if kind == "start" else None
    )
    assert one.go() == 3
    state = json.loads((one.out / "session.json").read_text())
    copy = tmp_path / "app.apk"
    shutil.copy(FIXED_APK, copy)
    with copy.open("ab") as file:
        file.write(b"more")
    for changed, word in (({"app": str(copy)}, "SHA-256"), ({"device_id": "0"}, "Another device")):
        text = json.dumps(state | {"setup": state["setup"] | changed})
        (one.out / "session.json").write_text(text)
        again = Person(one.app.folder, "dynamic", "session", "--resume", one.out)
        assert again.next()[0] == "end"
        assert (again.process.returncode, word in again.said) == (4, True)
        again.close()


def test_an_input_that_ends_before_anything_was_recorded_leaves_nothing_to_go_on_with(played):
    one = played(False, "--class", "L1", "--no-frida", act=lambda *_: "\x04")
    assert one.go() == 130
    assert not (one.out / "session.json").exists()


def test_without_a_terminal_no_value_is_shown(tmp_path):
    ran = appsec("dynamic", "session", FIXED_APK, "--class", "L1", "--out", tmp_path / "s")
    assert ran.code == 2
    assert "終端機" in ran.err
    assert not (tmp_path / "s").exists()


def test_a_session_that_is_killed_is_gone_on_with(played):
    def act(kind, names, tester):
        if tester.step == "Use every screen" and kind == "doing" and tester is first:
            os.kill(tester.process.pid, 9)
            tester.process.wait(60)
            return ""

    one = played(False, "--class", "L1", "--no-frida", act=act)
    first = one.tester
    assert one.go() == -9
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert one.steps()["use"] == ("done", "")
    assert [note for name, note in one.marks() if name == "broke-off"] == [""]


def test_a_step_that_the_run_lost_is_done_again_whatever_was_noted_of_it(played):
    def act(kind, names, tester):
        if tester is first and kind == "start" and tester.step == "Use every screen":
            return "p"

    one = played(False, "--class", "L1", "--no-frida", act=act)
    first = one.tester
    assert one.go() == 3
    assert one.steps()["register"] == ("done", "")
    trace = one.out / "runs/plain/trace.jsonl"
    lines = trace.read_bytes().splitlines(keepends=True)
    (end,) = (n for n, line in enumerate(lines) if b'"step-done"' in line and b'"register"' in line)
    trace.write_bytes(b"".join(lines[:end]))
    assert one.go(Person(one.app.folder, "dynamic", "session", "--resume", one.out)) == 3
    assert "Step 5 Register or fill in a form is not whole in the recorded run" in one.tester.said
    assert "Step 1 " not in one.tester.said
    assert [note for name, note in one.marks() if name == "register"] == ["register"] * 2
    assert one.results()["4.1.2.3.16"] == "pass"


def test_it_is_told_at_the_beginning_what_will_have_to_be_typed(played):
    one = played(False, "--class", "L2", "--no-frida", act=lambda kind, *_: "p" * (kind == "start"))
    assert one.go() == 3
    (told,) = (line for line in one.tester.said.splitlines() if "asked to type" in line)
    assert "national id" in told and "password" in told and "card" not in told


def test_what_is_decidable_after_a_step_is_told_in_few_lines_each_reason_once(played):
    one = played(True, "--class", "L2", "--no-frida")
    assert one.go() == 3
    told = re.findall(r"Reading the runs so far \.\.\.\n(.*?)\nEnter go on", one.tester.said, re.S)
    assert len(told) > 10
    for each in told:
        lines = each.splitlines()
        assert len(lines) <= 15, each
        assert len({*lines}) == len(lines)
    # After the first step nobody is sent to record what comes anyway.
    assert "… 43" not in told[0] or "later steps" in told[0]
    assert not any("phase use" in each for each in told[:4])


def paused(played, *options):
    one = played(
        False, "--class", "L1", "--no-frida", *options,
        act=lambda kind, names, tester: "p" if tester.step == USE and kind == "start" else None,
    )  # fmt: skip
    assert one.go() == 3
    return one


def resumed(one, *more):
    return Person(one.app.folder, "dynamic", "session", "--resume", one.out, *more)


def test_a_session_that_is_open_elsewhere_is_left_alone(played):
    one = paused(played)
    (one.out / ".so-far-of-another").mkdir()
    first = resumed(one)
    assert first.next()[0] == "start"
    (one.out / ".so-far-of-another").mkdir()
    before = {path: path.read_bytes() for path in everything(one.out)}
    second = resumed(one)
    assert second.next()[0] == "end"
    assert second.process.returncode == 4
    assert "open in another terminal" in second.said and "另一終端機" in second.said
    assert {path: path.read_bytes() for path in everything(one.out)} == before
    assert (one.out / ".so-far-of-another").is_dir()
    second.close()
    first.close()  # it is killed: the folder is free
    third = resumed(one)
    assert third.next()[0] == "start"
    third.close()


def test_a_folder_that_cannot_be_made_is_told(played, tmp_path):
    (tmp_path / "file").write_text("")
    person = Person(
        tmp_path / "phone", "dynamic", "session", FIXED_APK, "--class", "L1", "--no-frida",
        "--out", tmp_path / "file/session", "--lang", "en",
    )  # fmt: skip
    assert person.next()[0] == "end"
    assert person.process.returncode == 4
    assert f"The folder {tmp_path}/file/session cannot be made (Not a directory)" in person.said
    assert "by --out" in person.said
    person.close()


def test_files_that_were_moved_are_asked_for_and_may_be_named_anew(played, tmp_path):
    app, declaration = tmp_path / "app.apk", tmp_path / "declared.yaml"
    shutil.copy(FIXED_APK, app)
    declaration.write_text("app:\n  package_id: tw.example.sample.parcel\n  platform: android\n")
    one = paused(played, "--declaration", declaration)
    state = json.loads((one.out / "session.json").read_text())
    state["setup"]["app"] = str(app)
    (one.out / "session.json").write_text(json.dumps(state))
    before = (one.out / "session.json").read_bytes()
    app.rename(tmp_path / "moved.apk")
    declaration.rename(tmp_path / "moved.yaml")
    (tmp_path / "broken.yaml").write_text("app: [")
    (tmp_path / "other.yaml").write_text("app: {package_id: com.other.bank, platform: ios}")
    for more, word in (
        ((), f"cannot be read ({app}: No such file or directory). Put it back there, or say"),
        ((tmp_path / "moved.apk",), "The declaration cannot be read"),
        (
            (tmp_path / "moved.apk", "--declaration", tmp_path / "broken.yaml"),
            f"The declaration cannot be read ({tmp_path}/broken.yaml: ",
        ),
        (
            (tmp_path / "moved.apk", "--declaration", tmp_path / "other.yaml"),
            "The declaration is not of the app that this session is of"
            f" ({tmp_path}/other.yaml: is of com.other.bank (ios), not of"
            f" tw.example.sample.parcel (android)). Name the one of this app: appsec dynamic"
            f" session --resume {one.out} --declaration FILE",
        ),
        ((tmp_path / "moved.yaml",), "SHA-256"),
    ):
        person = resumed(one, *more)
        assert person.next()[0] == "end"
        assert (person.process.returncode, word in person.said) == (4, True), person.said
        assert "Going on" not in person.said
        person.close()
    assert (one.out / "session.json").read_bytes() == before
    there = (tmp_path / "moved.apk", "--declaration", tmp_path / "moved.yaml")
    assert one.go(resumed(one, *there)) == 3
    setup = json.loads((one.out / "session.json").read_text())["setup"]
    assert (setup["app"], setup["declaration"]) == (str(there[0]), str(there[2]))


@pytest.mark.parametrize(
    ("declared", "options", "code"),
    [
        ("package_id: tw.example.sample.parcel, platform: ios", [], 2),
        (
            "package_id: com.other.bank, platform: android",
            ["--package", "tw.example.sample.parcel"],
            2,
        ),
        ("package_id: com.other.bank, platform: android", ["--variant", "re-signed"], 3),
    ],
)
def test_the_declaration_of_another_app_begins_no_session(tmp_path, declared, options, code):
    """What re-signs a variant may rename it."""
    (tmp_path / "declared.yaml").write_text(f"app: {{{declared}}}")
    options = [*options, "--for", FIXED_APK] if "--variant" in options else options
    person = Person(
        tmp_path / "phone", "dynamic", "session", FIXED_APK, "--class", "L1", "--no-frida",
        "--declaration", tmp_path / "declared.yaml", *options, "--out", tmp_path / "session",
    )  # fmt: skip
    if code == 2:
        assert person.next()[0] == "end"
        assert person.process.returncode == code
        assert "not of tw.example.sample.parcel (android)" in " ".join(person.said.split())
        assert not (tmp_path / "session").exists()
    else:
        person.until("正式環境")
    person.close()


@pytest.mark.parametrize(
    ("options", "rows", "told"),
    [
        (["--host", "*.com.tw"], "", "--host *.com.tw: everybody"),
        (["--host", "https://api.example.tw/v1"], "", "--host https://api.example.tw/v1: no host"),
        (["--host", "*"], "", "--host *: no host"),
        ([], "*.com.tw", "declared.yaml: domains *.com.tw: everybody"),
        ([], "api.example.tw/v1", "declared.yaml: domains api.example.tw/v1: no host"),
    ],
)
def test_hosts_that_nothing_is_looked_into_of_begin_no_session(tmp_path, options, rows, told):
    declared = tmp_path / "declared.yaml"
    declared.write_text(
        "app:\n  package_id: tw.example.sample.parcel\n  platform: android\n"
        + (f"domains:\n- host: '{rows}'\n  owner: own\n" if rows else "")
    )
    person = Person(
        tmp_path / "phone", "dynamic", "session", FIXED_APK, "--class", "L1", "--no-frida",
        "--declaration", declared, "--probe", *options, "--out", tmp_path / "session",
    )  # fmt: skip
    assert person.next()[0] == "end"
    assert person.process.returncode == 2
    assert told in " ".join(person.said.split())
    assert not (tmp_path / "session").exists()
    person.close()
