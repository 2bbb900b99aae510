"""The wrappers around `run.sh`: their syntax, and that they call it. Most cannot be executed here."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest
import yaml

from appsec import __version__
from tests.command import COMMAND, FIXED_APK, ROOT, environment

HERE = ROOT / "integrations"
CALLS = {
    "github/action.yml": 'exec "$ACTION/../run.sh"',
    "gitlab/templates/appsec.yml": "appsec-run",
    "fastlane/Fastfile": "../run.sh",
    "gradle/appsec.gradle": "integrations/run.sh",
    "container/Dockerfile": "/src/integrations/run.sh /usr/local/bin/appsec-run",
}
VERSIONED = set(CALLS) - {"github/action.yml"}  # the ref of `uses:` pins the action
INSTRUCTIONS = {"FROM", "COPY", "RUN", "USER", "WORKDIR", "ENTRYPOINT"}


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


def test_the_action_runs_its_step(tmp_path):
    action = yaml.safe_load(text("github/action.yml"))
    (step,) = action["runs"]["steps"]
    assert (action["runs"]["using"], step["shell"]) == ("composite", "sh")
    # No input is ever part of a script: its text would be run.
    assert "${{" not in step["run"]
    given = {
        "inputs.artefacts": str(FIXED_APK),
        "inputs.class": "L2",
        "inputs.gate": action["inputs"]["gate"]["default"],
        "inputs.out": action["inputs"]["out"]["default"],
        "github.action_path": str(HERE / "github"),
    }
    env = {name: given[value.strip("${} ")] for name, value in step["env"].items()}
    assert {f"inputs.{name}" for name in action["inputs"]} | {"github.action_path"} == set(given)
    ran = subprocess.run(
        ["sh", "-c", step["run"]], cwd=tmp_path, check=False, capture_output=True, timeout=120,
        env=environment(**env, PYTHON=sys.executable, APPSEC_REPORTS="json"),
    )  # fmt: skip
    assert ran.returncode == 0
    assert (tmp_path / "appsec-reports/fixed.apk.json").exists()


def test_the_gitlab_component_parses():
    spec, job = yaml.safe_load_all(text("gitlab/templates/appsec.yml"))
    used = set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", text("gitlab/templates/appsec.yml")))
    assert used == set(spec["spec"]["inputs"])
    assert job["appsec"]["script"] == ["appsec-run"]
    assert job["appsec"]["artifacts"]["when"] == "always"


def test_the_container_recipe():
    joined = text("container/Dockerfile").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    assert {line.split()[0] for line in lines} == INSTRUCTIONS
    (base,) = (line.split()[1] for line in lines if line.startswith("FROM"))
    assert re.fullmatch(r"[a-z]+:[\w.-]+", base), "an image name with a tag, no registry's host"
    for line in lines:
        if line.startswith("RUN"):
            subprocess.run(["sh", "-n", "-c", line.removeprefix("RUN")], check=True)
        elif line.startswith("COPY"):
            assert all((ROOT / source).exists() for source in line.split()[1:-1])
    assert "--require-hashes" in joined
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]


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
