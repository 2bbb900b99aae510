"""What the fact `code` tells of names, and of calls that are noted in own code only."""

from pathlib import Path

import pytest

from appsec.facts.code import ClassName
from appsec.model.outcome import Location, Origin
from appsec.readers.artefact import open_artefact
from tests.apks import Silent
from tests.command import SAMPLES

GUARD = "tw.example.sample.code.Guard"
DEBUGGED = "android.os.Debug.isDebuggerConnected"


@pytest.fixture
def app():
    opened = open_artefact(Path(SAMPLES, "android/code/protection/weak.apk"), Silent(), {})
    yield opened.app
    opened.close()


def test_texts_are_told_with_the_method_that_names_them(app):
    place = Location("classes.dex", f"{GUARD}.texts")
    assert list(app.code.naming("goldfish", "ranchu", "adb_enabled")) == [
        ("adb_enabled", place, Origin.APP),
        ("goldfish", place, Origin.APP),
    ]


def test_classes_are_told_with_their_source_file(app):
    names = {one.name: one for one in app.code.class_names()}
    name = "tw.example.sample.code.Parcel"
    assert names[name] == ClassName(name, "classes.dex", "Parcel.java", own=True)
    assert names[GUARD].source == ""
    assert len(names) == 24


def test_calls_that_matter_in_own_code_only_are_found_there(app):
    app.watched_in_own = frozenset((DEBUGGED,))
    (site,) = app.code.calls(DEBUGGED)
    assert (site.origin, site.at.member) == (Origin.APP, f"{GUARD}.debugged")


def test_what_nobody_watches_is_refused(app):
    with pytest.raises(LookupError):
        list(app.code.calls(DEBUGGED))


def test_classes_are_found_below_a_class_through_others_of_the_platform(app):
    main = "tw.example.sample.code.MainActivity"
    place = Location("classes.dex", main)
    assert list(app.code.subclasses("android.content.Context")) == [(main, place, Origin.APP)]
    assert [b.method.name for b in app.code.overriding("android.content.Context", "onCreate")] == [
        "onCreate"
    ]
