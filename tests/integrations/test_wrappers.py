"""The wrappers around `run.sh`: their syntax, and that they call it. Most cannot be executed here."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml

from appsec import __version__
from tests.command import COMMAND, FIXED_APK, ROOT, environment

HERE = ROOT / "integrations"
CALLS = {
    "github/action.yml": 'exec "$ACTION/../run.sh"',
    "gitlab/templates/appsec.yml": "appsec-run",
    "fastlane/Fastfile": "../run.sh",
    "gradle/appsec.gradle": "new File(script.parentFile, '../run.sh')",
    "container/Dockerfile": "/src/integrations/run.sh /usr/local/bin/appsec-run",
}
VERSIONED = set(CALLS) - {"github/action.yml"}  # the ref of `uses:` pins the action
INSTRUCTIONS = {"ARG", "FROM", "COPY", "RUN", "USER", "WORKDIR", "ENTRYPOINT"}


def text(name):
    return (HERE / name).read_text(encoding="utf-8")


def test_every_wrapper_is_listed_and_calls_the_one_script():
    found = {str(path.relative_to(HERE)) for path in HERE.rglob("*") if path.is_file()}
    assert found == {*CALLS, "run.sh", "README.md", "demo/release.sh"}
    for name, call in CALLS.items():
        assert call in text(name), name
        assert name in text("README.md"), name


def test_every_pin_is_this_version():
    for name in VERSIONED:
        assert set(re.findall(r"\b\d+\.\d+\.\d+\b", text(name))) == {__version__}, name


def test_scripts_parse():
    for name in ("run.sh", "demo/release.sh"):
        assert os.access(HERE / name, os.X_OK)
        subprocess.run(["sh", "-n", HERE / name], check=True)


def step(tmp_path, script, env, **preset):
    """Runs a wrapper's own lines with what the job has set before."""
    program = tmp_path / "bin/appsec-run"
    program.parent.mkdir()
    program.symlink_to(HERE / "run.sh")
    settings = {"PYTHON": sys.executable, "APPSEC_REPORTS": "json"} | preset | env
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-e", "-c", script], cwd=tmp_path, check=False, capture_output=True, timeout=120,
        env=environment(**settings, PATH=path),
    )  # fmt: skip


PRESET = [
    # what the job has set, what the wrapper is given: the exit code
    ({}, {}, 0),
    ({"APPSEC_GATE": "complete"}, {}, 3),
    ({"APPSEC_GATE": "complete"}, {"gate": "findings"}, 0),
    ({"APPSEC_GATE": "findings"}, {"gate": "complete"}, 3),
    ({"APPSEC_CLASS": "L9"}, {}, 2),
    ({"APPSEC_ARTEFACTS": "no-such-*.apk"}, {"artefacts": str(FIXED_APK)}, 0),
]
"""What is not given to a wrapper must leave the job's own setting as it is."""


@pytest.mark.parametrize(("preset", "given", "code"), PRESET)
def test_the_action_runs_its_step(tmp_path, preset, given, code):
    action = yaml.safe_load(text("github/action.yml"))
    (only,) = action["runs"]["steps"]
    assert (action["runs"]["using"], only["shell"]) == ("composite", "sh")
    # No input is ever part of a script: its text would be run.
    assert "${{" not in only["run"]
    values = {f"inputs.{name}": value["default"] for name, value in action["inputs"].items()}
    values |= {"github.action_path": str(HERE / "github")}
    values |= {f"inputs.{name}": value for name, value in given.items()}
    env = {name: values[value.strip("${} ")] for name, value in only["env"].items()}
    preset = {"APPSEC_ARTEFACTS": str(FIXED_APK)} | preset
    ran = step(tmp_path, only["run"], env, **preset)
    assert ran.returncode == code
    assert (tmp_path / "appsec-reports/fixed.apk.json").exists() is (code != 2)


