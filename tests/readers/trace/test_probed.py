"""When the refusals that a network probe saw mean something, and when traffic counts as captured."""

import pytest

from appsec.facts.traffic import BAD_CERTIFICATES, Presented, ToProbe, Whose
from appsec.model.run_files import Exchange
from appsec.model.trace import BROKE_OFF, CA_TRUSTED, CAPTURE, NOT_KEPT, Mark, Phase, State
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.traffic import read_traffic
from tests.readers.trace.runs import BUILD, Run

HOST, OTHER = "api.example.tw", "other.example.tw"
TLS = {"scheme": "https", "tls": "TLSv1.3", "cipher": "TLS_AES_128_GCM_SHA256"}


def shown(certificate, *, accepted, host=HOST, method="GET"):
    method = method if accepted else ""
    more = TLS if accepted else {"scheme": "https"}
    return Exchange(3, Phase.TLS, host, 443, certificate=str(certificate), accepted=accepted, method=method, **more)  # fmt: skip


def refused(*certificates, host=HOST):
    return [shown(one, accepted=False, host=host) for one in certificates]


GENUINE = shown(Presented.GENUINE, accepted=True, method="")
VALID = shown(Presented.VALID, accepted=True)
PINS = [*refused(Presented.VALID, *BAD_CERTIFICATES), GENUINE]


EVERY = ToProbe((), lambda _: Whose.UNTOLD)


def declared(own, anothers=()):
    whose = {own: Whose.OWN} | dict.fromkeys(anothers, Whose.ANOTHERS)
    return ToProbe((own,), lambda host: whose.get(host, Whose.UNTOLD))


def lacks(tmp_path, exchanges, *lines, hosts=EVERY):
    run = Run(tmp_path / "r").write(*lines).went(Phase.TLS)
    run.lines("traffic.jsonl", *exchanges)
    run.done()
    traffic = read_traffic(read_runs([run.folder], BUILD).value).value
    list(traffic.probed(hosts))
    return {gap.key: dict(gap.values) for gap in traffic.taken()}


def test_all_refused_and_the_valid_one_taken_lacks_nothing(tmp_path):
    assert lacks(tmp_path, [VALID, *refused(*BAD_CERTIFICATES)]) == {}


def test_who_was_never_shown_a_valid_certificate_does_not_pin(tmp_path):
    found = lacks(tmp_path, [*refused(*BAD_CERTIFICATES), GENUINE], State(CA_TRUSTED, True, 1))
    assert found["certificate-not-tried"]["certificates"] == "valid"


def test_a_device_that_may_not_trust_the_ca_shows_neither_pins_nor_dates_nor_names(tmp_path):
    found = lacks(tmp_path, PINS)
    assert found["test-ca-not-trusted"]["certificates"] == "valid, expired, wrong-host"


def test_a_device_that_is_known_to_trust_the_ca_does(tmp_path):
    assert lacks(tmp_path, PINS, State(CA_TRUSTED, True, 1)) == {}


def test_a_host_without_pins_is_a_control_for_one_with_them(tmp_path):
    other = [
        shown(Presented.VALID, accepted=True, host=OTHER),
        *refused(*BAD_CERTIFICATES, host=OTHER),
    ]
    assert lacks(tmp_path, [*PINS, *other]) == {}


@pytest.mark.parametrize("certificate", [Presented.SELF_SIGNED, Presented.UNTRUSTED])
def test_a_host_with_which_anything_is_taken_is_none(tmp_path, certificate):
    other = [shown(one, accepted=True, host=OTHER) for one in (Presented.VALID, certificate)]
    assert "test-ca-not-trusted" in lacks(tmp_path, [*PINS, *other])


def test_a_connection_that_came_to_nothing_is_no_result(tmp_path):
    unclear = shown(Presented.EXPIRED, accepted=None)
    rest = [one for one in BAD_CERTIFICATES if one is not Presented.EXPIRED]
    found = lacks(tmp_path, [VALID, unclear, *refused(*rest)])
    assert found["certificate-not-tried"]["certificates"] == "expired"


ALL_REFUSED = [VALID, *refused(*BAD_CERTIFICATES)]


