"""An app is judged alike whether it comes as APK, AAB, APKS or XAPK."""

from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from appsec.model.outcome import Location
from appsec.readers.artefact import open_artefact
from tests.apks import Silent
from tests.command import CONTAINERS, SAMPLES
from tests.inline import scan_inline

FACTS = ("manifest", "network_config", "backup_rules")
KINDS = ("aab", "apks", "xapk")
EVERY = [(twin, kind) for twin in ("weak", "fixed") for kind in KINDS]


def placeless(value):
    """The value with the file of each location left out."""
    if isinstance(value, Location):
        return replace(value, file="")
    if isinstance(value, tuple):
        return tuple(placeless(one) for one in value)
    if is_dataclass(value):
        changed = {f.name: placeless(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value


def facts(path: Path):
    """Every fact, none of which may have a gap."""
    opened = open_artefact(path, Silent(), {})
    found = {name: placeless(opened.app.read(name)) for name in FACTS}
    assert [opened.app.gaps_of(name) for name in FACTS] == [()] * len(FACTS)
    package = opened.package()
    opened.close()
    return found, (package.id, package.name, package.version, package.build, package.hints)


def plain_apk(twin: str) -> Path:
    return SAMPLES / f"android/package/{twin}.apk"


@pytest.mark.parametrize(("twin", "kind"), EVERY)
def test_the_facts_are_those_of_the_apk(twin, kind):
    assert facts(CONTAINERS / f"{twin}.{kind}") == facts(plain_apk(twin))


def judged(assessment):
    seen = sorted(
        (r.kind, r.check, r.key, tuple(r.values.items()), r.fingerprint)
        for r in assessment.findings
    )
    verdicts = [
        (v.requirement, v.result) for v in (*assessment.verdicts, *assessment.verdicts_apart)
    ]
    return seen, verdicts, assessment.gate.code


@pytest.mark.parametrize(("twin", "kind"), EVERY)
def test_the_verdicts_are_those_of_the_apk(twin, kind, monkeypatch):
    found = scan_inline(CONTAINERS / f"{twin}.{kind}", monkeypatch)
    assert judged(found) == judged(scan_inline(plain_apk(twin), monkeypatch))
    assert found.artefact.kind == kind


@pytest.mark.parametrize("twin", ["weak", "fixed"])
def test_places_name_the_apk_inside(twin, monkeypatch):
    found = scan_inline(CONTAINERS / f"{twin}.apks", monkeypatch)
    files = {place.file for one in found.findings for place in one.locations}
    assert files
    assert all(file.startswith("splits/base-master.apk!") for file in files)


def test_the_hash_is_that_of_the_container(monkeypatch):
    import hashlib

    path = CONTAINERS / "fixed.apks"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in str(scan_inline(path, monkeypatch))
