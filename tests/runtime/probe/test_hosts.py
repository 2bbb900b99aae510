"""Which names are looked into: the same that the judgement takes for declared."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from appsec.cli.main import cli
from appsec.engine.declaration.matching import covers, is_for_everybody
from appsec.model.hostname import is_address, is_host, plain
from appsec.runtime.probe.inside.hosts import declared_as
from samples.runs import BUILDS

NAMES = ("api", "example", "com", "tw", "API", "xn--fsqu00a", "cloudfront", "net", "192", "0")
HOSTS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(".".join)


@given(HOSTS, HOSTS, st.booleans(), st.booleans())
def test_the_half_beside_mitmproxy_takes_the_same_for_declared(below, host, star, dot):
    pattern = f"*.{below}" if star else below
    host += "." if dot else ""
    handed = () if is_for_everybody(pattern) else (plain(pattern),)
    assert bool(declared_as(host, handed)) is covers(pattern, host)


@pytest.mark.parametrize(
    ("pattern", "host", "is_of"),
    [
        ("*.Example.com.tw", "CDN-7.example.com.tw.", True),
        ("*.example.com.tw", "example.com.tw", False),
        ("2001:DB8:0::1", "2001:db8::1", True),
        ("2001:db8::1", "[2001:db8::1]", True),
        ("例子.tw", "xn--fsqu00a.tw", True),
        ("api.example.tw:8443", "api.example.tw", True),
    ],
)
def test_names_in_any_writing(pattern, host, is_of):
    assert bool(declared_as(host, (plain(pattern),))) is covers(pattern, host) is is_of


@pytest.mark.parametrize(
    ("host", "why"),
    [
        *((one, "everybody") for one in ("*.com.tw", "*.tw", "*.cloudfront.net")),
        *((one, "no host") for one in ("*", "*.0.2.1", "https://api.example.tw/v1", "")),
    ],
)
def test_what_nothing_is_looked_into_of_opens_nothing(host, why, tmp_path):
    command = ["dynamic", "probe", str(BUILDS["android"]), "--out", str(tmp_path / "r")]
    result = CliRunner().invoke(cli, [*command, "--host", host])
    assert result.exit_code == 2 and why in result.output
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        *((one, True) for one in (
            "api.example.tw", "API.Example.tw.:8443", "*.example.com.tw", "例子.tw", "localhost",
            "a_b.example.tw", "192.0.2.7:443", "2001:db8::1", "[2001:db8::1]:443",
        )),
        *((one, False) for one in (
            "", "*", "*.", "*.*.tw", "a.*.tw", "https://a.tw", "a.tw/v1", "a.tw:https", "a b.tw",
            "a..tw", "-a.tw", "192.0.2.999", "*.192.0.2.7", "a.tw,b.tw", "x" * 64,
        )),
    ],
)  # fmt: skip
def test_what_is_a_host(written, is_one):
    assert is_host(written) is is_one


@pytest.mark.parametrize(
    ("host", "is_one"),
    [
        *((one, True) for one in ("192.0.2.7", "2001:db8::1", "[2001:db8::1]")),
        *((one, False) for one in ("", "api.example.tw", "192.0.2.999", "192.0.2.7:443", "[::1")),
    ],
)
def test_what_is_an_address(host, is_one):
    assert is_address(host) is is_one
