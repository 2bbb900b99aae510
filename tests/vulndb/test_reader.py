"""The fact: what of the database's silence counts, and on which day."""

import pytest

from appsec.facts.advisories import Unmatched
from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.model.feed import Feed
from appsec.model.outcome import Cause, Location
from appsec.model.software import Means, Software, SoftwareKind, Trace
from appsec.vulndb.asked import Asked, advisories_reader
from appsec.vulndb.ecosystems import ecosystems
from tests.vulndb.feeds import component, database, record

WHOLE = ecosystems()["Maven"].least
DAY = "2026-11-21"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return database(tmp_path_factory.mktemp("whole"), record(1), fillers=WHOLE)


def read(place, *components, as_of=DAY, kind=AndroidApp):
    readers = {
        "software": lambda _: Known(Software(components)),
        "advisories": advisories_reader(place and Asked(place, as_of)),
    }
    app = kind(readers)
    value = app.advisories
    return value, [(gap.key, gap.cause, dict(gap.values)) for gap in app.gaps_of("advisories")]


@pytest.mark.parametrize("kind", [AndroidApp, IosApp])
def test_a_whole_and_fresh_feed_leaves_no_gap(whole, kind):
    value, gaps = read(whole, component("1.4"), component("2.0", "other"), kind=kind)
    assert [(match.component.version, match.id) for match in value.matches] == [
        ("1.4", "TEST-2026-0001")
    ]
    assert (dict(value.unmatched), gaps) == ({}, [])
    (feed,) = value.feeds
    assert feed == Feed(
        "OSV Maven", "feed.zip", feed.sha256, "2026-11-20T08:00:00Z", WHOLE + 1, "2026-11-19"
    )


@pytest.mark.parametrize(
    "as_of,fresh", [("2026-12-19", True), ("2026-12-20", False), ("2026-01-01", True)]
)
def test_thirty_days_after_its_day_it_is_stale(whole, as_of, fresh):
    value, gaps = read(whole, component("1.4"), as_of=as_of)
    stale = {"feed": "OSV Maven", "dated": "2026-11-19", "days": "30"}
    assert gaps == ([] if fresh else [("advisory-feed-stale", Cause.NOT_SUPPLIED, stale)])
    assert len(value.matches) == 1  # what it tells counts, however old


def test_without_any_component_a_stale_database_is_no_look(whole):
    assert [key for key, *_ in read(whole, as_of="2027-06-01")[1]] == ["advisory-feed-stale"]
    assert read(whole)[1] == []


def test_a_part_of_a_feed_is_no_feed(tmp_path):
    value, gaps = read(database(tmp_path, record(1)), component("1.4"))
    said = {"ecosystem": "Maven", "least": f"{WHOLE:,}"}
    assert gaps == [("advisory-feed-partial", Cause.NOT_SUPPLIED, said)]
    assert len(value.matches) == 1


def test_the_silence_of_a_feed_that_was_not_all_read_proves_nothing(tmp_path):
    place = database(tmp_path, record(1), "no json", "nor this", fillers=WHOLE)
    value, gaps = read(place, component("2.0"))
    assert gaps == [
        ("advisory-feed-unread", Cause.LOST, {"feed": "OSV Maven", "count": "2"}),
    ]
    assert (value.matches, read(place, component("1.4"))[0].matches != ()) == ((), True)


def test_an_ecosystem_that_was_not_imported(whole):
    _value, gaps = read(whole, component("1.0", purl="pkg:npm/invented"))
    least = f"{ecosystems()['npm'].least:,}"
    assert gaps == [
        ("advisory-feed-missing", Cause.NOT_SUPPLIED, {"ecosystem": "npm", "least": least})
    ]


def test_what_cannot_be_matched_is_told_by_name(whole):
    value, _gaps = read(whole, component(""), component("1", "native", purl=""))
    assert dict(value.unmatched) == {
        "example.invented:library": Unmatched.NO_VERSION,
        "example.invented:native": Unmatched.NO_PURL,
    }


def test_a_tool_that_only_left_its_mark_is_not_in_the_app(whole):
    value, gaps = read(whole, component("1.4", kind=SoftwareKind.TOOL))
    assert (value.matches, dict(value.unmatched), gaps) == ((), {}, [])


def test_every_version_counts_that_contradicting_traces_state(whole):
    at = Location("a")
    traces = (Trace(Means.POM, at, "1.5"), Trace(Means.TEXT, at, "1.4"), Trace(Means.CLASSES, at))
    value, _ = read(whole, component("1.5", traces=traces, contradicted=True))
    assert [match.component.version for match in value.matches] == ["1.4"]


def test_a_version_of_the_build_does_not_hide_behind_that_of_an_sbom(whole):
    at = Location("a")
    for means, version in ((Means.PLIST, "1.4"), (Means.POM, "v1.4")):
        traces = (Trace(Means.SUPPLIED, at, "1.5"), Trace(means, at, version))
        value, _ = read(whole, component("1.5", traces=traces))
        (match,) = value.matches
        # Which of them it is nobody knows, so that it is asked and not claimed.
        assert (match.component.version, match.component.contradicted) == (version, True)


def test_another_spelling_of_a_version_is_not_asked_again(whole):
    traces = (Trace(Means.SUPPLIED, Location("a"), "1.4"), Trace(Means.POM, Location("a"), "1.4.0"))
    value, _ = read(whole, component("1.4", traces=traces))
    assert [(m.component.version, m.component.contradicted) for m in value.matches] == [
        ("1.4", False)
    ]


def test_without_a_database_it_is_not_supplied():
    with pytest.raises(FactUnavailable) as why:
        read(None, component())
    assert (why.value.cause, why.value.key) == (
        Cause.NOT_SUPPLIED,
        "advisory-database-not-supplied",
    )


@pytest.mark.parametrize("content,key", [(b"", "foreign"), (b"no database", "damaged")])
def test_a_database_that_cannot_be_read_is_lost(tmp_path, content, key):
    place = tmp_path / "advisories.sqlite"
    place.write_bytes(content)
    with pytest.raises(FactUnavailable) as why:
        read(place, component())
    assert (why.value.cause, why.value.key) == (Cause.LOST, f"advisory-database-{key}")
