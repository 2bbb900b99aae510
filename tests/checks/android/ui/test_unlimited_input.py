import pytest

from appsec.facts.text_field import Datum, FieldKind
from appsec.model.outcome import Evidence, Finding, Origin, Question, Status
from tests.checks.android.ui.fields import NUMBER, app, at, field

CHECK = "android-unlimited-input"


def test_a_sensitive_field_without_type_and_length_is_a_finding(outcome):
    fields = (
        field("name", Datum.NAME),
        field("id_number", Datum.NATIONAL_ID),
        field("mobile", Datum.PHONE, input_type=3, max_length=10),
    )
    assert list(outcome(CHECK, app(*fields)).seen) == [
        Finding(
            "unlimited",
            (at("name"), at("id_number")),
            {"layout": "login", "fields": "name; id_number"},
            ("layout",),
        )
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"asks": Datum.NAME, "asks_surely": False},
        {"asks": Datum.NAME, "kind": FieldKind.CUSTOM},
        {"asks": Datum.NAME, "unsure": ("maxLength",)},
        {"unsure": ("maxLength",), "input_type": 1, "max_length": 9},
        {"asks": Datum.NAME, "is_open": False},
        {"asks": Datum.PHONE, "input_type": NUMBER},
        {"asks": Datum.NAME, "max_length": 20},
        {"digits": "0123"},
    ],
)
def test_all_that_code_may_limit_is_one_question(outcome, changes):
    fields = [field(id, layout=layout, **changes) for id, layout in (("a", "x"), ("b", "y"))]
    assert list(outcome(CHECK, app(*fields)).seen) == [
        Question("partly-limited", (at("a", "x"), at("b", "y")), {"layouts": "x, y"})
    ]


def test_type_and_length_are_shown_and_clean(outcome):
    fields = (
        field("note", input_type=0x20001, max_length=200),
        field("id_number", Datum.NATIONAL_ID, digits="A1", max_length=10),
    )
    result = outcome(CHECK, app(*fields))
    assert list(result.seen) == [
        Evidence("limited", (at("note"), at("id_number")), {"layouts": "login"})
    ]
    assert result.status is Status.CLEAN


@pytest.mark.parametrize(
    "changes", [{"kind": FieldKind.SEARCH}, {"ime_options": ("actionSearch",)}]
)
def test_search_boxes_are_only_shown(outcome, changes):
    result = outcome(CHECK, app(field("f", **changes)))
    assert list(result.seen) == [Evidence("search", (at("f"),), {"layouts": "login"})]
    assert result.status is Status.CLEAN


@pytest.mark.parametrize("changes", [{"origin": Origin.LIBRARY}, {"read_only": True}])
def test_what_takes_no_typing_or_asks_for_nothing_in_a_library_is_quiet(outcome, changes):
    result = outcome(CHECK, app(field("f", **changes)))
    assert (list(result.seen), result.status) == ([], Status.CLEAN)


def test_a_sensitive_field_of_a_library_is_a_question(outcome):
    fields = (
        field("name", Datum.NAME, "fui_x", origin=Origin.LIBRARY, input_type=1),
        field("done", Datum.NAME, "fui_y", origin=Origin.LIBRARY, input_type=1, max_length=9),
    )
    assert list(outcome(CHECK, app(*fields)).seen) == [
        Question(
            "in-libraries", (at("name", "fui_x"),), {"fields": "fui_x: name"}, origin=Origin.LIBRARY
        )
    ]


def test_layouts_that_were_not_read_leave_it_unknown(outcome):
    assert outcome(CHECK, app(gap=True)).status is Status.UNKNOWN
