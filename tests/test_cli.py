"""Every exit code, shown by a process; where output goes; what survives a failure."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.command import (
    BUNDLE_WEAK_IPA,
    COMMAND,
    DAY,
    ENCRYPTED_IPA,
    FIXED_APK,
    FIXED_IPA,
    ROOT,
    WEAK_APK,
    WEAK_IPA,
    appsec,
    environment,
)

SLOW = """import time
from pathlib import Path


def check(app):
    Path(__file__).with_name("began").touch()
    time.sleep(60)
    yield from ()
"""
CRASH = "def check(app):\n    raise ValueError('boom')\n    yield\n"


def own_check(folder, code):
    """A folder of checks of the user's own, with one that does as `code` says."""
    beside = folder / "checks" / "android" / "own"
    beside.mkdir(parents=True)
    for package in (beside, beside.parent, beside.parent.parent):
        (package / "__init__.py").touch()
    (beside / "own.py").write_text(code, encoding="utf-8")
    text = "{zh-TW: 文, en: text}"
    (beside / "own.yaml").write_text(
        f"severity: low\nconfidence: high\ntitle: {text}\nwhy: {text}\nfix: {text}\nmessages: {{}}\n",
        encoding="utf-8",
    )
    return folder / "checks"


class TestExitCodes:
    @pytest.mark.parametrize(
        ("args", "code"),
        [
            ([FIXED_APK], 0),
            ([FIXED_IPA, "--class", "L2"], 0),
            ([WEAK_APK], 1),
            ([WEAK_IPA], 0),  # what a development-signed build allows is true by nature
            ([BUNDLE_WEAK_IPA], 1),
            ([FIXED_APK, "--gate", "complete"], 3),
            ([WEAK_APK, "--gate", "complete", "--class", "L2"], 1),
            ([ENCRYPTED_IPA], 3),
            ([FIXED_APK, "--class", "L9"], 2),
            ([FIXED_APK, "--gate", "none"], 2),
            ([FIXED_APK, "--format", "docx=x"], 2),
            ([FIXED_APK, "--format", "html="], 2),
            ([FIXED_APK, "--profile", "tw-v9"], 2),
            ([FIXED_APK, "--as-of", "yesterday"], 2),
            ([FIXED_APK, "--unheard-of"], 2),
            ([], 2),
            ([ROOT / "README.md"], 4),
            ([ROOT / "no-such.apk"], 4),
            ([FIXED_APK, ENCRYPTED_IPA, WEAK_APK], 1),
            ([FIXED_APK, ROOT / "README.md", WEAK_APK], 4),
        ],
    )
    def test_scan(self, args, code):
        assert appsec("scan", "--quiet", "--as-of", DAY, *args).code == code

    @pytest.mark.parametrize(
        "args", [["--help"], ["--version"], ["list"], ["list", "checks"], ["list", "profiles"],
                 ["explain", "28"], ["explain", "4.1.2.3.16"], ["explain", "android-debuggable"],
                 ["schema"], ["schema", "check"], ["schema", "profile"], ["doctor"],
                 ["completion", "bash"], ["completion", "zsh"], ["completion", "fish"]],
    )  # fmt: skip
    def test_the_other_commands_succeed_and_say_something(self, args):
        ran = appsec(*args)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out

    @pytest.mark.parametrize("args", [["explain", "99"], ["list", "apps"], ["nonsense"]])
    def test_usage(self, args):
        assert appsec(*args).code == 2

    def test_a_crashing_check_is_internal_and_the_report_still_stands(self, tmp_path):
        report = tmp_path / "report.json"
        ran = appsec("scan", FIXED_APK, "--checks", own_check(tmp_path, CRASH), "--quiet",
                     f"--format=json={report}")  # fmt: skip
        assert ran.code == 70
        assert "android-own: ValueError: boom" in ran.err
        assert len(json.loads(report.read_text())["verdicts"]) == 56

    def test_interrupted(self, tmp_path):
        checks = own_check(tmp_path, SLOW)
        report = tmp_path / "report.json"
        with subprocess.Popen(
            # A test run in the background ignores the signal, and would pass that on.
            ["env", "--default-signal=INT", *COMMAND, "scan", FIXED_APK, "--checks", checks,
             f"--format=json={report}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        ) as scan:  # fmt: skip
            began = checks / "android/own/began"
            while scan.poll() is None and not began.exists():
                time.sleep(0.1)
            scan.send_signal(signal.SIGINT)
            _, err = scan.communicate(timeout=60)
        assert (scan.returncode, report.exists()) == (130, False)
        assert b"interrupted" in err

    def test_broken_pipe(self):
        with subprocess.Popen(
            [*COMMAND, "list", "checks"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        ) as listing:  # fmt: skip
            listing.stdout.close()
            listing.wait(timeout=20)
            assert listing.stderr.read() == b""
        assert listing.returncode == 141


class TestOutput:
    def test_machine_output_goes_to_stdout_alone_and_the_summary_to_stderr(self):
        ran = appsec("scan", WEAK_APK, "--format", "json", "--as-of", DAY)
        assert json.loads(ran.out)["gate"] == {**json.loads(ran.out)["gate"], "code": 1}
        assert "不符合" in ran.err

    def test_without_a_machine_format_the_summary_is_the_output(self):
        ran = appsec("scan", WEAK_APK, "--as-of", DAY, "--class", "L2")
        assert ("不符合" in ran.out, ran.err) == (True, "")

    def test_no_colour_and_no_progress_where_there_is_no_terminal(self):
        ran = appsec("scan", WEAK_APK, "--as-of", DAY)
        assert "\x1b" not in ran.out + ran.err

    def test_same_input_and_date_give_the_same_bytes(self, tmp_path):
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            appsec("scan", WEAK_APK, WEAK_IPA, "--as-of", DAY, "--quiet",
                   *(f"--format={f}={tmp_path / name}" for f in ("json", "html", "md")))  # fmt: skip
        first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "ab")
        assert first == second
        assert len(first) == 6

    def test_rendering_again_gives_the_same_report_without_the_app(self, tmp_path):
        saved, html, again = (tmp_path / n for n in ("a.json", "a.html", "b.html"))
        appsec("scan", WEAK_APK, "--as-of", DAY, "--quiet", "--lang", "en",
               f"--format=json={saved}", f"--format=html={html}")  # fmt: skip
        ran = appsec("render", saved, "--lang", "en", f"--format=html={again}")
        assert (ran.code, again.read_bytes()) == (0, html.read_bytes())

    def test_several_apps_give_one_assessment_each(self, tmp_path):
        ran = appsec("scan", FIXED_APK, FIXED_IPA, "--quiet", f"--format=json={tmp_path / 'out'}")
        assert ran.code == 0
        ids = {
            p.name: json.loads(p.read_text())["artefact"]["platform"]
            for p in (tmp_path / "out").iterdir()
        }
        assert ids == {"fixed.apk.json": "android", "fixed.ipa.json": "ios"}

    def test_two_reports_cannot_share_standard_output(self):
        assert appsec("scan", FIXED_APK, "--format", "json", "--format", "md").code == 2
        assert appsec("scan", FIXED_APK, WEAK_APK, "--format", "json").code == 2


class TestUnwritable:
    @pytest.mark.parametrize("place", ["no/such/folder/r.html", "", "r.html/below.html"])
    def test_a_place_that_cannot_be_written_is_named_before_the_scan(self, tmp_path, place):
        (tmp_path / "r.html").write_text("earlier")
        target = tmp_path / place
        ran = appsec("scan", FIXED_APK, f"--format=html={target}")
        assert (ran.code, str(target) in ran.err) == (2, True)
        assert (tmp_path / "r.html").read_text() == "earlier"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; run as another user")
    def test_a_folder_without_permission(self, tmp_path):
        tmp_path.chmod(0o500)
        assert appsec("scan", FIXED_APK, f"--format=html={tmp_path / 'r.html'}").code == 2

    def test_a_full_disk_leaves_the_earlier_report(self):
        ran = appsec("scan", FIXED_APK, "--quiet", "--format=json=/dev/full/x")
        assert ran.code == 2


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"schema": "9.0"}', "not json", '{"schema": "1.0"}', "\x00" * 100]
)
def test_a_bad_saved_assessment_is_refused_with_its_name(tmp_path, content):
    path = tmp_path / "a.json"
    path.write_text(content)
    ran = appsec("render", path)
    assert (ran.code, str(path) in ran.err) == (2, True)


