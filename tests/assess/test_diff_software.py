from dataclasses import replace

import pytest

from appsec.assess.diff_software import component_changes
from appsec.model.assessment import Coverage, CoverageGap
from appsec.model.difference import Change
from appsec.model.outcome import Cause, Location
from appsec.model.software import Means, Software, SoftwareComponent, SoftwareKind, Trace
from tests.report.sample import SAMPLE


def given(*versions, means=Means.TEXT, supplied=(), gap=None):
    """An assessment with one component in these versions."""
    components = tuple(
        SoftwareComponent(
            "core", SoftwareKind.LIBRARY, "pkg:maven/a/core", v,
            traces=(Trace(means, Location("x"), v),),
        )
        for v in versions
    )  # fmt: skip
    gaps = (CoverageGap("identified", gap, "k", {}, {}, {}),) if gap else ()
    software = Software(components, supplied_from=supplied)
    return replace(SAMPLE, software=software, coverage=Coverage(gaps=gaps))


LISTED = {"means": Means.SUPPLIED, "supplied": ("bom.json",)}


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (given("1"), given("1"), []),
        (given("1"), given("2"), [(Change.CHANGED, "1", "2")]),
        (given("1"), given(""), [(Change.CHANGED, "1", "")]),
        (given(), given("1"), [(Change.APPEARED, None, "1")]),
        (given(gap=Cause.LOST), given("1"), [(Change.NOW_READ, None, "1")]),
        (given("1", "2"), given(), [(Change.VANISHED, "1, 2", None)]),
        (given("1"), given(gap=Cause.OUT_OF_REACH), [(Change.NOT_READ, "1", None)]),
        (given("1"), given(gap=Cause.NOT_SUPPLIED), [(Change.VANISHED, "1", None)]),
        (given("1", **LISTED), given(), [(Change.NOT_READ, "1", None)]),
        (given("1", **LISTED), given(supplied=("bom.json",)), [(Change.VANISHED, "1", None)]),
        (replace(SAMPLE, software=None), given("1"), []),
        (given("1"), replace(SAMPLE, software=None), []),
    ],
)
def test_what_became_of_a_component(old, new, wanted):
    found = [(one.change, one.before, one.after) for one in component_changes(old, new)]
    assert found == wanted
