"""What a capture shows of the app's connections: pcap and pcapng."""

from collections.abc import Collection, Iterator
from dataclasses import field, replace
from itertools import zip_longest
from pathlib import Path

from appsec.model.frozen import frozen, slotted
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.runtime.imports.bodies import MAX_BODY, header, tells, unpacked
from appsec.runtime.imports.gathered import TRAFFIC, Gathered, Moved, Unusable, opened
from appsec.runtime.imports.handshakes import hello
from appsec.runtime.imports.http_text import Message, requests, responses
from appsec.runtime.imports.lookups import Lookups
from appsec.runtime.imports.names import PORT, Names
from appsec.runtime.imports.owners import FIRST_APP, OF_A_USER
from appsec.runtime.imports.packet_files import Capture, Packet, Torn
from appsec.runtime.imports.packets import UDP, Unread, datagram
from appsec.runtime.imports.streams import Stream, Streams
from appsec.runtime.imports.timeline import LATEST, SECOND

MAX_FILE = 4 << 30
MAX_PACKETS = 5_000_000
_QUIC = 443
_OF_THE_NETWORK = (67, 68, 546, 547)
"""DHCP: the device's own."""
_LONG_HEADER = 0xC0
_H2 = b"PRI * HTTP/2.0"


@slotted
class _Reading:
    told: Gathered
    uids: Collection[int]
    names: Names = field(default_factory=Names)
    lookups: Lookups = field(default_factory=Lookups)
    streams: Streams = field(default_factory=Streams)
    first: int = 0
    last: int = 0
    count: int = 0


@frozen
class _Part:
    """A connection's bytes from some place on: `skipped` ones of the client's came before, of a
    request to a proxy."""

    stream: Stream
    sent: bytes
    got: bytes
    skipped: int = 0


def read_capture(path: Path, uids: Collection[int] = ()) -> Gathered:
    """The connections in a capture. One that is cut off gives those before; `uids` are the app's,
    for captures that tell whose a packet is. Raises Unusable."""
    now = _Reading(Gathered(), uids)
    with opened(path, MAX_FILE) as file:
        capture = Capture(file)
        try:
            for packet in capture.packets():
                if now.count == MAX_PACKETS:
                    raise Torn(f"more than {MAX_PACKETS} packets")
                _take(now, packet)
        except Torn as error:
            if not now.count:
                raise Unusable("unreadable", why=f"no pcap or pcapng: {error}") from error
            now.told.lose("torn", count=str(now.count))
            now.told.hole(TRAFFIC, "the capture is cut off", now.last, LATEST)
    now.told.program = capture.program
    if capture.dropped:
        now.told.lose("packets-dropped", count=str(capture.dropped))
        now.told.hole(TRAFFIC, "the capture dropped packets")
    rest = [one for one in now.streams.all() if not _looked_up(now, one)]
    for stream in rest:
        now.told.moved += _connection(now, stream)
    now.lookups.tell(now.told, now.names.addresses)
    if now.streams.full:
        now.told.lose("too-many", most="bytes")
        now.told.hole(TRAFFIC, "more bytes than are kept", now.streams.full, LATEST)
    if now.count:
        now.told.spans(TRAFFIC, now.first, now.last)
    return now.told


def _take(now: _Reading, packet: Packet) -> None:
    now.count += 1
    now.first = min(now.first or packet.at, packet.at)
    now.last = max(now.last, packet.at)
    try:
        one = datagram(packet.link, packet.data)
    except Unread as error:
        now.told.lose("packet-unread", why=str(error))
        now.told.hole(TRAFFIC, f"a packet that is not read: {error}", packet.at)
        return
    if one is None:
        return
    if packet.cut or one.short:
        now.told.lose("packets-cut")
        now.told.hole(TRAFFIC, "a packet was cut by the capture", packet.at)
    whose = _resolves_for(now, one.uid)
    of_names = one.protocol == UDP and PORT in (one.source[1], one.target[1])
    if of_names and now.lookups.add(one.payload, packet.at, whose):
        now.names.add(one.payload)
    elif not one.wide and not (one.protocol == UDP and one.target[1] in _OF_THE_NETWORK):
        now.streams.add(one, packet.at)


def _resolves_for(now: _Reading, uid: int | None) -> bool | None:
    """Whether a name is looked up for the app; what the system's resolver asks is for anybody."""
    if uid is None or not now.uids or uid % OF_A_USER < FIRST_APP:
        return None
    return uid in now.uids


def _looked_up(now: _Reading, stream: Stream) -> bool:
    """Takes a connection with a resolver. False if there is anything else in it, or missing."""
    if stream.protocol == UDP or stream.server[1] != PORT:
        return False
    whole = not stream.lost
    for half in (stream.sent, stream.got):
        data, at = bytes(half.data), 0
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            message = data[at + 2 : end]
            when = half.time_of(at) or stream.at
            known = now.lookups.add(message, when, _resolves_for(now, stream.uid))
            if not known or end > len(data):
                whole = False
                break
            now.names.add(message)
            at = end
    return whole and bool(stream.sent.data or stream.got.data)


def _connection(now: _Reading, stream: Stream) -> Iterator[Moved]:
    base = _base(now, stream)
    if stream.protocol == UDP:
        yield from _udp(base, stream)
        return
    if not stream.sent.data and not stream.got.data:
        if stream.lost:
            yield Moved(replace(base, scheme="tcp"), times=stream.times)
        elif stream.answered:
            yield Moved(replace(base, scheme="tcp", accepted=False))
        return
    part = _Part(stream, bytes(stream.sent.data), bytes(stream.got.data))
    yield from _told(now, base, part)


