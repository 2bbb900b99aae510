import pytest

from appsec.facts.android import UsesPermission
from appsec.facts.screens import Layout, TouchFilter
from appsec.facts.text_field import Datum
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.checks.android.ui.fields import app, field

CHECK = "android-overlay-touch"
HIDING = UsesPermission(
    "android.permission.HIDE_OVERLAY_WINDOWS", Location("AndroidManifest.xml", "uses-permission")
)
PASSWORD = field("pwd", Datum.PASSWORD)


def place(name):
    return Location(f"res/layout/{name}.xml")


def layout(name="login", touch=TouchFilter.NONE, **changes):
    return Layout(name, place(name), touch_filter=touch, **changes)


@pytest.mark.parametrize(
    ("permissions", "min_sdk", "key"),
    [
        ((), 24, "unprotected"),
        ((), 31, "unprotected"),
        ((HIDING,), 24, "older-android"),
        ((HIDING,), 31, "hiding-in-code"),
    ],
)
def test_a_sensitive_screen_without_a_filter_is_a_question(outcome, permissions, min_sdk, key):
    made = app(PASSWORD, layouts=(layout(),), uses_permissions=permissions, min_sdk=min_sdk)
    assert list(outcome(CHECK, made).seen) == [
        Question(key, (place("login"),), {"layouts": "login"})
    ]


def test_a_filter_on_a_part_is_none_for_the_screen(outcome):
    made = app(PASSWORD, layouts=(layout(touch=TouchFilter.PART),))
    assert outcome(CHECK, made).status is Status.QUESTION


def test_a_filter_at_the_root_is_shown_and_clean(outcome):
    result = outcome(CHECK, app(PASSWORD, layouts=(layout(touch=TouchFilter.ROOT),)))
    assert list(result.seen) == [Evidence("filtered", (place("login"),), {"layouts": "login"})]
    assert result.status is Status.CLEAN


@pytest.mark.parametrize(
    ("around", "status"),
    [
        ((layout("outer", TouchFilter.ROOT, includes=("login",)),), Status.CLEAN),
        (
            (
                layout("outer", TouchFilter.ROOT, includes=("login",)),
                layout("other", includes=("login",)),
            ),
            Status.QUESTION,
        ),
        ((layout("outer", includes=("login",)),), Status.QUESTION),
        ((layout("login", includes=("login",)),), Status.QUESTION),
    ],
)
def test_a_layout_inside_others_has_their_filter_if_all_have_one(outcome, around, status):
    made = app(PASSWORD, layouts=(layout(merge=True), *around))
    assert outcome(CHECK, made).status is status


def test_vague_names_of_no_grave_things_are_quiet(outcome):
    made = app(field("name", Datum.NAME, asks_surely=False), layouts=(layout(),))
    assert outcome(CHECK, made).status is Status.CLEAN


@pytest.mark.parametrize(("touch", "count"), [(TouchFilter.NONE, 1), (TouchFilter.ROOT, 0)])
def test_a_sensitive_screen_of_a_library_is_a_question_unless_it_filters(outcome, touch, count):
    made = app(
        field("pwd", Datum.PASSWORD, "fui_x", origin=Origin.LIBRARY),
        layouts=(layout("fui_x", touch, origin=Origin.LIBRARY),),
    )
    asked = Question("in-libraries", (place("fui_x"),), {"layouts": "fui_x"}, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, made).seen) == [asked] * count


def test_layouts_that_were_not_read_leave_it_unknown(outcome):
    assert outcome(CHECK, app(gap=True)).status is Status.UNKNOWN
