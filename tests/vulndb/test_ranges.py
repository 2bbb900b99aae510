import pytest

from appsec.vulndb.advisory import Affected, Edge, Range, RangeKind
from appsec.vulndb.ranges import Holds, Judged, judge
from appsec.vulndb.versions import Order

FROM, FIXED, LAST, LIMIT = Edge.INTRODUCED, Edge.FIXED, Edge.LAST_AFFECTED, Edge.LIMIT


def on(*edges, kind=RangeKind.ECOSYSTEM, versions=(), excluded=()):
    return Affected("Maven", "x", (Range(kind, edges),), versions, excluded)


def holds(affected, version, order=Order.MAVEN):
    return judge(affected, version, order).holds


@pytest.mark.parametrize(
    "version,expected",
    [
        ("0.9", "no"), ("1.0-SNAPSHOT", "no"), ("1.0", "yes"), ("1.4.9", "yes"), ("1.5-rc1", "yes"),
        ("1.5", "no"), ("1.9", "no"), ("2.0", "yes"), ("2.3", "yes"), ("2.3.1", "no"),
    ],
)  # fmt: skip
def test_several_branches_in_one_range(version, expected):
    told = on((FROM, "1.0"), (FIXED, "1.5"), (FROM, "2.0"), (LAST, "2.3"))
    assert holds(told, version) == expected


def test_the_order_of_events_does_not_matter():
    assert holds(on((FIXED, "4.10"), (FROM, "0")), "4.9") is Holds.YES


def test_what_was_mended_and_broken_at_one_version_is_affected():
    assert holds(on((FROM, "1"), (FIXED, "2"), (FROM, "2"), (FIXED, "3")), "2") is Holds.YES


def test_a_range_without_end_holds_for_all_that_follow():
    assert judge(on((FROM, "1.0")), "99", Order.MAVEN) == Judged(Holds.YES, ())


def test_a_limit_ends_a_range_and_is_no_fix():
    assert judge(on((FROM, "0"), (LIMIT, "2.0")), "1.0", Order.MAVEN) == Judged(Holds.YES, ())
    assert holds(on((FROM, "0"), (LIMIT, "2.0")), "2.0") is Holds.NO
    assert holds(on((FROM, "0"), (LIMIT, "*")), "2.0") is Holds.YES


def test_the_next_fixed_version_comes_first():
    told = Affected(
        "Maven",
        "x",
        (
            Range(RangeKind.ECOSYSTEM, ((FROM, "0"), (FIXED, "1.10"))),
            Range(RangeKind.ECOSYSTEM, ((FROM, "2.0"), (FIXED, "2.3"))),
        ),
    )
    assert judge(told, "1.9", Order.MAVEN) == Judged(Holds.YES, ("1.10", "2.3"))
    assert judge(told, "2.1", Order.MAVEN) == Judged(Holds.YES, ("2.3",))


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("31.0-jre", "yes"), ("31.1", "yes"), ("31.1-jre", "untold"), ("31.1-android", "untold"),
        ("31.1.jre8", "untold"), ("31.1-sp1", "no"), ("31.2-jre", "no"), ("32.0", "no"),
    ],
)  # fmt: skip
def test_the_last_affected_version_may_be_meant_for_each_platform(version, expected):
    """Maven has 31.1-jre follow 31.1, and so it would pass for one that is not affected."""
    assert holds(on((FROM, "0"), (LAST, "31.1")), version) == expected


@pytest.mark.parametrize("version", ["unspecified", "1:2.0", "", "6_rc1"])
def test_a_version_that_cannot_be_compared_is_never_unaffected(version):
    assert holds(on((FROM, "5"), (FIXED, "6")), version) is Holds.UNTOLD


def test_an_event_that_cannot_be_compared_leaves_all_untold():
    assert holds(on((FROM, "0"), (FIXED, "later")), "99") is Holds.UNTOLD


def test_versions_named_one_by_one():
    named = Affected("Maven", "x", (), ("1.0", "1.2-beta"))
    assert [holds(named, v) for v in ("1.0", "1.0.0", "1.1", "odd one")] == [
        "yes", "yes", "no", "untold",
    ]  # fmt: skip
    beside = on((FROM, "2.0"), versions=("strange 1",))
    assert [holds(beside, v) for v in ("strange 1", "strange 2", "1.0")] == ["yes", "untold", "no"]


def test_a_version_that_is_excluded():
    told = on((FROM, "0"), (FIXED, "3.0.0"), kind=RangeKind.RETIRE, excluded=("1.12.4-aem",))
    assert [holds(told, v) for v in ("1.12.4", "1.12.4-aem")] == ["yes", "no"]


def test_commits_tell_nothing_of_a_version_but_tags_do():
    told = on((FROM, "0"), (FIXED, "abcdef"), kind=RangeKind.GIT, versions=("1.1.1k",))
    assert holds(told, "1.1.1k", Order.OPENSSL) is Holds.YES
    assert holds(told, "1.1.1l", Order.OPENSSL) is Holds.UNTOLD


def test_semantic_ranges_keep_their_order_except_for_pub():
    told = on((FROM, "0"), (FIXED, "1.0.0+2"), kind=RangeKind.SEMVER)
    assert holds(told, "1.0.0+1", Order.PUB) is Holds.YES
    assert holds(told, "1.0.0+1", Order.MAVEN) is Holds.NO


def test_ranges_of_no_known_form_and_none_at_all_leave_it_untold():
    assert holds(on(kind=RangeKind.UNTOLD), "1.0") is Holds.UNTOLD
    assert holds(Affected("Maven", "x"), "1.0") is Holds.UNTOLD


def test_retire_compares_as_it_does():
    told = on((FROM, "1.2.0"), (FIXED, "3.5.0"), kind=RangeKind.RETIRE)
    assert [holds(told, v) for v in ("1.2.0-beta", "1.2", "3.5.0-rc1", "3.5.0")] == [
        "no", "yes", "yes", "no",
    ]  # fmt: skip
