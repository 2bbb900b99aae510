import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.vulndb.versions import Order, Uncomparable, key, plain_tag

ASCENDING = {
    Order.MAVEN: (
        "1.0-alpha-1",
        "1.0-alpha-2",
        "1.0-beta-1",
        "1.0-M1",
        "1.0-rc1",
        "1.0-SNAPSHOT",
        "1.0",
        "1.0.1",
        "4.9",
        "4.10",
        "4.10.1",
        "31.0-android",
        "2024.01.00",
        "2024.10.01",
    ),
    Order.SEMVER: (
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "4.9.0",
        "4.10.0",
        "2024.1.1",
    ),
    Order.PUB: ("1.0.0-dev.1", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.0+10", "1.0.1-dev", "1.0.1"),
    Order.GEM: ("1.0.0-rc.1", "1.0.0", "4.9", "4.10", "4.10.0.1"),
    Order.OPENSSL: (
        "0.9.8zh",
        "1.0.2",
        "1.0.2k",
        "1.0.2zb",
        "1.1.0l",
        "1.1.1",
        "1.1.1a",
        "1.1.1k",
        "1.1.1w",
        "3.0.0-alpha1",
        "3.0.0-beta2",
        "3.0.0",
        "3.0.9",
        "3.0.10",
    ),
    Order.DOTTED: ("1", "1.0.1", "1.2.3.4", "4.9", "4.10", "20240101"),
    Order.RETIRE: (
        "1.0.0-alpha.1",
        "1.0.0-beta",
        "1.0.0-rc.1",
        "1.0.0",
        "1.6.0.2",
        "4.9",
        "4.10",
        "15.0.4-canary.51",
        "15.0.4-canary.53",
        "15.0.4",
    ),
}


@pytest.mark.parametrize("order", Order)
def test_versions_follow_each_other(order):
    versions = ASCENDING[order]
    assert sorted(reversed(versions), key=lambda version: key(order, version)) == list(versions)
    assert len({repr(key(order, version)) for version in versions}) == len(versions)


@pytest.mark.parametrize(
    "order,one,other",
    [
        (Order.MAVEN, "1.0", "1.0.0"),
        (Order.MAVEN, "1.0.0.Final", "1.0"),
        (Order.MAVEN, "1.0.0.RELEASE", "1.0"),  # univers 32 alone takes it for later
        (Order.MAVEN, "1.0-20240131.093000-1", "1.0-SNAPSHOT"),
        (Order.SEMVER, "v1.2", "1.2.0"),
        (Order.SEMVER, "1.0.0+1", "1.0.0"),
        (Order.GEM, "1.0", "1.0.0"),
        (Order.DOTTED, "v1.0", "1"),
        (Order.RETIRE, "1.0", "1"),
    ],
)
def test_versions_that_are_one(order, one, other):
    assert key(order, one) == key(order, other)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "text", ["", "unspecified", "1:2.0", "1!2.0", "latest", "[1.0,2.0)", "9" * 300]
)
def test_what_is_no_version_is_not_compared(order, text):
    """An epoch is one: no order here knows it, and it would turn the order around."""
    with pytest.raises(Uncomparable):
        key(order, text)


@pytest.mark.parametrize(
    "order,text",
    [
        (Order.SEMVER, "1.0.0.1"),  # univers takes the fourth number for a build
        (Order.SEMVER, "1.0.0-01"),
        (Order.DOTTED, "4.10-rc1"),
        (Order.OPENSSL, "1.1.1-fips"),
        (Order.OPENSSL, "1.1"),
    ],
)
def test_what_an_order_does_not_know(order, text):
    with pytest.raises(Uncomparable):
        key(order, text)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("text", ["1" + "a" * 190 + "!", "1" + ".1" * 95 + "!", "1-" * 95 + "!"])
def test_no_text_takes_long(order, text):
    """A pattern that tries every way to part it would not end within anybody's life."""
    with pytest.raises(Uncomparable):
        key(order, text)


@given(st.sampled_from(list(Order)), st.text(max_size=40))
def test_no_text_does_more_than_not_compare(order, text):
    try:
        key(order, text)
    except Uncomparable:
        return


@pytest.mark.parametrize(
    "tag,version",
    [
        ("OpenSSL_1_1_1k", "1.1.1k"),
        ("openssl-3.0.0-alpha1", "3.0.0-alpha1"),
        ("refs/tags/v1.6.37", "1.6.37"),
        ("curl-7_79_0", "7.79.0"),
        ("version-3.36.0", "3.36.0"),
        ("1.1.1k", "1.1.1k"),
        ("n4.4", "4.4"),
    ],
)
def test_the_version_in_a_tag(tag, version):
    assert plain_tag(tag) == version
