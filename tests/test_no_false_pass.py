"""Damage to anything that a check reads never moves a verdict towards 符合."""

from functools import cache
from pathlib import Path

import pytest

from appsec.model.verdict import Result
from tests.command import (
    BUNDLE_WEAK_IPA,
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
        WEAK_IPA,
        FIXED_IPA,
        ENCRYPTED_IPA,
        BUNDLE_WEAK_IPA,
    )
}

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
    return [(name, file) for name in SAMPLES for file in whole(name).coverage.read]


def nearer(before, after):
    """Requirements whose verdict moved towards pass."""
    was = {v.requirement: v.result for v in (*before.verdicts, *before.verdicts_apart)}
    return [
        (v.requirement, was[v.requirement].value, v.result.value)
        for v in (*after.verdicts, *after.verdicts_apart)
        if v.result is not Result.INCONCLUSIVE
        and TOWARDS_PASS[v.result] > TOWARDS_PASS.get(was[v.requirement], 0)
    ]


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


@pytest.mark.parametrize("how", list(Spoil))
@pytest.mark.parametrize(("name", "file"), read_files())
def test_an_entry_spoilt_in_the_archive(name, file, how, tmp_path, monkeypatch):
    data = spoil(Path(SAMPLES[name]).read_bytes(), file, how)
    judge_damage(name, data, tmp_path, monkeypatch)


@pytest.mark.parametrize("keep", [0, 1, 7, 64, 500, 900])
@pytest.mark.parametrize(("name", "file"), read_files())
def test_a_file_cut_and_packed_again(name, file, keep, tmp_path, monkeypatch):
    """`keep` of a thousand bytes of the content remain; the archive itself is honest."""
    import zipfile

    damaged = tmp_path / "damaged"
    with zipfile.ZipFile(SAMPLES[name]) as old, zipfile.ZipFile(damaged, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(
                entry, content[: len(content) * keep // 1000] if entry == file else content
            )
    judge_damage(name, damaged.read_bytes(), tmp_path, monkeypatch)
