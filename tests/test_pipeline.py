"""A fact that kills its reader is lost; the rest of the artefact is read again."""

import json

import pytest

import appsec.pipeline as parent
from appsec.engine.isolate import ChildFailure, Limits
from appsec.model.outcome import Cause, Status
from appsec.pipeline import MAX_RESTARTS, Options, scan
from tests.command import DAY, FIXED_APK, appsec
from tests.inline import Inline
from tests.test_cli import own_check

KILL = (
    "import os, signal\n\n\ndef check(app):\n    os.kill(os.getpid(), signal.SIGKILL)\n    yield\n"
)


def statuses(assessment):
    return {name: text.status for name, text in assessment.checks.items()}


def test_the_fact_that_kills_is_lost_and_the_others_are_read(monkeypatch):
    """Only the parent's side is staged here; real crashes are in tests/engine/test_isolate.py."""
    requests = []

    def run_child(entry, request, on_line, limits=None, payload=b""):
        requests.append(dict(request["lost"]))
        if "network_config" not in request["lost"]:
            for line in ({"platform": "android"}, {"begin": "manifest"}, {"end": "manifest"},
                         {"begin": "network_config"}):  # fmt: skip
                on_line(json.dumps(line).encode())
            raise ChildFailure("child-crashed", how="SIGSEGV")
        Inline()(entry, request, on_line)

    monkeypatch.setattr(parent, "run_child", run_child)
    assessment = scan(FIXED_APK, Options(as_of=DAY))
    lost = {"network_config": {"key": "child-crashed", "values": {"how": "SIGSEGV"}}}
    assert requests == [{}, lost]
    assert [(g.fact, g.cause) for g in assessment.coverage.gaps] == [("network_config", Cause.LOST)]
    unknown = {n for n, status in statuses(assessment).items() if status == Status.UNKNOWN}
    assert unknown == {"android-cleartext-traffic", "android-user-trust-anchor"}
    assert assessment.gate.code == 3


def test_a_reader_that_dies_again_and_again_is_given_up(monkeypatch):
    calls = []

    def run_child(entry, request, on_line, limits=None, payload=b""):
        calls.append(1)
        on_line(b'{"platform": "android"}')
        on_line(json.dumps({"begin": f"fact{len(calls)}"}).encode())
        raise ChildFailure("child-timeout")

    monkeypatch.setattr(parent, "run_child", run_child)
    assessment = scan(FIXED_APK, Options(as_of=DAY))
    assert len(calls) == MAX_RESTARTS
    assert set(statuses(assessment).values()) == {Status.UNKNOWN}
    assert assessment.gate.code == 3


def test_a_check_that_kills_the_child_loses_what_came_after_it(tmp_path):
    report = tmp_path / "report.json"
    ran = appsec("scan", FIXED_APK, "--checks", own_check(tmp_path, KILL), "--quiet",
                 f"--format=json={report}")  # fmt: skip
    saved = json.loads(report.read_text())
    assert (ran.code, saved["checks"]["android-own"]["status"]) == (3, "unknown")
    assert {g["key"] for g in saved["coverage"]["gaps"]} >= {"child-crashed"}


@pytest.mark.parametrize("limits", [Limits(cpu=1, wall=1, memory=1024**3)])
def test_limits_reach_the_child(limits, tmp_path):
    slow = own_check(tmp_path, "import time\n\n\ndef check(app):\n    time.sleep(60)\n    yield\n")
    assessment = scan(FIXED_APK, Options(as_of=DAY, checks=slow, limits=limits))
    assert assessment.checks["android-own"].status == Status.UNKNOWN
    assert {g.key for g in assessment.coverage.gaps} == {"child-timeout"}
