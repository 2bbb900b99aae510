"""The releases of a sample repository, end to end: baseline, worse build refused, fixed accepted."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.command import DAY, ROOT, environment

RELEASE = ROOT / "integrations/demo/release.sh"

STEPS = {
    "first scan": 1,
    "the same build against the baseline": 0,
    "worse build": 1,
    "fixed build": 0,
    "release of the fixed build": 1,
    "release of a build without findings": 0,
}


def release(*args):
    if not shutil.which("git"):
        pytest.skip("no git here: the release pipeline is not run")
    return subprocess.run(
        ["sh", RELEASE, *map(str, args)], env=environment(PYTHON=sys.executable),
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    repository = tmp_path_factory.mktemp("release") / "repository"
    return repository, release(repository, "--as-of", DAY)


def by_step(out):
    """What was printed after the head of each step."""
    told = {}
    for line in out.splitlines():
        if line.startswith("== "):
            step, _, code = line.removeprefix("== ").partition(": exit code ")
            told[step] = (int(code), [])
        else:
            told[step][1].append(line.strip())
    return told


def test_each_step_ends_with_its_code(ran):
    _, done = ran
    assert (done.returncode, done.stderr) == (0, "")
    assert {step: code for step, (code, _) in by_step(done.stdout).items()} == STEPS


def test_each_step_says_why(ran):
    said = {step: "\n".join(lines) for step, (_, lines) in by_step(ran[1].stdout).items()}
    for step in ("first scan", "worse build", "release of the fixed build"):
        assert "1 open finding(s) of medium severity or worse in class L2." in said[step], step
    for step in ("the same build against the baseline", "worse build", "fixed build"):
        assert "1 further open finding(s) of medium severity or worse" in said[step], step
        assert f"(baseline: {DAY}," in said[step], step
    assert "open finding" not in said["release of a build without findings"]


def test_the_refused_build_is_told_from_the_accepted_by_one_finding(ran):
    told = by_step(ran[1].stdout)
    changed = {
        step: [line for line in lines if "android-" in line] for step, (_, lines) in told.items()
    }
    assert changed["worse build"] == [
        "! appeared: android-user-trust-anchor  Finding · high severity · open"
    ]
    assert changed["fixed build"] == []
    (gone,) = (line for line in changed["release of a build without findings"] if "Finding" in line)
    assert "vanished (read in full): android-debuggable" in gone


def test_what_the_repository_keeps(ran):
    repository, _ = ran
    kept = subprocess.run(
        ["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout.split()
    assert kept == [".gitignore", "appsec-baseline.json", "appsec.toml"]
    baseline = json.loads((repository / "appsec-baseline.json").read_text())
    assert [r["check"] for r in baseline["findings"] if r["kind"] == "finding"] == [
        "android-debuggable"
    ]


def test_a_step_that_ends_otherwise_fails_the_pipeline(tmp_path):
    done = release(tmp_path / "repository", "--as-of", DAY, "--min-severity", "critical")
    assert (done.returncode, "first scan: 1 was due" in done.stderr) == (1, True)


def test_it_overwrites_nothing(tmp_path):
    assert (release(tmp_path).returncode, list(tmp_path.iterdir())) == (2, [])