def _base(now: _Reading, stream: Stream) -> Exchange:
    address, port = stream.server
    # A capture that tells whose packets are whose does so of all of them.
    own = None if stream.uid is None or not now.uids else stream.uid in now.uids
    return Exchange(
        stream.at, Phase.BEFORE, now.names.of(address), port, address=address, own=own
    )  # fmt: skip


def _udp(base: Exchange, stream: Stream) -> Iterator[Moved]:
    first = stream.sent.data[:1]
    if base.port == _QUIC and first and first[0] & _LONG_HEADER == _LONG_HEADER:
        # QUIC has no other version of TLS.
        quic = replace(base, scheme="https", tls="TLSv1.3")
        yield Moved(quic, times=stream.times)
        return
    yield Moved(
        replace(base, scheme="udp"), bytes(stream.sent.data), bytes(stream.got.data),
        stream.times,
    )  # fmt: skip


def _told(now: _Reading, base: Exchange, part: _Part) -> Iterator[Moved]:
    """What one connection is: TLS, HTTP, or what nobody knows."""
    stream, sent, got = part.stream, part.sent, part.got
    if sent[:1] and sent[0] in (20, 21, 22, 23) and sent[1:2] == b"\x03":
        yield _tls(base, part)
        return
    asked, rest = requests(sent)
    answered, more = responses(got, asked)
    yield from _http(now, base, part, list(zip_longest(asked, answered)))
    after = _Part(stream, sent[rest:], got[more:], part.skipped + rest)
    if asked and asked[-1].method == "CONNECT":
        if after.sent or after.got:
            yield from _told(now, _through(base, asked[-1], part), after)
        return
    if after.sent.startswith(_H2):
        now.told.lose("frames-unread", host=base.host)
        now.told.hole(TRAFFIC, "HTTP/2 in clear is not taken apart", base.at, base.at)
        for one in stream.times:
            now.told.hole(TRAFFIC, "HTTP/2 in clear is not taken apart", one, one + SECOND)
    if after.sent or after.got:
        at = stream.sent.time_of(after.skipped) if after.sent else base.at
        unknown = replace(base, at=max(at, base.at), scheme="tcp")
        yield Moved(unknown, after.sent, after.got, stream.times)
    if stream.lost:
        now.told.lose("bytes-missing", host=base.host)
        for one in stream.times or (base.at,):
            now.told.hole(TRAFFIC, f"bytes of {base.host} are missing", one, one + SECOND)


def _through(base: Exchange, asked: Message, part: _Part) -> Exchange:
    """What goes on behind a proxy: the request says with whom."""
    host, _, port = asked.target.rpartition(":")
    return replace(
        base,
        at=part.stream.sent.time_of(part.skipped + asked.begin) or base.at,
        host=host.strip("[]")[:255] or base.host,
        port=int(port) if port.isdigit() and len(port) < 6 else base.port,  # noqa: PLR2004
    )


def _tls(base: Exchange, part: _Part) -> Moved:
    told = hello(part.sent, part.got)
    exchange = replace(
        base, host=told.sni or base.host, scheme="https", sni=told.sni, tls=told.tls,
        cipher=told.cipher, accepted=False if told.refused else None,
    )  # fmt: skip
    return Moved(exchange, times=part.stream.times)


def _http(
    now: _Reading,
    base: Exchange,
    part: _Part,
    messages: list[tuple[Message, Message | None]],
) -> Iterator[Moved]:
    for one, answer in messages:
        if one.method == "CONNECT":
            continue
        at = part.stream.sent.time_of(part.skipped + one.begin) or base.at
        host, port = _host(one, base)
        url = (
            one.target if "://" in one.target else f"http://{_named(host)}{_tail(port)}{one.target}"
        )
        body, sent_whole = unpacked(one.body, header(one.headers, "content-encoding"))
        got, got_whole = b"", True
        if answer:
            got, got_whole = unpacked(answer.body, header(answer.headers, "content-encoding"))
            got_whole &= answer.whole
            got_whole |= not tells(header(answer.headers, "content-type"))
        if not (one.whole and sent_whole and got_whole):
            now.told.lose("bodies-left-out")
            now.told.hole(TRAFFIC, "a request or answer is not whole, or is packed", at)
        exchange = replace(
            base, at=at, host=host, port=port, scheme="http", method=one.method, url=url,
            status=answer.status if answer else 0, request_headers=one.headers,
            response_headers=answer.headers if answer else (),
        )  # fmt: skip
        yield Moved(exchange, body[:MAX_BODY], got[:MAX_BODY])


def _host(one: Message, base: Exchange) -> tuple[str, int]:
    """Whom a request is for: of a proxy's, the address says so."""
    target = one.target.partition("://")[2].partition("/")[0]
    given = target or header(one.headers, "host")
    host, colon, port = given.rpartition(":")
    if colon and port.isdigit() and len(port) < 6:  # noqa: PLR2004
        return host.strip("[]")[:255] or base.host, int(port)
    return given.strip("[]")[:255] or base.host, 80 if target else base.port


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _tail(port: int) -> str:
    return "" if port == 80 else f":{port}"  # noqa: PLR2004
