"""The standard as data: cell by cell against the sources, and what the rules allow."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from appsec.engine.content import load_checks
from appsec.engine.files import FileProblem
from appsec.engine.profiles import available, load_profile
from appsec.engine.shipped import content_dir
from appsec.model.profile import Requirement
from appsec.model.text import Lang

SOURCES = content_dir("profiles") / "sources"
CLASSES = ("L1", "L2", "L3", "F")


def rows(name):
    with (SOURCES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def v14():
    return load_profile("tw-v1.4")


@pytest.fixture(scope="module")
def v40():
    return load_profile("tw-v4.0")


def counts(profile):
    members = {c.id: len(profile.members(c.id)) for c in profile.classes}
    return members | {"reference": sum(r.reference for r in profile.requirements)}


def test_counts_of_v14(v14):
    assert counts(v14) == {"L1": 22, "L2": 28, "L3": 34, "F": 6, "reference": 15}


def test_counts_of_v40(v40):
    assert counts(v40) == {"L1": 25, "L2": 31, "L3": 39, "F": 9, "reference": 16}


def test_v14_is_the_checklist_cell_by_cell(v14):
    given = [(r.id, r.section, r.section_title[Lang.ZH_TW], r.text[Lang.ZH_TW].strip())
             for r in v14.requirements]  # fmt: skip
    wanted = [(r["number"], r["section"], r["section_title"], r["text"])
              for r in rows("checklist-v1.4.csv")]  # fmt: skip
    assert given == wanted


def matrix_row(requirement: Requirement):
    return (
        requirement.clause,
        tuple(c for c in CLASSES if c in requirement.classes),
        requirement.reference,
    )


def wanted_row(row):
    return (
        row["clause"],
        tuple(c for c in CLASSES if row[c] == "1"),
        row["reference_only"] == "1",
    )


def test_v14_has_the_classes_of_the_matrix(v14):
    wanted = {r["spec_v1_4_number"]: wanted_row(r) for r in rows("class-matrix-v4.0.csv")}
    del wanted[""]
    assert {r.id: matrix_row(r) for r in v14.requirements} == wanted


def test_the_nine_clauses_apart_are_those_without_a_number(v14):
    wanted = [wanted_row(r) for r in rows("class-matrix-v4.0.csv") if not r["spec_v1_4_number"]]
    assert [matrix_row(r) for r in v14.apart] == wanted
    assert len(wanted) == 9


def test_v40_is_the_matrix_cell_by_cell(v40):
    source = rows("class-matrix-v4.0.csv")
    given = [(*matrix_row(r), r.text[Lang.ZH_TW].strip()) for r in v40.requirements]
    assert given == [(*wanted_row(r), r["text_zh"]) for r in source]
    assert [r.id for r in v40.requirements] == [r["clause"] for r in source]


@pytest.mark.parametrize("name", ["tw-v1.4", "tw-v4.0"])
class TestRules:
    def test_every_mapped_check_exists_on_its_platform(self, name, checks):
        profile = load_profile(name)
        mapped = {
            (platform, check)
            for r in profile.everything
            for platform in profile.platforms
            for check in r.checks(platform)
        } | {
            (platform, check)
            for c in profile.conditions.values()
            for platform, proofs in c.disproved_by.items()
            for check in proofs
        }
        assert mapped - {(c.platform, c.id) for c in checks.values()} == set()

    def test_only_what_may_decide_decides_and_only_what_may_fail_refutes(self, name, checks):
        for r in load_profile(name).everything:
            for platform in ("android", "ios"):
                static, run, _ = r.roles(platform)
                for check in (c for each in r.alternatives(platform) for c in each):
                    weight = run if checks[check].topic == "runtime" else static
                    assert weight.may_pass, (r.id, check)
                for check in r.refuted_by.get(platform, ()):
                    weight = run if checks[check].topic == "runtime" else static
                    assert weight.may_fail, (r.id, check)

    def test_no_check_has_two_roles_for_one_item(self, name):
        for r in load_profile(name).everything:
            for platform in ("android", "ios"):
                roles = [*r.judges(platform), *r.asked_by.get(platform, ())]
                assert [c for c, n in Counter(roles).items() if n > 1] == [], r.id

    def test_every_item_can_be_closed_somehow(self, name):
        """By a check, by a run, or by a person; one that cannot would be open forever."""
        for r in load_profile(name).everything:
            static, run, person = r.roles(r.platforms[0])
            assert static.may_pass or run.may_pass or person.may_attest, r.id

    def test_every_text_is_there_in_both_languages(self, name):
        for r in load_profile(name).everything:
            for text in (r.title, r.text, r.needs, r.fails_if, r.evidence, r.manual, r.next):
                assert all(text[lang].strip() for lang in Lang), r.id


def test_static_alone_may_fail_only_29_of_65(v40):
    """The count that the verdict rules give for the column S."""
    assert sum(r.static.may_fail for r in v40.requirements) == 29


def test_nobody_can_attest_what_only_looking_decides(v14):
    """The rows whose column E is a dash or a hint."""
    nobody = {r.id for r in v14.requirements if not r.person.may_attest}
    looked_at = ["18", "19", "20", "21", "22", "24", "26", "28", "29", "32", "41", "48", "54"]
    assert nobody == set(looked_at)


def write(folder: Path, text: str) -> str:
    path = folder / "matrix.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


CORRECTION = """
extends: tw-v1.4
id: tw-v1.4-own
title: {zh-TW: 自訂, en: own}
source: {zh-TW: 官方文件, en: official}
requirements:
"""


class TestCorrection:
    def test_a_corrected_matrix_changes_only_what_it_names(self, tmp_path, v14):
        row = '  - {id: "18", classes: [L1, L2, L3]}\n'
        own = load_profile(write(tmp_path, CORRECTION + row))
        changed = [r.id for r, s in zip(own.requirements, v14.requirements, strict=True) if r != s]
        assert (own.corrected, changed, len(own.members("L3"))) == ("matrix.yaml", ["18"], 35)
        assert own.source[Lang.EN].endswith("from tw-v1.4: 18: L1 L2 → L1 L2 L3)")

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ('  - {id: "99", classes: [L1]}', "requirements that tw-v1.4 lacks: 99"),
            ('  - {id: "18", classes: [L9]}', "no class"),
            ("  - {id: 18, classes: [L1]}", "should be a valid string"),
            ('  - {id: "18", klasses: [L1]}', "Unexpected keyword argument"),
            ('  - {id: "1", classes: [L1]}', "reference items have no class"),
            ('  - {id: "42", classes: []}', "no class, and no reference"),
            ('  - {id: "18"}\n  - {id: "18"}', "a requirement is given twice"),
            ('  - {id: "18", id: "19"}', "key given twice: id"),
            ('  - &a {id: "18"}\n  - *a', "aliases are not allowed"),
            ('  - {id: "18", text: {en: x}}', "a text is missing in zh-TW"),
            ("  - {id: ", "line 8"),
        ],
    )
    def test_a_bad_one_is_refused_with_file_and_cause(self, tmp_path, row, why):
        path = write(tmp_path, CORRECTION + row + "\n")
        with pytest.raises(FileProblem) as caught:
            load_profile(path)
        assert path in str(caught.value)
        assert why in str(caught.value)

    def test_emptying_a_class_is_refused(self, tmp_path, v14):
        empty = "".join(
            f'  - {{id: "{r.id}", classes: [], reference: true}}\n' for r in v14.members("F")
        )
        with pytest.raises(FileProblem, match="class F has no requirement"):
            load_profile(write(tmp_path, CORRECTION + empty))

    @pytest.mark.parametrize("name", ["tw-v9", "no/such/file.yaml"])
    def test_an_unknown_profile_is_refused(self, name):
        with pytest.raises(FileProblem):
            load_profile(name)


def test_profiles_that_ship():
    assert available() == ("tw-v1.4", "tw-v4.0")


@pytest.mark.parametrize("name", available())
def test_what_looks_at_own_code_alone_decides_nothing(name):
    """A library may do what such a check does not look at there."""
    own = {check.id for check in load_checks().values() if check.about.watches_own}
    deciding = {
        check
        for requirement in load_profile(name).requirements
        for alternatives in requirement.decided_by.values()
        for checks in alternatives
        for check in checks
    }
    assert own and deciding
    assert not own & deciding
