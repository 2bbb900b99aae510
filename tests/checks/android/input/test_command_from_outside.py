import pytest

from appsec.facts.values import UNKNOWN, Array
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED, joined

CHECK = "android-command-from-outside"
EXEC = "java.lang.Runtime.exec"
AT = Location("classes.dex", CALLER)


def running(value, **more):
    call = site(EXEC, value, **({"caller": CALLER} | more))
    return android_app(code=code(call), manifest=manifest(components=(OPEN,)))


@pytest.mark.parametrize(
    "value",
    [joined("ping ", EXTRA), Array("java.lang.String[]", (text("sh"), text("-c"), TYPED))],
)
def test_text_from_outside_in_a_command_is_found(outcome, value):
    assert list(outcome(CHECK, running(value)).seen) == [Finding("flows", AT)]


def test_commands_of_unknown_parts_are_one_question(outcome):
    seen = list(outcome(CHECK, running(joined("ping ", UNKNOWN))).seen)
    assert seen == [Question("not-constant", (AT,), {"count": "1"})]


@pytest.mark.parametrize(
    "value", [text("su"), Array("java.lang.String[]", (text("/system/xbin/which"), text("su")))]
)
def test_looking_for_root_is_clean(outcome, value):
    assert outcome(CHECK, running(value)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = running(TYPED, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("flows-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
