import pytest

from appsec.facts.ios_binary import Section
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, build, executable

CHECK = "ios-no-arc"
MANUAL = frozenset({"___stack_chk_fail", "_objc_msgSend", "_objc_setProperty_atomic"})


def test_shown_for_objective_c_without_arc(outcome):
    result = outcome(CHECK, ios_app(builds=(build(imports=MANUAL),)))
    values = {"binaries": executable()}
    expected = [Evidence("manual", (Location(executable()),), values)]
    assert (result.status, list(result.seen)) == (Status.CLEAN, expected)


@pytest.mark.parametrize(
    "one",
    [
        build(),
        build(imports=MANUAL | {"_objc_release_x8"}),
        build(imports=MANUAL | {"_objc_storeStrong"}),
        build(HELPER, imports=MANUAL),
        build(imports=MANUAL, sections=(Section("__TEXT", "__text", 9000, 6.0),)),
        build(
            imports=MANUAL,
            sections=(
                Section("__TEXT", "__text", 200, 6.0),
                Section("__DATA", "__objc_classlist", 8, None),
            ),
        ),
    ],
    ids=["arc", "outlined", "stores", "library", "no objective-c", "little code"],
)
def test_quiet(one, outcome):
    result = outcome(CHECK, ios_app(builds=(one,)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
