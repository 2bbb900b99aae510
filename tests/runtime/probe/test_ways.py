"""What a tester is told of the way to the probe."""

import pytest

from appsec.runtime.probe import ways
from appsec.runtime.probe.plan import Opened
from appsec.runtime.probe.words import ONLY_HERE, instructions

TOLD = """
[Interface]
PrivateKey = aaaa=
Address = 10.0.0.1/32
DNS = 10.0.0.53

[Peer]
PublicKey = bbbb=
AllowedIPs = 0.0.0.0/0
Endpoint = 127.0.0.1:0
"""


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        ("192.0.2.20", "192.0.2.20:4000"),
        ("0.0.0.0", "198.51.100.4:4000"),
        ("::", "198.51.100.4:4000"),
        ("2001:db8::9", "[2001:db8::9]:4000"),
    ],
)
def test_a_client_is_told_an_address_that_it_reaches_and_leads_everything_here(
    monkeypatch, address, endpoint
):
    monkeypatch.setattr(ways, "_towards", lambda _: "198.51.100.4")
    told = dict(
        one.split(" = ") for one in ways.client_of(TOLD, address, 4000).splitlines() if "=" in one
    )
    assert told["Endpoint"] == endpoint
    assert told["AllowedIPs"] == "0.0.0.0/0, ::/0"
    assert told["Address"].startswith("10.0.0.1/32, fd") and told["Address"].endswith("/128")
    assert (told["PrivateKey"], told["PublicKey"], told["DNS"]) == ("aaaa=", "bbbb=", "10.0.0.53")


@pytest.mark.parametrize(("address", "only"), [("127.0.0.1", True), ("192.0.2.20", False)])
def test_that_a_phone_does_not_reach_this_machine_itself_is_said(homes, address, only):
    opened = Opened("wireguard", address, 4000, ways.client_of(TOLD, address, 4000))
    said = list(instructions([opened], homes.authority(), homes.folder / "ca.crt"))
    assert all((one in said) is only for one in ONLY_HERE)
    assert f"  Endpoint = {address}:4000" in said


def test_without_any_way_out_the_address_stays_as_it_was_given(monkeypatch):
    monkeypatch.setattr(ways, "_towards", lambda _: "")
    assert ways.reached_at("0.0.0.0") == "0.0.0.0" and not ways.has_ipv6()
