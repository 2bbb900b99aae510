"""What is seen in each sample, as exact sets: weak twins show it, fixed twins stay silent."""

import os
from pathlib import Path

import pytest
import yaml

from appsec.model.outcome import Kind
from tests.command import (
    ENCRYPTED_IPA,
    FIXED_APK,
    FIXED_IPA,
    OFFLINE_APK,
    SAMPLES,
    SCREENS_FIXED_APK,
    SCREENS_WEAK_APK,
    SIGNED_FIXED_APK,
    SIGNED_WEAK_APK,
    TAMPERED_APK,
    WEAK_APK,
    WEAK_IPA,
)
from tests.inline import scan_inline

SIGNED = (SIGNED_WEAK_APK, SIGNED_FIXED_APK, TAMPERED_APK)
SCREENS = (SCREENS_WEAK_APK, SCREENS_FIXED_APK)
ALL = (WEAK_APK, FIXED_APK, OFFLINE_APK, *SIGNED, *SCREENS, WEAK_IPA, FIXED_IPA, ENCRYPTED_IPA)
TWINS = (
    (WEAK_APK, FIXED_APK),
    (SIGNED_WEAK_APK, SIGNED_FIXED_APK),
    (TAMPERED_APK, SIGNED_FIXED_APK),
    SCREENS,
    (WEAK_IPA, FIXED_IPA),
)
NEVER_SHOWN = {
    "ios-old-minimum": "both twins ask for the same recent version; shown by unit tests",
}
"""Checks that no weak sample shows, each with its reason."""


def told(assessment):
    """All that the sample shows, in the form of expected.yaml."""
    return {
        "seen": sorted(
            f"{r.kind} {r.check} {r.key} | "
            + ", ".join(f"{k}={v}" for k, v in r.values.items())
            + " | "
            + "; ".join(" ".join(filter(None, (p.file, p.member, p.at))) for p in r.locations)
            for r in assessment.findings
        ),
        "gaps": sorted(f"{g.cause} {g.fact} {g.key}" for g in assessment.coverage.gaps),
        "verdicts": {
            result: sorted(v.requirement for v in every if v.result == result)
            for every in [(*assessment.verdicts, *assessment.verdicts_apart)]
            for result in ("fail", "pass", "not_applicable")
        },
        "gate": assessment.gate.code,
    }


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_golden_of_a_sample(path: Path, monkeypatch):
    seen = told(scan_inline(path, monkeypatch))
    expected = path.with_name(f"{path.name}.expected.yaml")
    if os.environ.get("UPDATE_GOLDEN"):
        text = yaml.safe_dump(seen, allow_unicode=True, sort_keys=True, width=10_000)
        expected.write_text(
            f"# Made by `make golden`; review the diff as code.\n{text}", encoding="utf-8"
        )
    assert seen == yaml.safe_load(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [FIXED_APK, OFFLINE_APK, SIGNED_FIXED_APK, SCREENS_FIXED_APK, FIXED_IPA]
)
def test_a_fixed_twin_shows_no_finding_and_no_question(path, monkeypatch):
    kinds = {r.kind for r in scan_inline(path, monkeypatch).findings}
    assert kinds <= {Kind.EVIDENCE}


def test_every_check_fires_on_a_weak_sample_and_is_silent_on_its_fixed_twin(monkeypatch, checks):
    fired, silent = set(), set()
    for weak, fixed in TWINS:
        fired |= {r.check for r in scan_inline(weak, monkeypatch).findings}
        after = scan_inline(fixed, monkeypatch)
        stirred = {r.check for r in after.findings if r.kind is not Kind.EVIDENCE}
        silent |= {c for c, text in after.checks.items() if c not in stirred}
    assert checks.keys() - fired == NEVER_SHOWN.keys()
    assert checks.keys() - silent == set()


def test_samples_are_those_that_the_build_script_made():
    import hashlib

    for line in (SAMPLES / "SHA256SUMS").read_text().splitlines():
        wanted, name = line.split()
        path = SAMPLES / name.lstrip("*./")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == wanted, name
