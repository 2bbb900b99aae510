from appsec.facts.screens import TextFields
from appsec.facts.text_field import Datum
from appsec.model.declaration_rows import InputField
from appsec.model.outcome import Question, Status
from tests.apps import android_app, lost
from tests.checks.android.ui.fields import field
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-undeclared-field"
FACTS = {"text_fields": TextFields((field("et_password", Datum.PASSWORD), field("et_remark")))}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [(Question, "undeclared", {"names": "login: et_password", "count": "1"})]


def test_what_is_declared_is_clean(outcome):
    given = declaration(input_fields=(InputField(screen="login", field="et_password"),))
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"text_fields": lost("text_fields")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(
                input_fields=(InputField(screen="login", field="et_password"),)
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
