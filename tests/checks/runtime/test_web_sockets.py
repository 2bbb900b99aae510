"""A WebSocket over TLS, of which an import names no version, is a connection over TLS."""

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, PHONE, Run

HOST = "ws.parcel.example.tw"


@pytest.fixture(params=["android", "ios"])
def told(request, tmp_path):
    run = Run(tmp_path / "r", canaries={"c": (What.PHONE, PHONE)}, platform=request.param)
    run.went(Phase.LOGIN, Phase.USE, Phase.TLS)
    url = f"wss://{HOST}/ws?p={PHONE}"
    run.lines(
        "traffic.jsonl", Exchange(3, Phase.USE, HOST, 443, "wss", method="GET", url=url, own=True)
    )
    run.done()
    return outcomes(request.param, [run.folder], build=BUILD, hosts=(HOST,))


def test_that_its_version_is_not_known_is_told(told):
    assert [one.key for one in told["weak-tls-connection"].seen] == ["untold"]


def test_its_host_needs_a_probe(told):
    gaps = [one for outcome in told.values() for one in outcome.gaps]
    assert HOST in {one.values["host"] for one in gaps if one.key == "certificate-not-tried"}


def test_what_it_carries_was_not_sent_in_clear(told):
    assert [one for one in told["canary-sent-in-clear"].seen if one.key == "found"] == []