def test_new_check_writes_three_files_that_pass_their_own_rules(tmp_path):
    ran = appsec("new-check", "android/network/toy-defect", "--root", tmp_path)
    assert ran.code == 0
    written = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*toy*")}
    assert written == {
        "checks/android/network/toy_defect.py",
        "checks/android/network/toy_defect.yaml",
        "tests/checks/android/network/test_toy_defect.py",
    }
    assert appsec("new-check", "android/network/toy-defect", "--root", tmp_path).code == 2
    assert appsec("new-check", "windows/network/toy", "--root", tmp_path).code == 2


def test_the_class_is_assumed_with_a_warning_when_it_is_not_given():
    given = json.loads(appsec("scan", FIXED_APK, "--format", "json", "--quiet").out)
    chosen = given["chosen_class"]
    assert (chosen["app_class"], [w["key"] for w in chosen["warnings"]]) == (
        "L3",
        ["class-unknown"],
    )


def test_python_api():
    import appsec as package

    assessment = package.scan(WEAK_APK, package.Options(as_of=DAY, app_class="L2"))
    failed = [v.requirement for v in assessment.verdicts if v.result == "fail"]
    assert failed == ["42"]


class TestNothingIsOverwritten:
    def test_the_artefact_itself(self, tmp_path):
        app = tmp_path / "mine.apk"
        app.write_bytes(FIXED_APK.read_bytes())
        ran = appsec("scan", app, f"--format=json={app}")
        assert (ran.code, app.read_bytes()) == (2, FIXED_APK.read_bytes())

    def test_a_pipe(self, tmp_path):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        ran = appsec("scan", FIXED_APK, f"--format=json={pipe}")
        assert (ran.code, pipe.is_fifo()) == (2, True)

    def test_another_report_of_the_same_run(self, tmp_path):
        both = [f"--format={form}={tmp_path / 'r'}" for form in ("json", "html")]
        assert appsec("scan", FIXED_APK, *both).code == 2

    def test_a_link_still_points_where_it_did(self, tmp_path):
        link, real = tmp_path / "link.json", tmp_path / "real.json"
        real.write_text("earlier")
        link.symlink_to(real)
        assert appsec("scan", FIXED_APK, "--quiet", f"--format=json={link}").code == 0
        assert (link.is_symlink(), json.loads(real.read_text())["gate"]["code"]) == (True, 0)


class TestStandardOutput:
    def test_a_full_one_is_named(self):
        with Path("/dev/full").open("wb") as full:
            ran = subprocess.run([*COMMAND, "list"], stdout=full, stderr=subprocess.PIPE,
                                 env=environment(), check=False)  # fmt: skip
        assert (ran.returncode, b"standard output: No space left" in ran.stderr) == (2, True)

    def test_a_closed_one_is_one_that_nobody_reads(self):
        ran = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "list"],
                             stderr=subprocess.PIPE, env=environment(), check=False)  # fmt: skip
        assert (ran.returncode, ran.stderr) == (0, b"")

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "big5"])
    def test_a_locale_without_these_characters_is_no_error(self, encoding, tmp_path):
        out = tmp_path / "out"
        with out.open("wb") as file:
            code = subprocess.run([*COMMAND, "scan", WEAK_APK], stdout=file, check=False,
                                  env=environment(PYTHONIOENCODING=encoding)).returncode  # fmt: skip
        assert (code, b"SHA-256" in out.read_bytes()) == (1, True)