@pytest.mark.parametrize(("preset", "given", "code"), PRESET)
def test_the_gitlab_component_runs_its_script(tmp_path, preset, given, code):
    spec, job = yaml.safe_load_all(text("gitlab/templates/appsec.yml"))
    used = set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", text("gitlab/templates/appsec.yml")))
    assert used == set(spec["spec"]["inputs"])
    assert job["appsec"]["artifacts"]["when"] == "always"
    script = "\n".join(job["appsec"]["script"])
    assert "$[[" not in script
    inputs = {name: value.get("default") for name, value in spec["spec"]["inputs"].items() if value}
    assert spec["spec"]["inputs"]["image"] is None, "no registry has one: it must be given"
    inputs |= given
    variables = {
        name: re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: inputs[found[1]], value)
        for name, value in job["appsec"]["variables"].items()
    }
    preset = {"APPSEC_ARTEFACTS": str(FIXED_APK)} | preset
    ran = step(tmp_path, script, variables, **preset)
    assert ran.returncode == code
    reports = tmp_path / "appsec-reports"
    assert bool(list(reports.glob("*.junit.xml"))) is (code != 2)


def test_the_lane_sets_nothing_that_it_was_not_given():
    """There may be no ruby here: what it would hand on is read from its text."""
    assert "reject { |_, value| value.empty? }" in text("fastlane/Fastfile")


def test_the_container_recipe():
    joined = text("container/Dockerfile").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    assert {line.split()[0] for line in lines} == INSTRUCTIONS
    # A tag moves. Whoever builds names the base by digest: without one there is none.
    assert lines[:2] == ["ARG BASE", "FROM ${BASE}"]
    for name in ("container/Dockerfile", "README.md"):
        assert "--build-arg BASE=python:3.13-slim-bookworm@sha256:" in text(name), name
    for line in lines:
        if line.startswith("RUN"):
            subprocess.run(["sh", "-n", "-c", line.removeprefix("RUN")], check=True)
        elif line.startswith("COPY"):
            assert all((ROOT / source).exists() for source in line.split()[1:-1])
    assert "--require-hashes" in joined
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]


def test_the_container_is_built_from_what_it_needs():
    """Reports, builds and the history of a checkout are as private as the app."""
    rules = (ROOT / ".dockerignore").read_text().split()
    assert (rules[0], rules[-1]) == ("*", "**/__pycache__")
    kept = {rule.removeprefix("!") for rule in rules[1:-1]}
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = about["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml", "requirements.lock", "integrations/run.sh", about["project"]["readme"],
        *about["project"]["license-files"], *wheel["packages"], *wheel["force-include"],
    }  # fmt: skip
    assert kept == needed
    assert all((ROOT / name).exists() for name in kept)


def test_the_gradle_task_runs_after_the_builds_of_all_projects():
    """There is no gradle here: what it would do is read from its text."""
    task = text("gradle/appsec.gradle")
    assert "rootProject.allprojects" in task
    assert "buildscript.sourceFile" in task, "its own place, not the folder of who applies it"
    pattern = re.search(r"it\.name ==~ /(.+)/", task)[1]
    for name in ("assembleRelease", "bundleRelease", "assembleFullRelease"):
        assert re.fullmatch(pattern, name)
    for name in ("assembleDebug", "assembleReleaseUnitTest", "lintRelease"):
        assert not re.fullmatch(pattern, name)


def test_what_the_snippets_need_is_said():
    readme = text("README.md")
    assert "security-events: write" in readme
    assert "{image: <registry>/appsec@sha256:<digest>" in readme


def test_the_lane_parses():
    if not (ruby := shutil.which("ruby")):
        pytest.skip("no ruby here: the fastlane lane is not even parsed")
    subprocess.run([ruby, "-c", HERE / "fastlane/Fastfile"], check=True)


def test_the_hook_runs_its_command(tmp_path):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    pattern = re.compile(hook["files"])
    assert [bool(pattern.search(n)) for n in ("appsec.toml", "a/appsec.toml", "a/appsec-dismissals.yaml", "xappsec.toml")] == [
        True, True, True, False
    ]  # fmt: skip
    program, *rest = shlex.split(hook["entry"])
    assert program == "appsec"
    settings = tmp_path / "appsec.toml"
    for content, code in (('class = "L1"', 0), ("oops = 1", 2)):
        settings.write_text(content)
        ran = subprocess.run(
            [*COMMAND, *rest, settings], env=environment(), capture_output=True, check=False
        )
        assert ran.returncode == code
