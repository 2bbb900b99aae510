import pytest

from appsec.facts.text_field import Datum, FieldKind
from appsec.model.outcome import Evidence, Finding, Origin, Question, Status
from tests.checks.android.ui.fields import EMAIL, HIDDEN, NUMBER, QUIET, VISIBLE, app, at, field

CHECK = "android-keyboard-cache"


def test_ordinary_text_in_sensitive_fields_is_a_finding_for_each_layout(outcome):
    result = outcome(
        CHECK,
        app(
            field("id_number", Datum.NATIONAL_ID),
            field("user", Datum.ACCOUNT, input_type=1),
            field("addr", Datum.ADDRESS, "profile", input_type=0x71),
            field("addr", Datum.ADDRESS, "profile", configuration="land", input_type=0x71),
        ),
    )
    assert list(result.seen) == [
        Finding(
            "suggestions",
            (at("id_number"), at("user")),
            {"layout": "login", "fields": "id_number; user"},
            ("layout",),
        ),
        Finding(
            "suggestions",
            (at("addr", "profile"),),
            {"layout": "profile", "fields": "addr"},
            ("layout",),
        ),
    ]


@pytest.mark.parametrize("bits", [QUIET, HIDDEN, VISIBLE, NUMBER, 3, 4, EMAIL | QUIET])
def test_types_that_suggest_nothing_are_shown_and_clean(outcome, bits):
    result = outcome(CHECK, app(field("user", Datum.ACCOUNT, input_type=bits)))
    assert list(result.seen) == [Evidence("protected", (at("user"),), {"fields": "login: user"})]
    assert result.status is Status.CLEAN


@pytest.mark.parametrize(
    "changes",
    [
        {"asks_surely": False},
        {"kind": FieldKind.CUSTOM},
        {"kind": FieldKind.PREFERENCE},
        {"kind": FieldKind.COMPLETION},
        {"input_type": EMAIL},
        {"input_type": 0x11},
        {"input_type": 0xB1},
        {"input_type": 0x10001},
        {"unsure": ("inputType",)},
        {"unsure": ("inputType",), "input_type": HIDDEN},
        {"is_open": False},
    ],
)
def test_all_doubts_are_one_question(outcome, changes):
    fields = [field(id, Datum.EMAIL, layout, **changes) for id, layout in (("a", "x"), ("b", "y"))]
    assert list(outcome(CHECK, app(*fields)).seen) == [
        Question("doubtful", (at("a", "x"), at("b", "y")), {"fields": "x: a; y: b"})
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"asks": None},
        {"read_only": True},
        {"origin": Origin.LIBRARY, "asks": None},
        {"origin": Origin.LIBRARY, "input_type": QUIET},
    ],
)
def test_what_is_not_sensitive_or_safe_in_a_library_is_quiet(outcome, changes):
    given = {"asks": Datum.NAME} | changes
    result = outcome(CHECK, app(field("name", **given)))
    assert (list(result.seen), result.status) == ([], Status.CLEAN)


def test_a_sensitive_field_of_a_library_is_a_question(outcome):
    result = outcome(CHECK, app(field("name", Datum.NAME, "fui_x", origin=Origin.LIBRARY)))
    assert list(result.seen) == [
        Question(
            "in-libraries",
            (at("name", "fui_x"),),
            {"fields": "fui_x: name"},
            origin=Origin.LIBRARY,
        )
    ]


def test_layouts_that_were_not_read_leave_it_unknown(outcome):
    assert outcome(CHECK, app(gap=True)).status is Status.UNKNOWN
