"""A check's run: what it saw, what it could not see, and that a crash is never silence."""

import errno

import pytest

from appsec.engine.run import MAX_SEEN, all_gaps, run
from appsec.engine.wire import from_plain, to_plain
from appsec.facts.android import AndroidApp
from appsec.model.check import Check, Message, Metadata
from appsec.model.outcome import (
    Cause,
    Confidence,
    Evidence,
    Finding,
    Gap,
    Kind,
    Location,
    Origin,
    Outcome,
    Question,
    Severity,
    Status,
)
from tests.apps import android_app, lost, manifest

AT = Location("AndroidManifest.xml")
OUT_OF_MEMORY = (
    MemoryError(),
    OSError(errno.ENOMEM, "Cannot allocate memory"),
    SystemError("error return without exception set"),
    SystemError("<function load> returned NULL without setting an exception"),
)
BOTH = {"zh-TW": "文", "en": "text"}


def check(look):
    messages = {kind.value: Message(kind, BOTH) for kind in Kind}
    about = Metadata(Severity.LOW, Confidence.HIGH, BOTH, BOTH, BOTH, messages)
    return Check("android-toy", "android", "toy", about, look)


def test_clean_means_that_it_looked_and_saw_nothing():
    def look(app):
        assert app.manifest.package
        yield from ()

    result = run(check(look), android_app(manifest=manifest()))
    assert (result.status, result.gaps) == (Status.CLEAN, ())


def test_nothing_seen_beside_a_gap_is_unknown():
    def look(app):
        assert app.manifest.package
        yield from ()

    gap = lost()
    result = run(check(look), android_app(manifest=manifest(), gaps={"manifest": gap}))
    assert (result.status, result.gaps) == (Status.UNKNOWN, (gap,))


def test_what_was_seen_before_a_fact_ran_out_still_counts():
    def look(app):
        yield Finding("finding", AT)
        assert app.manifest.package

    result = run(check(look), android_app())
    assert (result.status, result.gaps[0].cause) == (Status.FOUND, Cause.NOT_SUPPLIED)


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), ValueError("y")])
def test_a_crash_is_lost_and_named(error):
    def look(app):
        yield Question("question", AT)
        raise error

    result = run(check(look), android_app())
    assert result.crash.startswith(type(error).__name__)
    assert result.gaps == (Gap("", Cause.LOST, "check-crashed", {"check": "android-toy"}),)


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=repr)
def test_want_of_memory_loses_the_check_and_is_no_defect_of_it(error):
    def look(app):
        yield Question("question", AT)
        raise error

    result = run(check(look), android_app())
    assert (result.crash, len(result.seen)) == ("", 1)
    assert result.gaps == (Gap("", Cause.LOST, "check-out-of-memory", {"check": "android-toy"}),)


@pytest.mark.parametrize("sighting", [Finding("question", AT), Question("unheard-of", AT)])
def test_what_the_yaml_does_not_announce_is_a_crash(sighting):
    result = run(check(lambda _: iter([sighting])), android_app())
    assert (result.seen, result.status) == ((), Status.UNKNOWN)
    assert result.crash.startswith("LookupError")


def test_a_flood_is_cut_and_never_taken_for_the_whole():
    def look(_):
        while True:
            yield Question("question", AT)

    result = run(check(look), android_app())
    assert (len(result.seen), bool(result.crash)) == (MAX_SEEN, True)


def test_gaps_of_facts_that_no_check_asked_for_are_told():
    gap = lost()
    app = android_app(manifest=manifest(), gaps={"manifest": gap})
    told = {(g.fact, g.cause) for g in all_gaps(app)}
    given = {"manifest", "texts", "used_endpoints", "endpoints"}
    rest = {(fact, Cause.NOT_SUPPLIED) for fact in AndroidApp.facts().keys() - given}
    assert told == {("manifest", Cause.LOST), *rest}


@pytest.mark.parametrize("kind", [Finding, Question, Evidence])
def test_an_outcome_survives_the_way_to_the_parent(kind):
    seen = kind("k", (AT, Location("b", "m", "1")), {"a": "\ud800<"}, ("a",), Origin.LIBRARY)
    outcome = Outcome("c", (seen,), (lost(),), "boom")
    assert from_plain(to_plain(outcome)) == outcome
    assert type(from_plain(to_plain(outcome)).seen[0]) is kind
