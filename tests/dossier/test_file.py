"""The dossier file: strict, with what is wrong named; and the first one that `init` writes."""

import json
from dataclasses import replace

import pytest
import yaml

from appsec.dossier.choices import LabState, Stage
from appsec.dossier.file import dossier_of, load_dossier
from appsec.dossier.shape import DossierFile
from appsec.dossier.starter import starter
from appsec.engine.files import FileProblem
from appsec.model.declared import Cell, Declared, Section
from appsec.report.json import ReportProblem
from tests.command import appsec
from tests.dossier.sample import IOS, dossier, dossier_file
from tests.report.sample import SAMPLE
from tests.report.sample_texts import both


@pytest.mark.parametrize(
    "values, why",
    [
        ({"produkt": {}}, "produkt: "),
        ({"product": {"nmae": "x"}}, "product.nmae: "),
        ({"project": {"stage": "期初"}}, "project.stage: "),
        ({"report": {"date": "2026-02-30"}}, "report.date: '2026-02-30' is no date"),
        ({"project": {"closes": "115/12/31"}}, "project.closes: '115/12/31' is no date"),
        ({"history": [{"date": "2026-01-01"}]}, "history.0.edition: "),
        ({"handling": [{"fingerprint": "abc"}]}, "handling.0.fingerprint: give at least 16"),
        ({"handling": [{"fingerprint": "a" * 16, "state": "done"}]}, "handling.0.state: "),
        ({"handling": [{"fingerprint": "a" * 16, "due": "soon"}]}, "handling.0.due: 'soon'"),
        ({"security_tests": {"app": {"unresolved": "0"}}}, "security_tests.app: "),
        ({"security_tests": {"host": {"unresolved": "none"}}}, "unresolved: 'none' is no number"),
        (
            {"builds": [{"assessment": "a", "released_sha256": "12"}]},
            "builds.0.released_sha256: no",
        ),
        (
            {"builds": [{"assessment": "a", "test": {"tested_sha256": "x" * 64}}]},
            "builds.0.test.tested_sha256: no SHA-256",
        ),
        ({"builds": [{"assessment": "a", "test": {"state": "通過"}}]}, "builds.0.test.state: "),
        ({"bundle": {"sha256": "done"}}, "bundle.sha256: no SHA-256"),
        ({"components": [{"name": "x", "origin": "?"}]}, "components.0.origin: "),
        (None, "holds no dossier"),
        ([], "holds no dossier"),
    ],
)
def test_what_is_wrong_is_named(values, why):
    with pytest.raises(FileProblem) as raised:
        dossier_of("d.yaml", values)
    assert why in str(raised.value)


def test_an_empty_value_is_as_good_as_none():
    given = {"project": {"stage": "", "closes": ""}, "people": "", "handling": ""}
    assert dossier_of("d.yaml", given) == DossierFile()


def test_numbers_dates_and_words_are_read_as_written(tmp_path):
    loaded = dossier(
        tmp_path,
        applicant={"tax_id": "04541302"},
        report={"date": "2026-03-01"},
        project={"stage": "結案"},
        android={"test": {"state": "檢測中"}},
    )
    assert loaded.file.applicant.tax_id == "04541302"
    assert (loaded.date, loaded.file.project.stage) == ("2026-03-01", Stage.CLOSING)
    assert loaded.builds[0].entry.test.state is LabState.RUNNING


def test_builds_stand_in_the_order_of_the_columns_and_the_newest_gives_the_date(tmp_path):
    newer = replace(SAMPLE, as_of="2025-12-24")
    loaded = load_dossier(dossier_file(tmp_path, (IOS, {}), (newer, {})))
    assert [build.platform for build in loaded.builds] == ["android", "ios"]
    assert loaded.date == "2025-12-24"


@pytest.mark.parametrize(
    "builds, why",
    [
        ((SAMPLE, SAMPLE), "more than one of a platform"),
        ((SAMPLE, replace(IOS, profile=replace(IOS.profile, id="other"))), "different profiles"),
        ((replace(IOS, artefact=replace(IOS.artefact, platform="")),), "neither Android nor iOS"),
    ],
)
def test_builds_that_do_not_fit_are_refused(builds, why, tmp_path):
    with pytest.raises(FileProblem, match=why):
        load_dossier(dossier_file(tmp_path, *((one, {}) for one in builds)))


def test_an_assessment_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "appsec-dossier.yaml"
    path.write_text("builds: [{assessment: gone.json}]", encoding="utf-8")
    with pytest.raises(ReportProblem, match=r"gone\.json"):
        load_dossier(path)


def test_an_earlier_assessment_of_another_app_is_refused(tmp_path):
    other = replace(SAMPLE, artefact=replace(SAMPLE.artefact, id="tw.example.other"))
    path = dossier_file(tmp_path, (SAMPLE, {"previous": "1.json"}), (other, {}))
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    values["builds"].pop()
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    with pytest.raises(FileProblem, match=r"1\.json: cannot be compared"):
        load_dossier(path)


def declared(**cells: str) -> Declared:
    row = tuple(Cell(key, both(key, key), value) for key, value in cells.items())
    return Declared("d.yaml", "0" * 64, "", (Section("applicant", both("申", "A"), (row,)),))


def test_the_first_file_holds_what_the_assessments_tell(tmp_path):
    known = replace(SAMPLE, declaration=declared(company='甲"公司\n', contact=""))
    values = yaml.load(starter((("a.json", known), ("i.json", IOS))), yaml.BaseLoader)
    file = dossier_of("d.yaml", values)
    assert file.product.name == "示範商店"
    assert file.applicant.company == '甲"公司\n'
    assert [build.assessment for build in file.builds] == ["a.json", "i.json"]
    assert [one.fingerprint for one in file.handling] == ["a" * 16]
    empty = dossier_of("d.yaml", yaml.load(starter(()), yaml.BaseLoader))
    assert empty == DossierFile()


def test_init_overwrites_nothing_and_paths_are_relative_to_the_file(tmp_path):
    dossier_file(tmp_path, (SAMPLE, {}))
    (tmp_path / "in").mkdir()
    ran = appsec("dossier", "init", "0.json", "-o", "in/d.yaml", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert load_dossier(tmp_path / "in/d.yaml").builds[0].assessment == SAMPLE
    again = appsec("dossier", "init", "0.json", "-o", "in/d.yaml", cwd=tmp_path)
    assert again.code == 2 and "exists already" in again.err


def test_the_schema_is_that_of_the_file():
    shown = json.loads(appsec("schema", "dossier").out)
    assert set(shown["properties"]) == set(DossierFile.__dataclass_fields__)
    assert shown["additionalProperties"] is False
