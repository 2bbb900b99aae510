"""Captures: real ones of tcpdump and dumpcap, and packets made for what those do not hold."""

from pathlib import Path

import pytest

from appsec.runtime.imports.capture import read_capture
from appsec.runtime.imports.gathered import TRAFFIC, Unusable
from appsec.runtime.imports.packets import UDP, Datagram
from appsec.runtime.imports.streams import Streams
from tests.runtime.imports import packets as made
from tests.runtime.imports.packets import APP, SERVER

DATA = Path(__file__).parent / "data"
POST = b"POST /a HTTP/1.1\r\nHost: a.example.tw\r\nContent-Length: 16\r\n\r\nphone=0912345678"


def read(tmp_path, data, **given):
    path = tmp_path / "a.pcap"
    path.write_bytes(data)
    return read_capture(path, **given)


def urls(told):
    return [(one.exchange.method, one.exchange.url, one.request) for one in told.moved]


ONE = [("POST", "http://a.example.tw/a", b"phone=0912345678")]


@pytest.mark.parametrize("name", ["loop.pcap", "any.pcapng"])
def test_a_real_capture_tells_hosts_versions_suites_and_what_is_in_clear(name):
    told = read_capture(DATA / name)
    assert (told.losses, told.holes) == ([], [])
    sent = {one.exchange.url: one for one in told.moved if one.exchange.method}
    assert sent["http://clear.example.tw:18080/a"].request == b"phone=0912345678"
    assert sent["http://clear.example.tw:18080/b"].exchange.status == 200
    assert b"access_token" in sent["http://clear.example.tw:18080/b"].response
    assert "http://[::1]:18081/six?phone=0912345678" in sent
    tls = {o.exchange.sni: o.exchange for o in told.moved if o.exchange.sni}
    assert (tls["new.example.tw"].tls, tls["new.example.tw"].cipher) == (
        "TLSv1.3",
        "TLS_AES_256_GCM_SHA384",
    )
    assert (tls["old.example.tw"].tls, tls["old.example.tw"].cipher) == (
        "TLSv1.2",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
    )
    refused = [host for host, one in tls.items() if one.accepted is False]
    assert refused == ["refused.example.tw"]
    raw = [one for one in told.moved if one.exchange.scheme == "tcp"]
    assert [(one.request, one.exchange.method) for one in raw] == [
        (b"LOGIN 0912345678\r\n\r\n", "")
    ]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("form", [made.pcap, made.pcapng])
def test_either_byte_order_of_either_format(tmp_path, order, form):
    told = read(tmp_path, form(made.connection(APP, SERVER, [POST]), order))
    assert urls(told) == ONE
    assert told.windows[TRAFFIC] == [(1_800_000_000_000_000, 1_800_000_002_000_000)]


def test_nanoseconds(tmp_path):
    packets = list(made.connection(APP, SERVER, [POST]))
    assert urls(read(tmp_path, made.pcap(packets, magic=0xA1B23C4D))) == ONE
    told = read(tmp_path, made.pcapng(packets, ticks=9))
    assert told.moved[0].exchange.at == 1_800_000_002_000_000


@pytest.mark.parametrize(
    ("link", "frame"),
    [
        (1, made.ethernet),
        (1, lambda packet: made.ethernet(packet, (0x8100,))),
        (1, lambda packet: made.ethernet(packet, (0x88A8, 0x8100))),
        (113, made.cooked),
        (276, made.cooked2),
        (0, lambda packet: b"\2\0\0\0" + packet),
        (228, lambda packet: packet),
    ],
)
def test_links(tmp_path, link, frame):
    packets = map(frame, made.connection(APP, SERVER, [POST]))
    assert urls(read(tmp_path, made.pcap(packets, link=link))) == ONE


def test_pieces_out_of_order_sent_twice_or_overlapping_are_put_together(tmp_path):
    syn, answer, *_ = made.connection(APP, SERVER, [])
    pieces = [
        made.tcp(APP, SERVER, 1001 + begin, POST[begin:end])
        for begin, end in ((40, 60), (0, 10), (0, 10), (5, 40), (50, len(POST)))
    ]
    told = read(tmp_path, made.pcap([syn, answer, *pieces]))
    assert (urls(told), told.holes) == (ONE, [])


