import pytest

from appsec.facts.text_field import Datum, FieldKind
from appsec.model.outcome import Evidence, Finding, Origin, Question, Status
from tests.checks.android.ui.fields import HIDDEN, NUMBER, PIN, QUIET, VISIBLE, app, at, field

CHECK = "android-unmasked-password"


@pytest.mark.parametrize("bits", [None, 1, QUIET, NUMBER, 0x21])
def test_a_password_of_no_password_type_is_a_finding(outcome, bits):
    fields = (field("pwd", Datum.PASSWORD, input_type=bits), field("again", Datum.PASSWORD))
    assert list(outcome(CHECK, app(*fields)).seen) == [
        Finding(
            "clear",
            (at("pwd"), at("again")),
            {"layout": "login", "fields": "pwd; again"},
            ("layout",),
        )
    ]


@pytest.mark.parametrize("bits", [HIDDEN, 0xE1, PIN])
def test_a_masked_one_is_shown_and_clean(outcome, bits):
    result = outcome(CHECK, app(field("pwd", Datum.PASSWORD, input_type=bits)))
    assert list(result.seen) == [Evidence("masked", (at("pwd"),), {"fields": "login: pwd"})]
    assert result.status is Status.CLEAN


@pytest.mark.parametrize(
    "changes",
    [
        {"asks_surely": False},
        {"kind": FieldKind.CUSTOM},
        {"kind": FieldKind.PREFERENCE},
        {"input_type": VISIBLE},
        {"unsure": ("inputType",)},
        {"unsure": ("inputType",), "input_type": HIDDEN},
        {"is_open": False},
        {"asks": Datum.PIN, "input_type": NUMBER},
    ],
)
def test_all_doubts_are_one_question(outcome, changes):
    given = {"asks": Datum.PASSWORD, "asks_surely": True} | changes
    fields = [field(id, layout=layout, **given) for id, layout in (("a", "x"), ("b", "y"))]
    assert list(outcome(CHECK, app(*fields)).seen) == [
        Question("doubtful", (at("a", "x"), at("b", "y")), {"fields": "x: a; y: b"})
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"asks": Datum.CODE},
        {"asks": Datum.NAME},
        {"origin": Origin.LIBRARY, "input_type": HIDDEN},
    ],
)
def test_codes_and_what_a_library_masks_are_quiet(outcome, changes):
    result = outcome(CHECK, app(field("f", **({"asks": Datum.PASSWORD} | changes))))
    assert (list(result.seen), result.status) == ([], Status.CLEAN)


def test_a_password_that_a_library_shows_is_a_question(outcome):
    result = outcome(CHECK, app(field("pwd", Datum.PASSWORD, "fui_x", origin=Origin.LIBRARY)))
    assert list(result.seen) == [
        Question(
            "in-libraries", (at("pwd", "fui_x"),), {"fields": "fui_x: pwd"}, origin=Origin.LIBRARY
        )
    ]


def test_layouts_that_were_not_read_leave_it_unknown(outcome):
    assert outcome(CHECK, app(gap=True)).status is Status.UNKNOWN
