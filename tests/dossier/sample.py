"""A dossier made by hand: the sample assessment as two builds, and a file beside them."""

import json
from dataclasses import replace
from pathlib import Path

from appsec.dossier.file import Dossier, load_dossier
from appsec.model.assessment import Assessment
from appsec.model.verdict import Grade, Result
from appsec.report.json import dump
from tests.report.sample import SAMPLE

IOS_SHA = "5" * 64

IOS = replace(
    SAMPLE,
    artefact=replace(SAMPLE.artefact, platform="ios", kind="ipa", sha256=IOS_SHA, version="2.2"),
    findings=SAMPLE.findings[2:],
    verdicts=tuple(
        replace(v, result=Result.NEEDS_REVIEW, by=(), risk_accepted=False)
        if v.result is Result.FAIL
        else v
        for v in SAMPLE.verdicts
    ),
    dismissals=(),
)


def regraded(assessment: Assessment) -> Assessment:
    """The grades that its verdicts have."""
    grades = {}
    for app_class in assessment.grades:
        results = [v.result for v in assessment.verdicts if app_class in v.classes]
        worst = next(r for r in Result if r in results)
        grades[app_class] = Grade(worst, len(results), {r: results.count(r) for r in Result})
    return replace(assessment, grades=grades)


def closed(assessment: Assessment) -> Assessment:
    """An assessment that leaves nothing open: every item passes and nothing was lost."""
    verdicts = tuple(
        replace(v, result=Result.PASS, risk_accepted=False) if not v.result.closed else v
        for v in assessment.verdicts
    )
    coverage = replace(assessment.coverage, gaps=(), refused=(), refused_total=0)
    return regraded(
        replace(assessment, verdicts=verdicts, findings=(), dismissals=(), coverage=coverage)
    )


def dossier_file(
    folder: Path, *builds: tuple[Assessment, dict[str, object]], **values: object
) -> Path:
    """The file, and the assessments that it names."""
    entries = []
    for number, (assessment, entry) in enumerate(builds):
        (folder / f"{number}.json").write_text(dump(assessment), encoding="utf-8")
        entries.append({"assessment": f"{number}.json", **entry})
    path = folder / "appsec-dossier.yaml"
    path.write_text(json.dumps({"builds": entries, **values}), encoding="utf-8")
    return path


def dossier(
    folder: Path,
    android: dict[str, object] | None = None,
    ios: dict[str, object] | None = None,
    builds: tuple[Assessment, ...] = (SAMPLE, IOS),
    **values: object,
) -> Dossier:
    """The sample as Android build and an iOS build beside it; `android` and `ios` are what the file
    says of them besides."""
    said = (android or {}, ios or {})
    pairs = [(regraded(one), said[n]) for n, one in enumerate(builds)]
    return load_dossier(dossier_file(folder, *pairs, **values))
