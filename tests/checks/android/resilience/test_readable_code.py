import pytest

from appsec.facts.android import Component, ComponentKind
from appsec.facts.code import ClassName
from appsec.model.outcome import Evidence, Finding, Location, Question, Status
from tests.apps import AT, android_app, lost, manifest
from tests.code import FakeCode

CHECK = "android-readable-code"
NAMES = [f"Part{number}" for number in range(10, 40)]
SHORT = [f"a{number}" for number in range(10, 40)]


def named(name, own=True, source=None, package="tw.example.app"):
    whole = f"{package}.{name}"
    told = f"{name.partition('$')[0]}.java" if source is None else source
    return ClassName(whole, "classes.dex", told, own)


def app(*classes, components=(), gaps=None):
    return android_app(
        manifest=manifest(components=components), code=FakeCode(classes=classes), gaps=gaps
    )


def told(outcome, *classes, **more):
    (seen,) = outcome(CHECK, app(*classes, **more)).seen
    return type(seen), seen.key, seen.values


def test_names_as_they_were_written_are_found(outcome):
    (seen,) = outcome(CHECK, app(*map(named, NAMES))).seen
    values = {
        "package": "tw.example.app",
        "readable": "30",
        "own": "30",
        "percent": "100",
        "renamed": "0",
        "sources": "30",
    }
    places = tuple(Location("classes.dex", f"tw.example.app.{name}") for name in NAMES[:20])
    assert seen == Finding("plain", places, values, ("package",))


def test_partly_renamed_or_without_source_files_is_a_question(outcome):
    kind, key, values = told(outcome, *map(named, NAMES), *map(named, SHORT))
    assert (kind, key, values["percent"], values["renamed"]) == (Question, "partly", "50", "30")
    stripped = [named(name, source="SourceFile") for name in NAMES]
    assert told(outcome, *stripped)[:2] == (Question, "partly")


def test_renamed_code_is_evidence(outcome):
    moved = [named(name, own=False, source="", package="a.b") for name in SHORT]
    (seen,) = outcome(CHECK, app(named("MainActivity"), *moved)).seen
    assert (type(seen), seen.key, seen.at) == (Evidence, "renamed", AT)


def test_renamed_libraries_are_no_evidence(outcome):
    """As old Play services came, in an app that was never shrunk."""
    bought = [named(name, own=False, source="", package="com.sdk") for name in SHORT]
    plain = [named(name, own=False, package="okhttp3") for name in [*NAMES, "Call"]]
    assert outcome(CHECK, app(*bought, *plain)).seen == ()
    (seen,) = outcome(CHECK, app(*bought, *plain[1:])).seen
    assert seen.key == "renamed"


def test_a_small_app_that_was_never_shrunk_is_a_question(outcome):
    """As UnCrackable 3 is: six own classes, all with their source files."""
    few = [named(name) for name in NAMES[:6]]
    assert told(outcome, *few)[:2] == (Question, "partly")
    shrunk = [named(name, own=False, source="", package="a") for name in SHORT]
    assert told(outcome, *few, *shrunk)[:2] == (Evidence, "renamed")


@pytest.mark.parametrize(
    "classes",
    [
        [named(name, source="SourceFile") for name in NAMES[:19]],
        [*map(named, NAMES[:6]), *map(named, SHORT[:2])],
        [named(name) for name in NAMES[:4]],
        [named(name, own=False, source="", package="a") for name in SHORT[:19]],
        [named(f"R${name}") for name in NAMES],
        [named(name, own=False) for name in NAMES],
    ],
)
def test_too_few_generated_ones_and_libraries_are_no_measure(outcome, classes):
    assert outcome(CHECK, app(*classes)).seen == ()


def test_components_keep_their_names(outcome):
    components = [
        Component(ComponentKind.ACTIVITY, f"tw.example.app.{name}", False, AT) for name in NAMES
    ]
    one = app(*map(named, NAMES), components=tuple(components))
    assert outcome(CHECK, one).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    assert outcome(CHECK, app(gaps={"code": lost("code")})).status is Status.UNKNOWN
