"""A fact that kills its reader is lost; the rest of the artefact is read again."""

import hashlib
import json

import pytest

import appsec.pipeline as parent
from appsec.engine.isolate import ChildFailure, Limits
from appsec.model.outcome import Cause, Status
from appsec.pipeline import MAX_RESTARTS, ArtefactError, Options, scan
from tests.beside import BESIDE
from tests.command import DAY, FIXED_APK, OFFLINE_APK, WEAK_APK, appsec
from tests.inline import Inline
from tests.test_cli import own_check

SHA256 = hashlib.sha256(FIXED_APK.read_bytes()).hexdigest()
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
            for line in ({"platform": "android", "sha256": SHA256}, {"begin": "manifest"}, {"end": "manifest"},
                         {"begin": "network_config"}):  # fmt: skip
                on_line(json.dumps(line).encode())
            raise ChildFailure("child-crashed", how="SIGSEGV")
        Inline()(entry, request, on_line)

    monkeypatch.setattr(parent, "run_child", run_child)
    assessment = scan(FIXED_APK, Options(as_of=DAY))
    lost = {"network_config": {"key": "child-crashed", "values": {"how": "SIGSEGV"}}}
    assert requests == [{}, lost]
    # What is read with its help is lost with it.
    assert {(g.fact, g.cause) for g in assessment.coverage.gaps} == {
        ("network_config", Cause.LOST),
        ("bundled_certificates", Cause.LOST),
    }
    unknown = {
        name
        for name, text in assessment.checks.items()
        if text.status == Status.UNKNOWN
        # Nothing was given beside the build, whatever was read.
        and not {gap.fact for gap in text.unread or ()} <= BESIDE
    }
    assert unknown == {
        "android-bundled-anchor",
        "android-cleartext-address",
        "android-cleartext-traffic",
        "android-fragile-pinning",
        "android-leftover-host",
        "android-mainland-host",
        "android-payment-sandbox",
        "android-certificate-pinning",
        "android-user-trust-anchor",
    }
    assert assessment.gate.code == 3


def test_a_reader_that_dies_again_and_again_is_given_up(monkeypatch):
    calls = []

    def run_child(entry, request, on_line, limits=None, payload=b""):
        calls.append(1)
        on_line(json.dumps({"platform": "android", "sha256": SHA256}).encode())
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


@pytest.mark.parametrize("limits", [Limits(cpu=5, wall=8)])
def test_limits_reach_the_child(limits, tmp_path):
    slow = own_check(tmp_path, "import time\n\n\ndef check(app):\n    time.sleep(60)\n    yield\n")
    assessment = scan(FIXED_APK, Options(as_of=DAY, checks=slow, limits=limits))
    assert assessment.checks["android-own"].status == Status.UNKNOWN
    assert {g.key for g in assessment.coverage.gaps} == {"child-timeout"}


def lines_of(path):
    """What an honest child tells of an artefact."""
    lines = []
    Inline()("appsec.worker:work", {"path": str(path), "checks": "", "lost": {}}, lines.append)
    return lines


def test_a_child_that_dies_after_any_of_its_lines_never_passes_for_done(monkeypatch):
    told = lines_of(FIXED_APK)
    whole = scan(FIXED_APK, Options(as_of=DAY))
    for count in range(1, len(told)):

        def run_child(entry, request, on_line, *_, count=count):
            for line in told[:count]:
                on_line(line)
            raise ChildFailure("child-out-of-memory")

        monkeypatch.setattr(parent, "run_child", run_child)
        try:
            given = scan(FIXED_APK, Options(as_of=DAY))
        except ArtefactError:
            # Not even the platform had been told: exit code 4.
            assert not any(b"platform" in line for line in told[:count])
            continue
        assert given.gate.code == 3, (count, told[count - 1][:60])
        assert given.coverage.gaps
    monkeypatch.undo()
    assert whole.gate.code == 0


def test_a_file_that_changes_while_it_is_read_is_refused(monkeypatch):
    def run_child(entry, request, on_line, limits=None, payload=b""):
        for line in lines_of(WEAK_APK):
            on_line(line)

    monkeypatch.setattr(parent, "run_child", run_child)
    with pytest.raises(ArtefactError, match="changed while it was read"):
        scan(FIXED_APK, Options(as_of=DAY))


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"outcome": {}}', b'{"end": "x"}', b"\xff", b"7"])
def test_words_that_make_no_sense_end_the_child(line, monkeypatch):
    def run_child(entry, request, on_line, limits=None, payload=b""):
        on_line(json.dumps({"platform": "android", "sha256": SHA256}).encode())
        on_line(line)

    monkeypatch.setattr(parent, "run_child", run_child)
    assert scan(FIXED_APK, Options(as_of=DAY)).gate.code == 3


class TestOwnChecks:
    def test_they_cannot_stand_in_for_one_that_ships(self, tmp_path):
        own = own_check(tmp_path, "def check(app):\n    yield from ()\n")
        (own / "android/own/own.py").rename(own / "android/own/network_permission.py")
        (own / "android/own/own.yaml").rename(own / "android/own/network_permission.yaml")
        ran = appsec("scan", OFFLINE_APK, "--checks", own)
        assert ran.code == 2
        assert "has this id already: android-network-permission" in ran.err

    def test_a_folder_without_any_is_refused(self, tmp_path):
        own = own_check(tmp_path, "def check(app):\n    yield from ()\n")
        assert appsec("scan", OFFLINE_APK, "--checks", own / "android").code == 2

    def test_one_that_cannot_be_imported_is_named(self, tmp_path):
        ran = appsec("scan", OFFLINE_APK, "--checks", own_check(tmp_path, "nonsense\n"))
        assert (ran.code, "own.py" in ran.err) == (2, True)

    def test_its_findings_gate_and_its_hash_is_told(self, tmp_path):
        code = (
            "from appsec.api import Finding, Location\n\n\n"
            "def check(app):\n    yield Finding('bad', Location('f'))\n"
        )
        own = own_check(tmp_path, code)
        beside = own / "android/own/own.yaml"
        text = beside.read_text().replace("severity: low", "severity: high")
        both = "{zh-TW: 文, en: text}"
        beside.write_text(
            text.replace("messages: {}", f"messages: {{bad: {{kind: finding, text: {both}}}}}")
        )
        ran = appsec("scan", OFFLINE_APK, "--checks", own, "--quiet", "--format", "json")
        assert (ran.code, len(json.loads(ran.out)["tool"]["own_checks"])) == (1, 64)


def test_a_name_that_promises_the_other_platform_changes_nothing(tmp_path):
    misnamed = tmp_path / "app.ipa"
    misnamed.write_bytes(WEAK_APK.read_bytes())
    told, named = (scan(path, Options(as_of=DAY)) for path in (misnamed, WEAK_APK))
    assert (told.checks, told.findings) == (named.checks, named.findings)
    assert told.verdicts == named.verdicts
