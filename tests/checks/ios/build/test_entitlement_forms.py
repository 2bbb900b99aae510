from appsec.facts.ios_profile import EntitlementDifference
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import entitled, executable

CHECK = "ios-entitlement-forms"


def test_one_question_for_each_executable(outcome):
    file = executable()
    given = (
        EntitlementDifference(file, "a", "true", "false", entitled("a")),
        EntitlementDifference(file, "b", "", '"x"', entitled("b")),
    )
    values = {"binary": file, "differences": 'a: XML true, DER false; b: XML -, DER "x"'}
    expected = Question("differ", (entitled("a"), entitled("b")), values, ("binary",))
    result = outcome(CHECK, ios_app(entitlement_differences=given))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [expected])


def test_clean_when_they_agree(outcome):
    assert outcome(CHECK, ios_app(entitlement_differences=())).status is Status.CLEAN


def test_unknown_when_a_form_could_not_be_read(outcome):
    fact = "entitlement_differences"
    app = ios_app(entitlement_differences=(), gaps={fact: lost(fact)})
    assert outcome(CHECK, app).status is Status.UNKNOWN