def test_numbers_of_bytes_go_on_after_the_largest(tmp_path):
    pieces = [POST[:30], POST[30:]]
    packets = made.connection(APP, SERVER, pieces, begin=(1 << 32) - 20)
    assert urls(read(tmp_path, made.pcap(packets))) == ONE


def test_a_missing_piece_is_a_hole_and_what_is_there_is_searched(tmp_path):
    packets = list(made.connection(APP, SERVER, [POST[:20], POST[20:30], POST[30:]]))
    del packets[3]
    told = read(tmp_path, made.pcap(packets))
    assert {hole.what for hole in told.holes} == {TRAFFIC}
    assert b"0912345678" in b"".join(one.request for one in told.moved)


def test_when_a_client_sent_is_kept_within_the_second():
    streams = Streams()
    client, server, zero = ("10.0.0.2", 40000), ("192.0.2.1", 8883), 1_800_000_000_000_000
    for at in (zero + 400_000, zero + 600_000, zero + 900_000, zero + 1_200_000):
        streams.add(Datagram(client, server, UDP, b"x"), at)
    (one,) = streams.all()
    assert one.times == (zero + 400_000, zero + 900_000, zero + 1_200_000)


def test_what_comes_after_all_that_is_kept_is_no_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr("appsec.runtime.imports.streams.MAX_ALL", len(POST))
    later = made.connection(("10.0.0.2", 41000), SERVER, [POST])
    told = read(tmp_path, made.pcap([*made.connection(APP, SERVER, [POST]), *later]))
    assert [one.exchange.accepted for one in told.moved] == [None, None]
    assert [(one.what, one.begin) for one in told.holes] == [(TRAFFIC, 1_800_000_002_000_000)]
    assert told.holes[0].end > 1_900_000_000_000_000
    assert [one.key for one in told.losses] == ["too-many"]


def test_names_come_from_dns_and_a_connection_without_one_has_its_address(tmp_path):
    resolver, phone = ("10.0.0.1", 53), ("10.0.0.2", 5555)
    dns = made.udp(resolver, phone, made.answer("api.example.tw", "192.0.2.1"))
    other = ("198.51.100.9", 9000)
    packets = [
        dns,
        *made.connection(APP, (SERVER[0], 8883), [b"\x10\x20mqtt"]),
        *made.connection(("10.0.0.2", 41000), other, [b"0912345678 beacon"]),
    ]
    told = read(tmp_path, made.pcap(packets))
    assert [(one.exchange.host, one.exchange.address, one.exchange.port) for one in told.moved] == [
        ("api.example.tw", "192.0.2.1", 8883),
        ("198.51.100.9", "198.51.100.9", 9000),
        ("api.example.tw", "192.0.2.1", 53),
    ]
    assert [one.exchange.method for one in told.moved] == ["", "", "DNS"]


def test_quic_is_told_as_what_nobody_can_read(tmp_path):
    packets = [made.udp(APP, ("192.0.2.7", 443), b"\xc3\0\0\0\1" + b"x" * 40)]
    (one,) = read(tmp_path, made.pcap(packets)).moved
    assert (one.exchange.scheme, one.exchange.tls, one.exchange.method) == ("https", "TLSv1.3", "")


def test_what_goes_on_behind_a_proxy_is_of_the_host_that_was_asked_for(tmp_path):
    hello = (DATA / "loop.pcap").read_bytes()
    at = hello.index(b"\x16\x03\x01")
    size = int.from_bytes(hello[at + 3 : at + 5], "big")
    connect = b"CONNECT new.example.tw:443 HTTP/1.1\r\nHost: new.example.tw:443\r\n\r\n"
    packets = [
        *made.connection(APP, ("10.0.0.9", 8080), [connect]),
        made.tcp(("10.0.0.9", 8080), APP, 5001, b"HTTP/1.1 200 OK\r\n\r\n"),
        made.tcp(APP, ("10.0.0.9", 8080), 1001 + len(connect), hello[at : at + 5 + size]),
    ]
    (one,) = read(tmp_path, made.pcap(packets)).moved
    assert (one.exchange.sni, one.exchange.port) == ("new.example.tw", 443)


