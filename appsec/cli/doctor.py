"""`appsec doctor`: whether this machine has what the tool needs, and how limits are held."""

import json
import platform
import sys

import click

PARTS = (
    "androguard",
    "click",
    "cryptography",
    "cvss",
    "jinja2",
    "lief",
    "numpy",
    "packageurl-python",
    "pydantic",
    "pyyaml",
    "univers",
    "zlib-ng",
)
NEEDED_PYTHON = (3, 11)


@click.command()
def doctor() -> int:
    """Say what is installed, what is missing, and how hostile files are held in check.

    檢查執行環境與限制機制。
    """
    # With all of mail in tow it would cost every other command a twentieth of a second.
    from importlib.metadata import PackageNotFoundError, version

    problems = 0
    good = sys.version_info >= NEEDED_PYTHON
    problems += not good
    _say(good, "Python", platform.python_version())
    for part in PARTS:
        try:
            _say(True, part, version(part))
        except PackageNotFoundError:
            problems += 1
            _say(False, part, f"missing: pip install {part}")
    problems += _content()
    problems += _confinement()
    return 70 if problems else 0


def _say(good: bool, what: str, detail: str) -> None:
    click.echo(f"{'ok ' if good else 'BAD'}  {what:<12} {detail}")


def _content() -> int:
    from appsec.engine.content import load_checks
    from appsec.engine.files import FileProblem
    from appsec.engine.profiles import available, load_profile

    try:
        checks = load_checks()
        profiles = {name: len(load_profile(name).requirements) for name in available()}
    except FileProblem as problem:
        _say(False, "content", str(problem))
        return 1
    shown = ", ".join(f"{name} ({count})" for name, count in profiles.items())
    _say(True, "content", f"{len(checks)} checks; profiles {shown}")
    return 0


def _confinement() -> int:
    from appsec.engine.child import REPORT
    from appsec.engine.isolate import ChildFailure, run_child

    lines: list[bytes] = []
    try:
        run_child(REPORT, {}, lines.append)
    except ChildFailure as failure:
        _say(False, "child", f"{failure.key} {failure.values}")
        return 1
    held = json.loads(lines[-1])
    notes = {
        "rlimit": "limited by the system",
        "watchdog": "no system limit here: the parent watches and ends the child",
        "namespace": "none: an empty network namespace",
        "audit-hook": "no namespace here: Python's own network calls are refused",
    }
    _say(True, "memory", notes[held["memory"]])
    _say(True, "network", notes[held["network"]])
    return 0
