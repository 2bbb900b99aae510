"""`integrations/run.sh`, run for real: reports, exit codes, and that nothing stale is left."""

import json
import subprocess
import sys

import pytest

from appsec import __version__
from appsec.cli.output import SUFFIXES
from tests.command import DAY, FIXED_APK, ROOT, SAMPLES, WEAK_APK, environment

RUN = ROOT / "integrations" / "run.sh"
DEFAULT = ("json", "sarif", "junit", "summary")


def run(folder, *args, script=RUN, **env):
    settings = {"PYTHON": sys.executable, "APPSEC_REPORTS": "json md"} | env
    return subprocess.run(
        ["sh", script, *map(str, args)], cwd=folder, env=environment(**settings),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def left(folder, out="appsec-reports"):
    return {path.name for path in (folder / out).iterdir()} - {".made-by-appsec"}


@pytest.mark.parametrize(
    ("app", "options", "code"),
    [
        (FIXED_APK, [], 0),
        (WEAK_APK, [], 1),
        (FIXED_APK, ["--class", "L9"], 2),
        (FIXED_APK, ["--gate", "complete"], 3),
        (ROOT / "README.md", [], 4),
    ],
)
def test_the_exit_code_is_that_of_appsec(tmp_path, app, options, code):
    ran = run(tmp_path, "--as-of", DAY, *options, app)
    assert ran.returncode == code
    reports = {f"{app.name}.json", f"{app.name}.md"} if code in (0, 1, 3) else set()
    assert left(tmp_path) == reports | {"terminal.txt"}
    if reports:
        assert ran.stdout.rstrip().endswith("結束碼不是符合聲明。")
        assert (
            json.loads((tmp_path / f"appsec-reports/{app.name}.json").read_text())["as_of"] == DAY
        )


def test_the_default_reports(tmp_path):
    if missing := set(DEFAULT) - SUFFIXES.keys():
        pytest.skip(f"this version has no format {', '.join(sorted(missing))}")
    summary = tmp_path / "step.md"
    ran = run(tmp_path, FIXED_APK, APPSEC_REPORTS="", GITHUB_STEP_SUMMARY=str(summary))
    assert ran.returncode == 0
    assert left(tmp_path) == {f"fixed.apk{SUFFIXES[form]}" for form in DEFAULT} | {"terminal.txt"}
    assert summary.read_text().strip()


COMMANDS = ("::error::x", "##[error]x", "##vso[task.complete]x", "::stop-commands::t", "::t::")


@pytest.mark.parametrize("said", COMMANDS)
@pytest.mark.parametrize("code", [0, 1])
def test_what_an_app_says_is_no_command_of_the_ci_system(tmp_path, said, code):
    """A label may be `::error::...`, in the summary or in what goes to stderr."""
    program = tmp_path / "appsec.py"
    program.write_text(
        "import sys\n"
        "if '--version' in sys.argv: print('appsec, version 0')\n"
        "else:\n"
        f"    print({said!r}); print({said!r}, file=sys.stderr); print('last.'); sys.exit({code})\n"
    )
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\n[ "$2" = -c ] && exit\nshift 3\nexec "{sys.executable}" {program} "$@"\n'
    )
    python.chmod(0o755)
    ran = run(tmp_path, "a.apk", PYTHON=str(python), GITHUB_ACTIONS="true")
    assert ran.returncode == code
    plain = run(tmp_path, "a.apk", PYTHON=str(python))
    assert plain.stdout.splitlines()[-1] == "last."
    # GitHub takes a command at the start of a line, blanks before it or not, unless it was told
    # to stop by a word that only the script knows.
    told = ran.stdout.splitlines()
    stop = next(n for n, line in enumerate(told) if line.startswith("::stop-commands::"))
    word = told[stop].removeprefix("::stop-commands::")
    assert len(word) >= 32
    again = told.index(f"::{word}::")
    inside = [line for line in told[stop + 1 : again] if said in line]
    assert inside
    assert said not in "\n".join(told[:stop] + told[again + 1 :])
    assert word not in plain.stdout
    assert (ran.stderr, told[again - 1], told[again + 1 :]) == ("", "last.", [])
    other = run(tmp_path, "a.apk", PYTHON=str(python), GITHUB_ACTIONS="true").stdout
    assert word not in other
    # Azure's agent takes its own anywhere in a line.
    assert "##" not in run(tmp_path, "a.apk", PYTHON=str(python), TF_BUILD="True").stdout


def test_settings_say_what_to_scan(tmp_path):
    (tmp_path / "appsec.toml").write_text(
        f'artefacts = ["{SAMPLES}/*/package/fixed.[ai]p[ak]"]\nclass = "L2"'
    )
    ran = run(tmp_path, APPSEC_OUT="out/of it", APPSEC_CLASS="L1")
    assert ran.returncode == 0
    saved = json.loads((tmp_path / "out/of it/fixed.ipa.json").read_text())
    assert saved["chosen_class"]["app_class"] == "L1"


def test_an_earlier_report_does_not_pass_for_this_run(tmp_path):
    assert run(tmp_path, WEAK_APK).returncode == 1
    assert "weak.apk.json" in left(tmp_path)
    assert run(tmp_path, ROOT / "README.md").returncode == 4
    assert left(tmp_path) == {"terminal.txt"}


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "package.json").write_text("mine")
    ran = run(tmp_path, FIXED_APK, APPSEC_OUT=".")
    assert (ran.returncode, "other files" in ran.stderr) == (2, True)
    assert (tmp_path / "package.json").read_text() == "mine"


def test_a_version_is_pinned(tmp_path):
    assert run(tmp_path, FIXED_APK, APPSEC_VERSION=__version__).returncode == 0
    ran = run(tmp_path, FIXED_APK, APPSEC_VERSION="9.9")
    assert (ran.returncode, "9.9 is wanted" in ran.stderr) == (2, True)


class TestMissing:
    """appsec is not there: a Python that knows nothing of it, a script away from its checkout."""

    @pytest.fixture
    def bare(self, tmp_path):
        script = tmp_path / "alone" / "run.sh"
        script.parent.mkdir()
        script.write_bytes(RUN.read_bytes())
        python = tmp_path / "python"
        # Only the question whether appsec is there is answered; the rest says what was asked.
        python.write_text('#!/bin/sh\n[ "$1" = -P ] && exit 1\necho "asked: $*" >&2\nexit 9\n')
        python.chmod(0o755)
        return {"script": script, "PYTHON": str(python), "PATH": "/usr/bin:/bin"}

    def test_it_is_not_looked_up_by_its_bare_name(self, tmp_path, bare):
        ran = run(tmp_path, FIXED_APK, **bare)
        assert (ran.returncode, "APPSEC_PACKAGE" in ran.stderr) == (2, True)

    def test_an_installation_that_fails_is_no_gate(self, tmp_path, bare):
        ran = run(tmp_path, FIXED_APK, **bare, APPSEC_PACKAGE="appsec.whl", APPSEC_VENV="v")
        assert (ran.returncode, "asked: -m venv v" in ran.stderr) == (70, True)
