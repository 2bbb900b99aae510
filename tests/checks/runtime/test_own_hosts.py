"""Certificates are asked for with the app's own hosts; what is declared as another's is asked about."""

import pytest

from appsec.facts.traffic import Presented
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, Run

OWN, SDK = "api.example.tw", "sdk.example.net"
DECLARED = Declaration(
    DeclaredApp("tw.example"),
    domains=(
        DeclaredDomain(host=OWN, owner="own"),
        DeclaredDomain(host=SDK, owner="third_party"),
    ),
)


def said(platform, folder, host, own=None):
    run = Run(folder, platform=platform).went(Phase.TLS)
    shown = (Presented.VALID, Presented.EXPIRED)
    told = [
        Exchange(
            3,
            Phase.TLS,
            host,
            443,
            "https",
            sni=host,
            tls="TLSv1.3",
            accepted=True,
            method="GET",
            certificate=str(one),
            own=own,
        )
        for one in shown
    ]
    run.lines("traffic.jsonl", *told).done()
    found = outcomes(platform, [folder], build=BUILD, declaration=DECLARED)
    names = ("accepted-certificate", "trusted-ca-accepted")
    return [(type(o).__name__, o.key) for name in names for o in found[name].seen]


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize("own", [None, True])
def test_whose_host_it_is_decides(platform, own, tmp_path):
    assert said(platform, tmp_path / "a", OWN, own) == [
        ("Finding", "accepted"), ("Question", "accepted"),
    ]  # fmt: skip
    assert said(platform, tmp_path / "b", SDK, own) == [("Question", "accepted-elsewhere")]
