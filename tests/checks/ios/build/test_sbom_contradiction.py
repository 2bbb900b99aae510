import pytest

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Confidence, Evidence, Location, Question, Status
from appsec.model.software import Means, Software, SoftwareComponent, SoftwareKind, Trace
from tests.apps import ios_app, lost

CHECK = "ios-sbom-contradiction"
SHOWN, LISTED = Location("here"), Location("bom.json", "core")


def component(shown=None, stated=None, **more):
    """A version, empty if none is told; None where that side does not know the component."""
    traces = []
    if stated is not None:
        traces.append(Trace(Means.SUPPLIED, LISTED, stated))
    if shown is not None:
        traces.append(Trace(Means.TEXT, SHOWN, shown))
    given = {"kind": SoftwareKind.LIBRARY, "purl": "pkg:maven/a/core", "traces": tuple(traces)}
    return SoftwareComponent("core", **(given | more))


def app(*components, covered=("*",), gaps=None):
    software = Software(components, supplied_from=("bom.json",), covered=covered)
    return ios_app(gaps or {}, supplied=software, software=software)


def seen(outcome, *components, **more):
    found = outcome(CHECK, app(*components, **more)).seen
    return [(type(one), one.key, dict(one.values), one.locations) for one in found]


def test_another_version_is_a_question(outcome):
    assert seen(outcome, component("1.1", "1.2")) == [
        (Question, "version", {"name": "core", "build": "1.1", "stated": "1.2"}, (SHOWN,))
    ]


@pytest.mark.parametrize("covered", [("*",), ("maven", "npm")])
def test_what_no_file_names_is_a_question(outcome, covered):
    wanted = [(Question, "unlisted", {"name": "core"}, (SHOWN,))]
    assert seen(outcome, component("1.1"), covered=covered) == wanted


def test_a_guess_that_no_file_names_is_shown(outcome):
    guess = component("1.1", confidence=Confidence.LOW)
    assert seen(outcome, guess) == [(Evidence, "unlisted-unsure", {"name": "core"}, (SHOWN,))]


def test_what_the_build_does_not_show_is_evidence(outcome):
    assert seen(outcome, *[component(None, "1")] * 12) == [
        (
            Evidence,
            "not-seen",
            {"count": "12", "names": f"{', '.join(['core'] * 10)} (+2)"},
            (Location("bom.json"),),
        )
    ]


@pytest.mark.parametrize(
    "one",
    [
        component("1.1", "1.1"),
        component("", "1.1"),
        component("1.1", ""),
        component("v1.1.0", "1.1"),
        component("1", kind=SoftwareKind.TOOL),
    ],
)
def test_what_agrees_is_clean(outcome, one):
    assert outcome(CHECK, app(one)).status is Status.CLEAN


def test_a_lock_file_says_nothing_of_what_it_does_not_lock(outcome):
    assert seen(outcome, component("1.1", purl="pkg:generic/core"), covered=("maven",)) == []


def test_without_an_sbom_it_is_unknown(outcome):
    missing = FactUnavailable(Cause.NOT_SUPPLIED, "sbom-not-supplied")
    found = outcome(CHECK, ios_app(supplied=missing, software=Software((component("1"),))))
    assert (found.status, found.seen) == (Status.UNKNOWN, ())
    assert [gap.cause for gap in found.gaps] == [Cause.NOT_SUPPLIED]


def test_with_a_gap_it_is_unknown(outcome):
    gaps = {"software": lost("software")}
    assert outcome(CHECK, app(gaps=gaps)).status is Status.UNKNOWN
