from appsec.model.declaration_rows import InputField
from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.declared import NOT_GIVEN, declaration, told
from tests.checks.ios.given import field, interface

CHECK = "ios-undeclared-field"
NAMES = "Log-in-01-view-Log-in-02.nib: passwordField"
FACTS = {
    "interface": interface(field("passwordField", secure=True), field("noteField")),
    "fields_in_code": (),
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, ios_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Question, "undeclared", {"names": NAMES, "count": "1"})]


def test_what_is_declared_is_clean(outcome):
    given = declaration(input_fields=(InputField(*NAMES.split(": ")),))
    result = outcome(CHECK, ios_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, ios_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"fields_in_code": lost("fields_in_code")}
    damaged = outcome(
        CHECK,
        ios_app(
            gaps, **FACTS, declaration=declaration(input_fields=(InputField(*NAMES.split(": ")),))
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