def passed(host):
    """What goes by untouched, in the step TLS and elsewhere."""
    return [Exchange(3, phase, host, 443, "https", sni=host, accepted=True, tls="TLSv1.3") for phase in (Phase.TLS, Phase.USE)]  # fmt: skip


def test_only_the_own_hosts_must_be_shown_certificates(tmp_path):
    exchanges = [*ALL_REFUSED, *passed("sdk.example.net"), *passed("ads.example.org")]
    looked_up = Exchange(3, Phase.TLS, "cdn.example.org", 53, "dns", method="DNS")
    hosts = declared(HOST, anothers=["sdk.example.net"])
    assert lacks(tmp_path, [*exchanges, looked_up], hosts=hosts) == {}


def test_without_own_hosts_declared_every_host_must(tmp_path):
    found = lacks(tmp_path, [*ALL_REFUSED, *passed("sdk.example.net")])
    assert found["certificate-not-tried"]["host"] == "sdk.example.net"


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7"])
def test_a_host_without_a_name_may_be_the_own(tmp_path, host):
    found = lacks(tmp_path, [*ALL_REFUSED, *passed(host)], hosts=declared(HOST))
    assert found["certificate-not-tried"]["host"] == host


def test_a_host_that_the_tester_had_probed_may_be_the_own(tmp_path):
    one = shown(Presented.SELF_SIGNED, accepted=False, host=OTHER)
    found = lacks(tmp_path, [*ALL_REFUSED, one], hosts=declared(HOST))
    assert found["no-certificate-accepted"]["host"] == OTHER
    assert lacks(tmp_path / "b", [*ALL_REFUSED, one], hosts=declared(HOST, [OTHER])) == {}


@pytest.mark.parametrize("name", ["never.example.tw", "*.never.example.tw"])
def test_an_own_host_that_never_came_by_was_not_tested(tmp_path, name):
    hosts = ToProbe((HOST, name), declared(HOST).whose)
    found = lacks(tmp_path, ALL_REFUSED, hosts=hosts)
    assert found["certificate-not-tried"]["host"] == name


def test_a_pattern_of_which_a_host_came_by_in_another_run_was_tested(tmp_path):
    never = Exchange(3, Phase.TLS, "*.example.tw", 443, certificate="self-signed")
    hosts = ToProbe(("*.example.tw",), lambda _: Whose.OWN)
    assert lacks(tmp_path, [*ALL_REFUSED, never], hosts=hosts) == {}


def test_names_are_compared_in_one_form(tmp_path):
    each = [
        shown(Presented.VALID, accepted=True, host="API.Example.tw."),
        *refused(*BAD_CERTIFICATES),
    ]
    assert lacks(tmp_path, each, hosts=declared(HOST)) == {}


@pytest.mark.parametrize("scheme", ["dns", "http", "tcp"])
def test_what_is_no_tls_is_no_control(tmp_path, scheme):
    method = {"dns": "DNS", "http": "GET", "tcp": "TCP"}[scheme]
    other = Exchange(3, Phase.TLS, HOST, 80, scheme, method=method)
    refusals = refused(Presented.VALID, *BAD_CERTIFICATES)
    found = lacks(tmp_path, [*refusals, other], State(CA_TRUSTED, True, 1), hosts=declared(HOST))
    assert set(found) == {"no-certificate-accepted"}


@pytest.mark.parametrize("why", ["", NOT_KEPT, BROKE_OFF])
def test_a_refusal_in_a_step_that_was_not_whole_shows_nothing(tmp_path, why):
    """What was refused there may have been taken a moment later."""
    first, *rest = BAD_CERTIFICATES
    half = Run(tmp_path / "half").went(Phase.TLS)
    if why:
        half.write(Mark(why, 4, "traffic log-in not repeated"))
    half.went(Phase.LOGIN, at=5).lines("traffic.jsonl", *refused(first))
    half.done()
    whole = Run(tmp_path / "whole").went(Phase.TLS)
    whole.lines("traffic.jsonl", VALID, *refused(*rest))
    whole.done()
    traffic = read_traffic(read_runs([half.folder, whole.folder], BUILD).value).value
    list(traffic.probed(declared(HOST)))
    found = {gap.key: gap.values["certificates"] for gap in traffic.taken()}
    assert found == ({"certificate-not-tried": str(first)} if why else {})


