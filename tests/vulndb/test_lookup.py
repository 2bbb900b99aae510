from dataclasses import replace

import pytest

from appsec.facts.advisories import Match, Unmatched
from appsec.model.software import SoftwareKind
from appsec.vulndb.ecosystems import Place, places_of
from appsec.vulndb.lookup import Answer, look_up
from appsec.vulndb.severity import Scored, scored
from appsec.vulndb.store import opened
from appsec.vulndb.versions import Order
from tests.vulndb.feeds import VECTOR, affected, component, database, record

V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"


def asked(place, one):
    with opened(place) as data:
        return look_up(data, one)


def test_what_applies_is_told_with_score_and_next_fixed_version(tmp_path):
    place = database(
        tmp_path,
        record(
            1,
            affected(
                events=[
                    {"introduced": "0"},
                    {"fixed": "1.5"},
                    {"introduced": "2.0"},
                    {"fixed": "2.1"},
                ]
            ),
            aliases=["TEST-ALIAS"],
            severity=[{"type": "CVSS_V3", "score": VECTOR}],
            database_specific={"severity": "HIGH"},
        ),
    )
    one = component("1.4.9")
    assert asked(place, one) == Answer(
        (
            Match(
                component=one,
                id="TEST-2026-0001",
                aliases=("TEST-ALIAS",),
                summary="Written for a test",
                vector=VECTOR,
                score="9.8",
                fixed=("1.5", "2.1"),
                feed="OSV Maven",
                published="2026-11-01",
                rating="high",
            ),
        ),
        None,
        "Maven",
    )
    assert asked(place, component("1.5")) == Answer((), None, "Maven")


@pytest.mark.parametrize(
    "ecosystem,name,purl",
    [
        ("npm", "InventedStream", "pkg:npm/InventedStream"),
        ("Pub", "Invented", "pkg:pub/invented"),
        ("SwiftURL", "https://github.com/Invented/Kit.git", "pkg:swift/github.com/invented/kit"),
        ("SwiftURL", "github.com/invented/kit", "pkg:swift/github.com/Invented/Kit"),
    ],
)
def test_a_name_is_found_however_feed_and_package_url_write_it(tmp_path, ecosystem, name, purl):
    place = database(tmp_path, record(1, affected(name, ecosystem, "SEMVER")))
    assert [match.id for match in asked(place, component(purl=purl)).matches] == ["TEST-2026-0001"]


def test_of_several_scores_the_worst_speaks(tmp_path):
    mild = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
    place = database(
        tmp_path,
        record(1, aliases=["TEST-A"], severity=[{"type": "CVSS_V3", "score": mild}]),
        record(2, aliases=["TEST-A"], severity=[{"type": "CVSS_V3", "score": VECTOR}]),
    )
    (told,) = asked(place, component()).matches
    assert (told.id, told.score) == ("TEST-2026-0002", "9.8")


def test_one_vulnerability_in_several_records_is_told_once(tmp_path):
    place = database(
        tmp_path,
        record(1, aliases=["TEST-A"]),
        record(2, aliases=["TEST-B"]),
        record(3, aliases=["TEST-A", "TEST-B"], severity=[{"type": "CVSS_V3", "score": VECTOR}]),
        record(4),
    )
    told = asked(place, component()).matches
    assert [(match.id, match.aliases) for match in told] == [
        ("TEST-2026-0003", ("TEST-2026-0001", "TEST-2026-0002", "TEST-A", "TEST-B")),
        ("TEST-2026-0004", ()),
    ]


@pytest.mark.parametrize(
    "changes,why",
    [
        ({"version": ""}, Unmatched.NO_VERSION),
        ({"version": "unspecified"}, Unmatched.NOT_COMPARABLE),
        ({"purl": ""}, Unmatched.NO_PURL),
        ({"purl": "no purl"}, Unmatched.NO_PURL),
        ({"purl": "pkg:maven/library"}, Unmatched.NO_PURL),
        ({"purl": "pkg:swift/Invented"}, Unmatched.NO_PURL),
        ({"purl": "pkg:swift/github.com/Invented"}, Unmatched.NO_PURL),
        ({"purl": "pkg:cocoapods/Invented"}, Unmatched.NO_FEED),
        ({"purl": "pkg:generic/invented"}, Unmatched.NO_FEED),
        ({"purl": "pkg:generic/openssl", "version": "3.0.0"}, Unmatched.PARTLY),
        ({"purl": "pkg:github/invented/thing", "version": "3.0.0"}, Unmatched.PARTLY),
    ],
)
def test_where_silence_proves_nothing(tmp_path, changes, why):
    one = component(**({"version": "9.9"} | changes))
    told = asked(database(tmp_path, record()), one)
    assert (told.matches, told.unmatched) == ((), why)


def test_a_library_of_javascript_that_retire_js_does_not_know_is_not_clean(tmp_path):
    script = {"kind": SoftwareKind.JAVASCRIPT, "purl": "", "name": "invented.js"}
    told = asked(database(tmp_path, record()), component("1.0", **script))
    assert (told.unmatched, told.needs) == (Unmatched.NO_FEED, "retire.js")


def test_native_code_is_found_by_its_tags(tmp_path):
    git = {
        "ranges": [
            {
                "type": "GIT",
                "repo": "https://github.com/openssl/openssl.git",
                "events": [{"introduced": "0"}, {"fixed": "abcdef"}],
            }
        ],
        "versions": ["OpenSSL_1_1_1k"],
    }
    place = database(tmp_path, record(1, git))
    found = asked(place, component("1.1.1k", purl="pkg:generic/openssl"))
    silent = asked(place, component("1.1.1l", purl="pkg:generic/openssl"))
    assert [match.id for match in found.matches] == ["TEST-2026-0001"]
    assert (silent.matches, silent.unmatched) == ((), Unmatched.PARTLY)


@pytest.mark.parametrize(
    "purl,places",
    [
        ("pkg:maven/a.b/c", [Place("Maven", "a.b:c", Order.MAVEN)]),
        (
            "pkg:npm/%40a/b",
            [
                Place("npm", "@a/b", Order.SEMVER),
                Place("retire.js", "x", Order.RETIRE),
                Place("retire.js", "@a/b", Order.RETIRE),
            ],
        ),
        ("pkg:pub/a", [Place("Pub", "a", Order.PUB)]),
        ("pkg:swift/github.com/a/b", [Place("SwiftURL", "github.com/a/b", Order.SEMVER)]),
        (
            "pkg:generic/sqlite",
            [
                Place("GIT", "github.com/sqlite/sqlite", Order.DOTTED),
                Place("OSS-Fuzz", "sqlite3", Order.DOTTED),
            ],
        ),
        ("pkg:pypi/a", []),
    ],
)
def test_where_a_package_stands(purl, places):
    assert places_of(replace(component(), name="x", purl=purl)) == tuple(places)


@pytest.mark.parametrize(
    "vectors,expected",
    [
        ((VECTOR,), Scored(VECTOR, "9.8")),
        ((V2, VECTOR, V4), Scored(V4, "9.3")),
        ((V2,), Scored(V2, "7.5")),
        (("CVSS:3.1/AV:N", "CVSS:9.9/AV:N", "high", "x" * 1000), Scored()),
        ((), Scored()),
    ],
)
def test_base_scores(vectors, expected):
    assert scored(vectors) == expected
