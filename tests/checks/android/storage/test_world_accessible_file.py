import pytest

from appsec.facts.values import UNKNOWN, Constant, OneOf
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import CALLER, code, one_of, site, text

CHECK = "android-world-accessible-file"
FILE = "android.content.Context.openFileOutput"
PREFERENCES = "android.content.Context.getSharedPreferences"
OWN_PREFERENCES = "android.app.Activity.getPreferences"
READABLE = "java.io.File.setReadable"
AT = Location("classes.dex", CALLER)


def opening(call, target=23):
    return android_app(manifest=manifest(target_sdk=target), code=code(call))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (site(FILE, text("a"), Constant(1)), "openFileOutput"),
        (site(FILE, text("a"), Constant(0x8001)), "openFileOutput"),
        (site(PREFERENCES, text("a"), Constant(2)), "getSharedPreferences"),
        (site(OWN_PREFERENCES, Constant(3)), "getPreferences"),
        (
            site(FILE, text("a"), OneOf(frozenset((Constant(0), Constant(1))))),
            "openFileOutput",
        ),
    ],
)
def test_a_mode_for_all_is_found_where_android_obeys(outcome, call, name):
    assert list(outcome(CHECK, opening(call)).seen) == [Finding("world-mode", AT, {"method": name})]
    assert list(outcome(CHECK, opening(call, 24)).seen) == [
        Question("refused-mode", AT, {"method": name})
    ]


@pytest.mark.parametrize("on", [Constant(True), one_of(Constant(True), Constant(False))])
def test_permissions_for_all_are_asked_about(outcome, on):
    call = site(READABLE, on, Constant(False))
    assert list(outcome(CHECK, opening(call, 34)).seen) == [
        Question("permission", AT, {"method": "setReadable"})
    ]


@pytest.mark.parametrize(
    "call",
    [
        site(FILE, text("a"), Constant(0)),
        site(FILE, text("a"), Constant(0x8000)),
        site(PREFERENCES, text("a"), Constant(4)),
        site(PREFERENCES, text("a"), UNKNOWN),
        site(READABLE, Constant(True)),
        site(READABLE, Constant(True), Constant(True)),
        site(READABLE, Constant(False), Constant(False)),
        site(READABLE, Constant(True), Constant(False), origin=Origin.LIBRARY),
    ],
)
def test_private_modes_are_clean(outcome, call):
    assert outcome(CHECK, opening(call)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = opening(site(FILE, text("a"), Constant(1), origin=Origin.LIBRARY))
    assert list(outcome(CHECK, app).seen) == [
        Question("world-mode-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    app = android_app(manifest=manifest(), code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
