import pytest

from appsec.facts.ios_binary import Section
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, SHARE, build, executable

CHECK = "ios-no-stack-canary"
BARE = frozenset({"_objc_msgSend", "_objc_release"})


def test_shown_once_for_all_executables(outcome):
    given = (build(imports=BARE), build(SHARE, imports=BARE), build(imports=BARE))
    result = outcome(CHECK, ios_app(builds=given))
    paths = (executable(), executable(SHARE))
    expected = [
        Evidence("unprotected", tuple(map(Location, paths)), {"binaries": ", ".join(paths)})
    ]
    assert (result.status, list(result.seen)) == (Status.CLEAN, expected)


@pytest.mark.parametrize(
    "one",
    [
        build(),
        build(imports=BARE | {"___stack_chk_guard"}),
        build(HELPER, imports=BARE),
        build(imports=BARE, sections=(Section("__TEXT", "__text", 1000, 6.0),)),
        build(
            imports=BARE,
            sections=(
                Section("__TEXT", "__text", 9000, 6.0),
                Section("__TEXT", "__swift5_types", 4, None),
            ),
        ),
        build(imports=BARE, libraries=("@rpath/libswiftCore.dylib",)),
    ],
    ids=["protected", "guard", "library", "little code", "swift", "old swift"],
)
def test_quiet(one, outcome):
    result = outcome(CHECK, ios_app(builds=(one,)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
