"""Clients of five kinds are told apart, and a scan judges the runs that come of it."""

import hashlib
import json
import ssl
import time

import pytest

from appsec.facts.traffic import BAD_CERTIFICATES, Presented
from appsec.model.outcome import Status
from appsec.model.trace import Phase
from appsec.model.verdict import Result
from appsec.pipeline import Options, scan
from appsec.runtime.probe.plan import SHOWN, Outcome
from appsec.runtime.probe.rotation import Rotation
from samples.runs import BUILDS
from tests.checks.runtime.recorded import outcomes
from tests.runtime.probe.network import WITHIN, ask, tunnel

BUILD = hashlib.sha256(BUILDS["android"].read_bytes()).hexdigest()
ACCEPTED, REFUSED = Outcome.ACCEPTED, Outcome.REFUSED


DECLARED = """\
app: {package_id: tw.example.sample.parcel, platform: android}
domains: [{host: "*.example.test", owner: own}, {host: sdk.example.net, owner: third_party}]
"""


def judged(run, declared=DECLARED):
    """What a scan with this run says of 41."""
    place = run.folder.parent / "declaration.yaml"
    place.write_text(declared)
    given = Options(as_of="2026-11-21", traces=(run.folder,), declaration=place if declared else None)  # fmt: skip
    verdicts = scan(BUILDS["android"], given).verdicts
    return next(one.result for one in verdicts if one.requirement == "41")


def said(run, name):
    return outcomes("android", [run.folder], build=BUILD, hosts=("*.example.test",))[name]


def rotate(probe, clients):
    """The tester repeats the log-in until each host was shown all."""
    rotation = Rotation(probe)
    list(rotation.step())
    end = time.monotonic() + 3 * WITHIN
    while time.monotonic() < end:
        for client in clients:
            client.login()
        list(rotation.step(True))
        if rotation.done:
            return
    raise AssertionError([probe.told(host) for host in probe.hosts])


def shown_all(begin, app, **modes):
    """A run in which these clients, one for each host, were shown all there is."""
    hosts = [f"{name.replace('_', '-')}.example.test" for name in modes]
    probe, run = begin(*hosts, build=BUILD, soon=60.0)
    port = probe.opened[0].port
    clients = [app(mode, host, port) for mode, host in zip(modes.values(), hosts, strict=True)]
    run.mark(Phase.TLS)
    rotate(probe, clients)
    told = [probe.told(host) for host in hosts]
    probe.stop()
    assert run.end()
    return run, *told


def test_lax_clients_fail(begin, app, server):
    run, every, name = shown_all(begin, app, all="trust-all", name="any-host")
    taken = {one for one in Presented if every.outcomes[one] is ACCEPTED}
    assert taken == {Presented.VALID, *BAD_CERTIFICATES}
    taken = {one for one in Presented if name.outcomes[one] is ACCEPTED}
    assert taken == {Presented.VALID, Presented.WRONG_HOST}
    assert {name.outcomes[one] for one in BAD_CERTIFICATES} == {ACCEPTED, REFUSED}
    found = {
        (one.values["host"], one.values["certificate"])
        for one in said(run, "accepted-certificate").seen
    }
    assert found == {("all.example.test", str(one)) for one in BAD_CERTIFICATES} | {
        ("name.example.test", "wrong-host")
    }
    assert judged(run) is Result.FAIL
    # Without a declaration the hosts are those that the tester named for the probe.
    assert judged(run, "") is Result.FAIL
    assert judged(run, DECLARED.replace("*.example.test", "other.test")) is Result.NEEDS_REVIEW
    # What followed a bad certificate went nowhere.
    lines = map(json.loads, (run.folder / "traffic.jsonl").read_text().splitlines())
    passed = [one for one in lines if one["status"] == 200]
    assert {one["certificate"] for one in passed} == {"valid"}
    logins = [
        host for host, *_ in server.asked if host in ("all.example.test", "name.example.test")
    ]
    assert len(logins) == len(passed)


def test_a_strict_client_stays_open_for_want_of_pins(begin, app):
    run, told = shown_all(begin, app, strict="strict")
    assert {told.outcomes[one] for one in BAD_CERTIFICATES} == {REFUSED}
    assert told.outcomes[Presented.VALID] is ACCEPTED and told.controlled and not told.missing
    assert said(run, "accepted-certificate").status is Status.CLEAN
    assert [one.key for one in said(run, "trusted-ca-accepted").seen] == ["accepted"]
    assert judged(run) is Result.NEEDS_REVIEW


def test_a_pinning_client_passes_where_the_device_trusts_the_ca(begin, app):
    run, early, late, _ = shown_all(begin, app, pins="pinning", late="late-pin", control="strict")
    for told in (early, late):
        assert {told.outcomes[one] for one in (Presented.VALID, *BAD_CERTIFICATES)} == {REFUSED}
        assert told.outcomes[Presented.GENUINE] is ACCEPTED and told.controlled
    assert said(run, "accepted-certificate").status is Status.CLEAN
    assert {one.values["host"] for one in said(run, "trusted-ca-accepted").seen} == {
        "control.example.test"
    }


@pytest.mark.parametrize("trusted", [True, False])
def test_a_pinning_client_alone_passes_only_if_the_ca_was_made_sure_of(begin, app, server, trusted):
    host, sdk = "pins.example.test", "sdk.example.net"
    probe, run = begin(host, build=BUILD, other=[sdk])
    client = app("pinning", host, probe.opened[0].port)
    run.mark(Phase.TLS)
    if trusted:
        probe.trusted("adb: /system/etc/security/cacerts")
    rotate(probe, [client])
    # What is not the app's own passes through, and is nobody's concern here.
    lax = ssl._create_unverified_context()
    made, line = ask(tunnel(probe.opened[0].port, sdk), lax, sdk)
    made.close()
    assert line == "HTTP/1.1 200 OK"
    probe.stop()
    run.end()
    assert (judged(run) is Result.PASS) is trusted
    # Whose hosts these are nobody has said.
    assert judged(run, "") is Result.INCONCLUSIVE


def test_a_client_that_takes_no_proxy_is_told_and_decides_nothing(begin, app, server):
    host = "unaware.example.test"
    probe, run = begin(host, build=BUILD)
    client = app("unaware", host, server.port)
    run.mark(Phase.TLS)
    for one in SHOWN:
        probe.present(one, [host])
        assert client.login() == str(ord("H"))
    told = probe.told(host)
    assert not told.routed and not told.controlled and set(told.missing) == set(SHOWN)
    probe.stop()
    run.end()
    outcome = said(run, "accepted-certificate")
    assert outcome.status is Status.UNKNOWN
    gaps = {gap.key for gap in outcome.gaps if gap.values.get("host") == host}
    assert {"certificate-not-tried", "no-certificate-accepted"} <= gaps
    assert judged(run) is not Result.PASS
