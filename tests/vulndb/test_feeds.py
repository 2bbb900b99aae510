"""Records of OSV, GitHub and retire.js, as they are kept."""

import json

import pytest

from appsec.vulndb.advisory import Advisory, Affected, Edge, Range, RangeKind
from appsec.vulndb.osv import Malformed, advisory_of
from appsec.vulndb.retire import advisories_of, looks_like
from tests.vulndb.feeds import VECTOR, affected, record

BEFORE_1_5 = Range(RangeKind.ECOSYSTEM, ((Edge.INTRODUCED, "0"), (Edge.FIXED, "1.5")))


def kept(*entries, **more):
    return advisory_of(record(1, *entries, **more))


def test_a_record_of_osv():
    told = kept(
        affected(versions=["1.0", "1.1"]),
        aliases=["TEST-ALIAS-1"],
        severity=[{"type": "CVSS_V3", "score": VECTOR}],
        database_specific={"severity": "CRITICAL"},
    )
    assert told == Advisory(
        id="TEST-2026-0001",
        aliases=("TEST-ALIAS-1",),
        summary="Written for a test",
        vectors=(VECTOR,),
        rating="critical",
        published="2026-11-01T00:00:00Z",
        modified="2026-11-19T00:00:00Z",
        affected=(Affected("Maven", "example.invented:library", (BEFORE_1_5,), ("1.0", "1.1")),),
    )


def test_what_was_withdrawn_is_none():
    assert kept(withdrawn="2026-11-02T00:00:00Z") is None


@pytest.mark.parametrize(
    "plain",
    [
        [],
        None,
        {},
        {"id": 7},
        {"id": ""},
        {"id": "TEST-1", "affected": {}},
        {"id": "TEST-1", "affected": [3]},
    ],
)
def test_what_is_no_record(plain):
    with pytest.raises(Malformed):
        advisory_of(plain)


@pytest.mark.parametrize(
    "until,edge",
    [("<= 2.4", (Edge.LAST_AFFECTED, "2.4")), ("< 2.4", (Edge.LIMIT, "2.4"))],
)
def test_github_knows_how_far_a_range_without_end_reaches(until, edge):
    open_ended = affected(
        events=[{"introduced": "0"}],
        database_specific={"last_known_affected_version_range": until},
    )
    (entry,) = kept(open_ended).affected
    assert entry.ranges == (Range(RangeKind.ECOSYSTEM, ((Edge.INTRODUCED, "0"), edge)),)


def test_an_end_of_its_own_comes_before_what_github_knows():
    entry = affected(database_specific={"last_known_affected_version_range": "<= 9"})
    assert kept(entry).affected[0].ranges == (BEFORE_1_5,)


@pytest.mark.parametrize(
    "ranges",
    [
        [{"type": "COLOURS", "events": [{"introduced": "0"}]}],
        [{"type": "SEMVER", "events": []}],
        [{"type": "SEMVER", "events": [{"fixed": "2.0.0"}]}],
        [{"type": "SEMVER", "events": [{"begun": "0"}]}],
        [{"type": ["SEMVER"], "events": [{"introduced": "0"}]}],
    ],
)
def test_a_range_of_no_known_form_is_kept_as_one(ranges):
    (entry,) = kept(affected() | {"ranges": ranges}).affected
    assert entry.ranges == (Range(RangeKind.UNTOLD, ()),)


def test_a_repository_without_a_package_is_kept_under_its_name():
    entry = {
        "ranges": [
            {
                "type": "GIT",
                "repo": "https://git.example/Invented/Thing.git",
                "events": [{"introduced": "0"}, {"fixed": "abc"}],
                "database_specific": {"versions": [{"introduced": "0"}, {"fixed": "1.2"}]},
            }
        ],
        "versions": ["thing-1.1", "Thing_1_1"],
    }
    assert kept(entry).affected == (
        Affected(
            "GIT",
            "git.example/invented/thing",
            (
                Range(RangeKind.GIT, ((Edge.INTRODUCED, "0"), (Edge.FIXED, "abc"))),
                Range(RangeKind.ECOSYSTEM, ((Edge.INTRODUCED, "0"), (Edge.FIXED, "1.2"))),
            ),
            ("1.1",),
        ),
    )


def test_the_release_of_an_ecosystem_is_left_out():
    assert kept(affected(ecosystem="Maven:https://repo.example")).affected[0].ecosystem == "Maven"


def test_half_a_surrogate_pair_can_be_kept():
    plain = json.loads(json.dumps(record(1, affected(name="bad\ud800name"), summary="\udfff")))
    told = advisory_of(plain)
    json.dumps(told.summary).encode()
    assert told.affected[0].name.encode()


REPOSITORY = {
    "invented": {
        "npmname": "invented-on-npm",
        "extractors": {},
        "vulnerabilities": [
            {
                "atOrAbove": "1.2.0",
                "below": "3.5.0",
                "excludes": ["2.0.0-patched"],
                "severity": "medium",
                "identifiers": {"summary": "Written for a test", "githubID": "TEST-2026-0009"},
            },
            {"below": "1.0.0", "severity": "low", "identifiers": {}},
            {"severity": "low", "identifiers": {}},
        ],
    },
    "broken": {"extractors": {}},
}


def test_a_repository_of_retire_js():
    assert looks_like(REPOSITORY) and not looks_like(record())
    told = dict(advisories_of(REPOSITORY))
    reach = Range(RangeKind.RETIRE, ((Edge.INTRODUCED, "1.2.0"), (Edge.FIXED, "3.5.0")))
    assert told.pop("invented[0]") == Advisory(
        id="TEST-2026-0009",
        summary="Written for a test",
        rating="medium",
        affected=(
            Affected("retire.js", "invented", (reach,), excluded=("2.0.0-patched",)),
            Affected("npm", "invented-on-npm", (reach,), excluded=("2.0.0-patched",)),
        ),
    )
    assert told.pop("invented[1]").id == "retire.js:invented:1"
    assert {name: str(each) for name, each in told.items()} == {
        "invented[2]": "no version below which it holds",
        "broken": "no list of vulnerabilities",
    }
