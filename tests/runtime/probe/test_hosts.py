"""Which names are looked into: the same that the judgement takes for declared."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from appsec.cli.main import cli
from appsec.engine.declaration.matching import covers, is_for_everybody
from appsec.model.hostname import plain
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


@pytest.mark.parametrize("host", ["*.com.tw", "*.tw", "*.cloudfront.net", "*.0.2.1"])
def test_a_pattern_for_everybody_opens_nothing(host, tmp_path):
    command = ["dynamic", "probe", str(BUILDS["android"]), "--out", str(tmp_path / "r")]
    result = CliRunner().invoke(cli, [*command, "--host", host])
    assert result.exit_code == 2 and "everybody" in result.output
    assert not (tmp_path / "r").exists()
