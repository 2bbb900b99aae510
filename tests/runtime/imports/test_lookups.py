"""Names that were looked up: in the clear, over TCP, in flows, over HTTPS."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.runtime.imports.capture import read_capture
from appsec.runtime.imports.flows import read_flows
from appsec.runtime.imports.gathered import Moved
from appsec.runtime.imports.lookups import Lookups, over_http
from tests.checks.runtime.recorded import outcomes
from tests.runtime.imports import packets as made
from tests.runtime.imports.test_import import BEGAN, exchanges, marked, run

PHONE, RESOLVER = ("10.0.0.2", 5555), ("10.0.0.1", 53)
ASKED = made.question("Beacon.Example.net")
ANSWERED = made.answer("beacon.example.net", "192.0.2.9")
FORMS = [made.pcap, made.pcapng]


def over_tcp(*messages):
    return b"".join(len(one).to_bytes(2, "big") + one for one in messages)


def told(one):
    of = one.exchange
    return of.scheme, of.method, of.host, of.port, of.address, of.own


def read(tmp_path, data, **given):
    place = tmp_path / "one"
    place.write_bytes(data)
    return read_capture(place, **given)


@pytest.mark.parametrize("form", FORMS)
def test_a_name_that_was_only_looked_up_is_told(tmp_path, form):
    packets = [made.udp(PHONE, RESOLVER, ASKED), made.udp(RESOLVER, PHONE, ANSWERED)]
    (one,) = read(tmp_path, form([*packets, packets[0]])).moved
    assert told(one) == ("dns", "DNS", "beacon.example.net", 53, "192.0.2.9", None)
    assert len(one.times) == 3 and one.exchange.at == one.times[0]
    # What only differs by its letters may say something by them.
    assert b"Beacon" in one.request


def test_a_name_that_nobody_answered_is_told(tmp_path):
    (one,) = read(
        tmp_path, made.pcap([made.udp(PHONE, RESOLVER, made.question("a.example.net", 28))])
    ).moved
    assert told(one) == ("dns", "DNS", "a.example.net", 53, "", None)
    assert one.request == b""


@pytest.mark.parametrize("form", FORMS)
def test_names_asked_for_over_tcp_are_told_and_name_what_follows(tmp_path, form):
    server = ("192.0.2.9", 443)
    data = over_tcp(ASKED, made.question("b.example.net"))
    asked = list(made.connection(("10.0.0.2", 4444), RESOLVER, [data[:9], data[9:]]))
    got = [made.tcp(RESOLVER, ("10.0.0.2", 4444), 5001, over_tcp(ANSWERED))]
    hello = made.connection(("10.0.0.2", 4445), server, [b"\x16\x03\x01\0\x01\x01"])
    found = read(tmp_path, form([*asked, *got, *hello])).moved
    names = {one.exchange.host for one in found if one.exchange.scheme == "dns"}
    assert names == {"beacon.example.net", "b.example.net"}
    assert [o.exchange.host for o in found if o.exchange.scheme == "https"] == [
        "beacon.example.net"
    ]
    assert len(found) == 3


@pytest.mark.parametrize("data", [b"tunnel 0912345678", ASKED[:20], b"\0" * 40])
def test_what_goes_to_a_resolver_and_is_no_question_is_no_less_seen(tmp_path, data):
    packets = [made.udp(PHONE, RESOLVER, data), *made.connection(PHONE, RESOLVER, [data])]
    found = read(tmp_path, made.pcap(packets)).moved
    kinds = {(one.exchange.scheme, one.exchange.method, one.request) for one in found}
    assert kinds == {("udp", "", data), ("tcp", "", data)}


@pytest.mark.parametrize(("uid", "own"), [(10123, True), (10200, False), (1051, None), (0, None)])
def test_whose_lookup_it_is(uid, own):
    lookups = Lookups()
    from appsec.runtime.imports.capture import _Reading, _resolves_for

    now = _Reading(None, (10123,))
    assert lookups.add(ASKED, 7, _resolves_for(now, uid))
    assert [one.exchange.own for one in lookups.moved({})] == [own]


def test_more_names_than_are_kept_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("appsec.runtime.imports.lookups.MAX_LOOKUPS", 2)
    packets = [made.udp(PHONE, RESOLVER, made.question(f"n{n}.example.net")) for n in range(3)]
    found = read(tmp_path, made.pcap(packets))
    assert len(found.moved) == 2
    assert [one.key for one in found.losses] == ["too-many"] and found.holes


def test_flows_of_lookups_are_told(tmp_path):
    questions = [{"name": "Beacon.example.net", "type": 1, "class_": 1}]
    flow = {
        "type": "dns",
        "timestamp_created": 1_800_000_000.0,
        "request": {"timestamp": 1_800_000_001.5, "query": True, "questions": questions},
        "response": {"answers": [{"name": "x", "type": 1, "data": b"\xc0\0\x02\x09"}]},
    }
    place = tmp_path / "f"
    place.write_bytes(
        made.tnetstring(flow) + made.tnetstring({"type": "dns", "timestamp_created": 1.8e9})
    )
    found = read_flows(place)
    (one,) = found.moved
    assert told(one) == ("dns", "DNS", "beacon.example.net", 53, "192.0.2.9", None)
    assert one.exchange.at == 1_800_000_001_500_000
    assert [loss.key for loss in found.losses] == ["entry-lost"]


@pytest.mark.parametrize("way", ["body", "address"])
def test_a_lookup_over_https_that_could_be_read_is_told(way):
    text = base64.urlsafe_b64encode(ASKED).decode().rstrip("=")
    url, body = ("https://dns.example/dns-query", ASKED)
    headers = (("Content-Type", "application/dns-message"),)
    if way == "address":
        url, body, headers = f"{url}?dns={text}", b"", ()
    one = Exchange(
        5, Phase.BEFORE, "dns.example", 443, "https", method="GET", url=url, request_headers=headers
    )
    (found,) = over_http([Moved(one, body)])
    assert told(found) == ("dns", "DNS", "beacon.example.net", 53, "", None)
    assert (
        list(over_http([Moved(Exchange(5, Phase.BEFORE, "a", 443, url="https://a/?dns=%%%"))]))
        == []
    )


@given(st.binary(max_size=120))
def test_any_bytes_are_a_question_or_not(data):
    lookups = Lookups()
    assert lookups.add(data, 1) is bool(list(lookups.moved({})))


def test_http2_in_clear_is_told_as_what_nobody_looked_into(tmp_path):
    head = b"GET /x HTTP/1.1\r\nHost: a.example.tw\r\nUpgrade: h2c\r\n\r\n"
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 20
    for data in ([head, preface], [preface]):
        found = read(
            tmp_path, made.pcap(made.connection(("10.0.0.2", 40000), ("192.0.2.1", 80), data))
        )
        assert [loss.key for loss in found.losses] == ["frames-unread"]
        assert found.holes
        assert found.moved[-1].request == preface


@pytest.mark.parametrize("form", FORMS)
def test_a_host_that_was_only_looked_up_is_asked_about(tmp_path, form):
    place = tmp_path / "one.pcap"
    place.write_bytes(form([made.udp(PHONE, RESOLVER, ASKED)], begin=BEGAN + 1))
    out = tmp_path / "run"
    code, said = run(
        out, *marked(Phase.FIRST_START, Phase.USE), "--pcap", str(place), "--captured", "traffic"
    )
    assert code == 0, said
    assert {(one.host, one.method) for one in exchanges(out)} == {("beacon.example.net", "DNS")}
    outcome = outcomes("android", [out])["undeclared-connection"]
    assert [(type(o).__name__, o.key, o.values["host"]) for o in outcome.seen] == [
        ("Question", "connected", "beacon.example.net")
    ]
    assert outcomes("android", [out])["canary-sent-in-clear"].seen == ()
