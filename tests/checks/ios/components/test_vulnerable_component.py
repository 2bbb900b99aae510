import pytest

from appsec.facts.advisories import Unmatched
from appsec.model.outcome import Confidence, Finding, Location, Origin, Question, Status
from appsec.model.software import Unidentified
from tests.apps import ios_app, lost
from tests.checks.advised import AT, NO_DATABASE, facts, jquery, match
from tests.checks.declared import told

CHECK = "ios-vulnerable-component"


def run(outcome, *matches, gaps=None, **more):
    return outcome(CHECK, ios_app(gaps, **facts(*matches, **more)))


def kinds(result):
    return [(type(seen), seen.key) for seen in result.seen]


def test_a_known_vulnerability_is_told_with_score_fix_and_place(outcome):
    (seen,) = run(outcome, match()).seen
    assert (type(seen), seen.key, seen.locations) == (Finding, "medium", (AT,))
    assert seen.values == {
        "name": "jquery",
        "version": "3.4.1",
        "id": "GHSA-gxr4-xjj5-5px2",
        "cve": "CVE-2020-11022",
        "score": "6.9 (CVSS 3.1)",
        "fixed": "3.5.0",
        "feed": "OSV npm",
    }
    assert (seen.identity, seen.origin) == (("name", "version", "id"), Origin.LIBRARY)


@pytest.mark.parametrize(
    "changes,kind,key",
    [
        ({"score": "9.0"}, Finding, "critical"),
        ({"score": "7.0"}, Finding, "high"),
        ({"score": "4.0"}, Finding, "medium"),
        ({"score": "3.9"}, Question, "minor"),
        ({"score": "", "rating": "high"}, Finding, "high"),
        ({"score": "", "rating": "moderate"}, Finding, "medium"),
        ({"score": "", "rating": "low"}, Question, "minor"),
        ({"score": "", "rating": ""}, Finding, "medium"),
        ({"score": "9.8", "aliases": ()}, Question, "unnumbered"),
        ({"component": jquery(confidence=Confidence.LOW)}, Question, "unsure"),
        ({"component": jquery(contradicted=True)}, Question, "unsure"),
    ],
)
def test_what_proves_it_and_what_a_person_must_look_at(outcome, changes, kind, key):
    assert kinds(run(outcome, match(**changes))) == [(kind, key)]


@pytest.mark.parametrize(
    "changes,printed",
    [
        ({"vector": "AV:N/AC:L/Au:N/C:P/I:P/A:P"}, "6.9 (CVSS 2.0)"),
        ({"score": "", "vector": "", "rating": "moderate"}, "moderate"),
        ({"score": "", "vector": ""}, "—"),
    ],
)
def test_how_bad_it_is_as_printed(outcome, changes, printed):
    (seen,) = run(outcome, match(**changes)).seen
    assert seen.values["score"] == printed


def test_no_advisory_on_any_component_is_clean(outcome):
    assert run(outcome).status is Status.CLEAN


@pytest.mark.parametrize("why", Unmatched)
def test_what_could_not_be_matched_is_one_question_for_each_reason(outcome, why):
    result = run(outcome, unmatched={"b": why, "a": why})
    assert told(result) == [(Question, why.value, {"count": "2", "names": "a, b"})]
    assert result.seen[0].identity == ()  # one more name is another question


def test_beyond_the_names_that_are_printed_another_one_still_is_another_question(outcome):
    def values(last):
        names = {f"{n:03}": Unmatched.NO_PURL for n in range(60)} | {last: Unmatched.NO_PURL}
        return run(outcome, unmatched=names).seen[0].values

    assert values("x")["count"] == values("y")["count"] == "61"
    assert values("x") != values("y")


def test_code_of_no_known_component_is_a_question(outcome):
    at = Location("lib.so")
    result = run(outcome, unidentified=(Unidentified("lib.so", 1, at),))
    assert told(result) == [(Question, "unidentified", {"count": "1", "names": "lib.so"})]
    assert result.seen[0].locations == (at,)


def test_unknown_without_a_database_or_with_a_gap(outcome):
    given = facts()
    without = outcome(CHECK, ios_app(**given | {"advisories": NO_DATABASE}))
    stale = run(outcome, gaps={"advisories": lost("advisories")})
    unread = run(outcome, gaps={"software": lost("software")})
    assert {r.status for r in (without, stale, unread)} == {Status.UNKNOWN}