ON, OFF = State(CAPTURE, True, 1), State(CAPTURE, False, 9)
PAUSE = Mark("paused", 2)
LATE = Mark(str(Phase.USE), 90_000_000)
DIED = State(CAPTURE, False, 9, "mitmproxy ended")
TLS_MARK = Mark(str(Phase.TLS), 2)
LOGIN, USE, BEFORE = (Mark(str(one), 2) for one in (Phase.LOGIN, Phase.USE, Phase.BEFORE))


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ([LOGIN, USE], True),
        ([ON, LOGIN, USE], True),
        ([ON, LOGIN, USE, OFF], True),
        ([ON, LOGIN, OFF], True),
        ([ON, LOGIN, DIED], False),
        ([ON, LOGIN, OFF, USE], True),
        ([ON, LOGIN, OFF, PAUSE, BEFORE], True),
        ([ON, LOGIN, PAUSE, BEFORE], True),
        ([ON, LOGIN, OFF, LATE], False),
        ([ON, LOGIN, OFF, Mark("note", 3), USE], False),
        ([ON, LOGIN, DIED, USE], False),
        ([ON, LOGIN, OFF, ON, USE], False),
        ([LOGIN, ON, USE], False),
        ([LOGIN, USE, ON], False),
        ([ON, OFF, LOGIN, USE], False),
        ([ON, USE, PAUSE, BEFORE, LOGIN], False),
        ([ON, USE, Mark(BROKE_OFF, 2), BEFORE, LOGIN, USE], False),
    ],
)
def test_a_phase_is_captured_from_before_its_mark_to_its_end(tmp_path, lines, whole):
    run = Run(tmp_path / "r").write(*lines)
    run.lines("traffic.jsonl", Exchange(3, Phase.LOGIN, HOST, 443, method="GET", **TLS))
    run.done()
    runs = read_runs([run.folder], BUILD).value
    traffic, leaks = read_traffic(runs).value, read_leaks(runs).value
    for fact, asked in ((traffic, traffic.exchanges), (leaks, leaks.in_traffic)):
        list(asked((Phase.LOGIN,)))
        keys = {gap.key for gap in fact.taken()}
        assert ("traffic-captured-in-part" in keys) is not whole, fact


@pytest.mark.parametrize("last", [ON, State(CAPTURE, True, 1, "proxy")])
def test_what_only_minds_a_proxy_is_not_all_traffic(tmp_path, last):
    run = Run(tmp_path / "r").write(State(CAPTURE, True, 1, "proxy"), last, LOGIN, USE, TLS_MARK)
    run.lines("traffic.jsonl", Exchange(3, Phase.LOGIN, HOST, 443, method="GET", **TLS))
    run.done()
    runs = read_runs([run.folder], BUILD).value
    traffic, leaks = read_traffic(runs).value, read_leaks(runs).value
    for fact, asked in ((traffic, traffic.exchanges), (leaks, leaks.in_traffic)):
        list(asked((Phase.LOGIN,)))
        keys = {gap.key for gap in fact.taken()}
        assert ("traffic-by-proxy" in keys) is (last is not ON), fact
    list(traffic.probed(EVERY))
    assert "traffic-by-proxy" not in {gap.key for gap in traffic.taken()}


def test_a_body_that_was_not_kept_whole_is_told(tmp_path):
    run = Run(tmp_path / "r").went(Phase.LOGIN)
    run.lines(
        "traffic.jsonl", Exchange(3, Phase.LOGIN, HOST, 443, method="PUT", unread=True, **TLS)
    )
    run.done()
    leaks = read_leaks(read_runs([run.folder], BUILD).value).value
    list(leaks.in_traffic((Phase.LOGIN,)))
    told = [gap.values for gap in leaks.taken() if gap.key == "not-searched-whole"]
    assert [one["file"] for one in told] == ["traffic.jsonl line 1"]
