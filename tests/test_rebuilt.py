"""A rebuild keeps every fingerprint, and a real change shows as exactly that change."""

from collections.abc import Callable, Iterator

import pytest

import appsec.pipeline as parent
from appsec.assess.diff import diff
from appsec.model.assessment import Assessment
from appsec.model.outcome import Kind
from appsec.pipeline import Options
from tests.command import DAY, SAMPLES, appsec
from tests.inline import Inline

REBUILT = SAMPLES / "android/rebuilt"
MAPPING = REBUILT / "mapping.txt"
NAMING = {
    "android-exported-component",
    "android-exported-provider",
    "android-unverified-app-link",
}
"""The checks whose sightings here name a class."""


@pytest.fixture(scope="module")
def assess() -> Iterator[Callable[..., Assessment]]:
    """Assesses one of the builds, with the mapping if it is asked for."""
    known: dict[tuple[str, bool], Assessment] = {}

    def scan(name: str, mapped: bool = False) -> Assessment:
        if (name, mapped) not in known:
            options = Options(DAY, app_class="L2", mapping=(MAPPING,) if mapped else ())
            known[name, mapped] = parent.scan(REBUILT / f"{name}.apk", options)
        return known[name, mapped]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parent, "run_child", Inline())
        yield scan


def by_print(assessment):
    return {r.fingerprint: (r.kind, r.check, r.key, dict(r.values)) for r in assessment.findings}


def test_the_builds_differ_in_what_a_rebuild_changes():
    first, second = ((REBUILT / f"{name}.apk").read_bytes() for name in ("first", "second"))
    assert first != second
    assert first.find(b"classes.dex") != second.find(b"classes.dex")


def test_with_the_mapping_every_fingerprint_is_kept(assess):
    first, second = assess("first"), assess("second", mapped=True)
    assert by_print(first) == by_print(second)
    assert {r.kind for r in first.findings} == set(Kind)
    assert {r.check for r in first.findings} >= NAMING
    assert first.verdicts == second.verdicts
    told = diff(first, second, "first")
    assert (told.records, told.items, told.gaps, told.warnings, told.worse) == (
        (), (), (), (), False,
    )  # fmt: skip


def test_without_it_what_names_a_class_is_another_one(assess):
    first, second = by_print(assess("first")), by_print(assess("second"))
    naming = {key for key, (_, check, _, _) in first.items() if check in NAMING}
    assert first.keys() - second.keys() == naming
    assert len(first) == len(second)
    told = diff(assess("first"), assess("second"), "first")
    assert sorted(c.change for c in told.records) == sorted(["appeared", "vanished"] * len(naming))


@pytest.mark.parametrize("old", ["first", "second"])
def test_a_real_change_shows_as_exactly_that_change(assess, old):
    before, after = assess(old, mapped=old == "second"), assess("changed", mapped=True)
    told = diff(before, after, old)
    (record,) = told.records
    assert (record.check, record.change, record.kind) == (
        "android-user-trust-anchor", "appeared", "finding",
    )  # fmt: skip
    assert [(i.requirement, i.change, i.after.result) for i in told.items] == [
        ("42", "worse", "fail")
    ]
    assert (told.gaps, told.warnings, told.worse) == ((), (), True)
    assert by_print(before).items() <= by_print(after).items()


def test_the_same_through_the_command(tmp_path):
    saved = {}
    for name, options in (("first", []), ("second", ["--mapping", MAPPING])):
        saved[name] = tmp_path / f"{name}.json"
        ran = appsec("scan", REBUILT / f"{name}.apk", "--quiet", "--class", "L2", "--as-of", DAY,
                     f"--format=json={saved[name]}", *options)  # fmt: skip
        assert ran.code == 1  # debuggable, in all of them
    ran = appsec("diff", saved["first"], saved["second"], "--fail-on", "worse", "--lang", "en")
    assert (ran.code, ran.out.count(" changed: none")) == (0, 4)