def test_chunks_and_packed_bodies(tmp_path):
    import gzip

    packed = gzip.compress(b"phone=0912345678")
    head = b"POST /a HTTP/1.1\r\nHost: a.example.tw\r\nContent-Encoding: gzip\r\n"
    body = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    assert urls(read(tmp_path, made.pcap(made.connection(APP, SERVER, [head + body])))) == ONE
    brotli = POST.replace(b"Host", b"Content-Encoding: br\r\nHost")
    told = read(tmp_path, made.pcap(made.connection(APP, SERVER, [brotli])))
    assert [loss.key for loss in told.losses] == ["bodies-left-out"]


def test_a_capture_that_is_cut_off_gives_what_is_whole(tmp_path):
    whole = made.pcap(made.connection(APP, SERVER, [POST, POST]))
    told = read(tmp_path, whole[:-30])
    assert urls(told) == ONE
    assert [loss.key for loss in told.losses] == ["torn"]
    assert told.holes[-1].begin == 1_800_000_002_000_000


def test_cut_packets_and_tunnels_are_holes(tmp_path):
    packets = list(made.connection(APP, SERVER, [POST]))
    data = bytearray(made.pcap(packets))
    at = len(data) - len(packets[-1]) - 4
    data[at : at + 4] = (len(packets[-1]) + 50).to_bytes(4, "little")
    assert [one.key for one in read(tmp_path, bytes(data)).losses] == ["packets-cut"]
    told = read(tmp_path, made.pcap([made.ip("10.0.0.2", "192.0.2.1", 50, b"x" * 40)]))
    assert [one.key for one in told.losses] == ["packet-unread"]
    assert told.holes


def test_a_capture_that_tells_whose_packets_are_whose(tmp_path):
    """As PCAPdroid writes behind each packet."""

    def of(uid, packet):
        trailer = b"\x01\x07\x20\x21" + uid.to_bytes(4, "big") + b"app".ljust(20, b"\0") + b"\0" * 4
        return made.ethernet(packet) + trailer

    other = ("10.0.0.2", 42000)
    packets = [
        *(of(10123, one) for one in made.connection(APP, SERVER, [POST])),
        *(of(10200, one) for one in made.connection(other, SERVER, [POST])),
    ]
    told = read(tmp_path, made.pcap(packets, link=1), uids=(10123,))
    assert [one.exchange.own for one in told.moved] == [True, False]


@pytest.mark.parametrize("data", [b"", b"abc", b"PK\3\4" * 20, b"\x1f\x8b\x08" * 20])
def test_what_is_no_capture_is_told(tmp_path, data):
    with pytest.raises(Unusable):
        read(tmp_path, data)


@pytest.mark.parametrize("client", [APP, ("2001:db8::2", 40000)])
def test_packets_cut_anywhere_are_read_or_told(tmp_path, client):
    server = SERVER if client is APP else ("2001:db8::1", 80)
    whole = list(made.connection(client, server, [POST]))[-1]
    for size in range(1, len(whole)):
        told = read(tmp_path, made.pcap([whole[:size]]))
        assert told.holes or told.moved


def test_holes_close_to_each_other_are_one(tmp_path):
    told = read(tmp_path, made.pcap([made.ip("10.0.0.2", "192.0.2.1", 50, b"x")] * 100))
    (hole,) = told.holes
    assert (hole.begin, hole.end) == (1_800_000_000_000_000, 1_800_000_099_000_000)


def test_who_goes_on_after_the_end_of_a_handshake_was_not_refused(tmp_path):
    """An app may send what only looks like TLS."""
    alert = b"\x15\3\3\0\2\2\x28"
    for more, refused in ((b"", False), (b"0912345678", None)):
        packets = [
            *made.connection(APP, (SERVER[0], 443), [b"\x16\3\1\0\4\1\0\0\0" + more]),
            made.tcp((SERVER[0], 443), APP, 5001, alert),
        ]
        (one,) = read(tmp_path, made.pcap(packets)).moved
        assert one.exchange.accepted is refused
