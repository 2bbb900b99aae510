"""Damage to anything that a check reads never moves a verdict towards 符合."""

import io
import zipfile
from functools import cache

import pytest

from appsec.model.verdict import Result
from tests.command import (
    BUNDLE_WEAK_IPA,
    CONTAINERS,
    ENCRYPTED_IPA,
    FIXED_APK,
    FIXED_IPA,
    OFFLINE_APK,
    WEAK_APK,
    WEAK_IPA,
)
from tests.hostile_zip import Spoil, spoil
from tests.inline import scan_inline

SAMPLES = {
    path.name: path
    for path in (
        WEAK_APK,
        FIXED_APK,
        OFFLINE_APK,
        CONTAINERS / "fixed.apks",
        CONTAINERS / "fixed.aab",
        WEAK_IPA,
        FIXED_IPA,
        ENCRYPTED_IPA,
        BUNDLE_WEAK_IPA,
    )
}

BUNDLE = "fixed.aab"

TOWARDS_PASS = {
    Result.FAIL: 0,
    Result.NEEDS_EVIDENCE: 1,
    Result.NEEDS_REVIEW: 1,
    Result.PASS: 2,
    Result.NOT_APPLICABLE: 2,
}
"""How near to 符合 a verdict is; 無法判定 claims nothing and is always allowed."""


@cache
def whole(name: str):
    """The assessment of the undamaged sample."""
    patch = pytest.MonkeyPatch()
    try:
        return scan_inline(SAMPLES[name], patch)
    finally:
        patch.undo()


def read_files():
    """A bundle's are damaged in fewer ways, below: it would take longer than all others."""
    names = (name for name in SAMPLES if name != BUNDLE)
    return [(name, file) for name in names for file in whole(name).coverage.read]


def nearer(before, after):
    """Requirements whose verdict moved towards pass."""
    was = {v.requirement: v.result for v in (*before.verdicts, *before.verdicts_apart)}
    return [
        (v.requirement, was[v.requirement].value, v.result.value)
        for v in (*after.verdicts, *after.verdicts_apart)
        if v.result is not Result.INCONCLUSIVE
        and TOWARDS_PASS[v.result] > TOWARDS_PASS.get(was[v.requirement], 0)
    ]


def with_entry(archive, name, change):
    """The archive with the content of one entry changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return out.getvalue()


def changed_inside(archive, file, change):
    """The archive with one file changed by `change`; `outer!inner` is a file of an inner APK."""
    outer, _, inner = file.partition("!")
    if not inner:
        return change(archive, outer)
    return with_entry(archive, outer, lambda data: change(data, inner))


def judge_damage(name, data, tmp_path, monkeypatch):
    damaged = tmp_path / name
    damaged.write_bytes(data)
    after = scan_inline(damaged, monkeypatch)
    if after is None:
        return  # refused as a whole: exit code 4
    assert nearer(whole(name), after) == []
    # What was lost is told, and stops a pipeline that would otherwise have gone on.
    assert after.gate.code != 0
    assert after.coverage.gaps or after.coverage.refused_total


def test_there_is_something_to_damage():
    files = {name: len(whole(name).coverage.read) for name in SAMPLES}
    assert all(count >= 1 for count in files.values()), files
    passes = {v.requirement for v in whole("fixed.apk").verdicts if v.result is Result.PASS}
    assert passes == {"28"}
    absent = {
        v.requirement for v in whole("offline.apk").verdicts if v.result is Result.NOT_APPLICABLE
    }
    assert absent == {"29", "41", "42"}


IN_BUNDLE = (
    "BundleConfig.pb",
    "base/manifest/AndroidManifest.xml",
    "base/resources.pb",
    "base/res/xml/network_security_config.xml",
    "guide/manifest/AndroidManifest.xml",
)


@pytest.mark.parametrize("how", [Spoil.CUT, Spoil.DUPLICATED, Spoil.DROPPED])
@pytest.mark.parametrize("file", IN_BUNDLE)
def test_an_entry_spoilt_in_a_bundle(file, how, tmp_path, monkeypatch):
    judge_damage(BUNDLE, spoil(SAMPLES[BUNDLE].read_bytes(), file, how), tmp_path, monkeypatch)


@pytest.mark.parametrize("keep", [0, 100, 500, 900])
@pytest.mark.parametrize("file", IN_BUNDLE)
def test_a_file_of_a_bundle_cut(file, keep, tmp_path, monkeypatch):
    data = with_entry(
        SAMPLES[BUNDLE].read_bytes(), file, lambda whole: whole[: len(whole) * keep // 1000]
    )
    judge_damage(BUNDLE, data, tmp_path, monkeypatch)


@pytest.mark.parametrize("how", list(Spoil))
@pytest.mark.parametrize(("name", "file"), read_files())
def test_an_entry_spoilt_in_the_archive(name, file, how, tmp_path, monkeypatch):
    data = changed_inside(SAMPLES[name].read_bytes(), file, lambda zip, one: spoil(zip, one, how))
    judge_damage(name, data, tmp_path, monkeypatch)


@pytest.mark.parametrize("keep", [0, 1, 7, 64, 500, 900])
@pytest.mark.parametrize(("name", "file"), read_files())
def test_a_file_cut_and_packed_again(name, file, keep, tmp_path, monkeypatch):
    """`keep` of a thousand bytes of the content remain; the archive itself is honest."""

    def cut(archive, entry):
        return with_entry(archive, entry, lambda data: data[: len(data) * keep // 1000])

    data = changed_inside(SAMPLES[name].read_bytes(), file, cut)
    judge_damage(name, data, tmp_path, monkeypatch)
