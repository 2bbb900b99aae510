"""What is seen in each sample, as exact sets: weak twins show it, fixed twins stay silent."""

import os
from pathlib import Path

import pytest
import yaml

from appsec.model.outcome import Kind
from samples.runs import BUILDS, FOLDER
from tests.command import (
    BUNDLE_FIXED_IPA,
    BUNDLE_WEAK_IPA,
    DECLARED,
    OFFLINE_APK,
    SAMPLES,
    SIGNED_FIXED_APK,
    SIGNING_FIXED_IPA,
    SIGNING_WEAK_IPAS,
    TAMPERED_APK,
)
from tests.inline import scan_inline

_EXPECTED = ".expected.yaml"
_KINDS = {".apk", ".ipa"}
"""Containers are held against the APK instead of a golden."""


def twins(name):
    """The artefacts of a name in every folder of samples: `weak` or `fixed`."""
    return {path for path in SAMPLES.rglob(f"{name}.*") if path.suffix in _KINDS}


def told_of():
    """Every twin, and whatever else has a golden."""
    kept = {
        path.with_name(path.name.removesuffix(_EXPECTED)) for path in SAMPLES.rglob("*" + _EXPECTED)
    }
    return sorted(kept | twins("weak") | twins("fixed"))


ALL = told_of()
FIXED = [path for path in ALL if path.stem.endswith("fixed")]
TWINS = [
    *((path, path.with_stem("fixed")) for path in ALL if path.stem.startswith("weak")),
    (TAMPERED_APK, SIGNED_FIXED_APK),
    (BUNDLE_WEAK_IPA, BUNDLE_FIXED_IPA),
    *((path, SIGNING_FIXED_IPA) for path in SIGNING_WEAK_IPAS),
    *DECLARED,
]
NEVER_SHOWN = {
    "ios-certificate-pinning": "a protection: the fixed twin of code/trust shows it",
    "ios-old-minimum": "both twins ask for the same recent version; shown by unit tests",
}
"""Checks that no weak sample shows, each with its reason."""

SHOWN_ON_FACTS = {
    "android-undeclared-connection": "takes a declaration: tests/checks/runtime/test_samples.py",
    "ios-undeclared-connection": "as on Android",
    "android-undeclared-use-in-run": "likewise takes a declaration",
    "ios-undeclared-use-in-run": "as on Android",
    "android-stored-datum-sent-on": "likewise takes a declaration",
    "ios-stored-datum-sent-on": "as on Android",
    "ios-canary-in-shared-storage": "takes a run with shared documents, which its own test makes",
}
"""Checks that tests show on recorded runs, and no sample of an app alone, each with its reason."""


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


@pytest.mark.parametrize("path", ALL, ids=lambda p: str(p.relative_to(SAMPLES)))
def test_golden_of_a_sample(path: Path, monkeypatch):
    seen = told(scan_inline(path, monkeypatch))
    expected = path.with_name(f"{path.name}.expected.yaml")
    if os.environ.get("UPDATE_GOLDEN"):
        text = yaml.safe_dump(seen, allow_unicode=True, sort_keys=True, width=10_000)
        expected.write_text(
            f"# Made by `make golden`; review the diff as code.\n{text}", encoding="utf-8"
        )
    assert seen == yaml.safe_load(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*FIXED, OFFLINE_APK], ids=lambda p: str(p.relative_to(SAMPLES)))
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
    for platform, build in BUILDS.items():
        for run in sorted((FOLDER / platform).glob("weak-*")):
            fired |= {r.check for r in scan_inline(build, monkeypatch, traces=(run,)).findings}
        runs = tuple(sorted((FOLDER / platform).glob("fixed*")))
        after = scan_inline(build, monkeypatch, traces=runs)
        stirred = {r.check for r in after.findings if r.kind is not Kind.EVIDENCE}
        silent -= {c for c in stirred if checks[c].topic == "runtime"}
    assert checks.keys() - fired == NEVER_SHOWN.keys() | SHOWN_ON_FACTS.keys()
    assert checks.keys() - silent == set()


def test_samples_are_those_that_the_build_script_made():
    import hashlib

    for line in (SAMPLES / "SHA256SUMS").read_text().splitlines():
        wanted, name = line.split()
        path = SAMPLES / name.lstrip("*./")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == wanted, name
