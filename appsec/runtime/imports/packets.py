"""Packets: from the link's frame to the bytes of TCP and UDP."""

import struct
from dataclasses import replace
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from appsec.model.frozen import frozen

TCP, UDP = 6, 17
FIN, SYN, RST, ACK = 1, 2, 4, 16
_NULL, _ETHERNET, _LOOP, _COOKED, _COOKED2 = 0, 1, 108, 113, 276
_RAW = (12, 14, 101, 228, 229)
_VLAN = (0x8100, 0x88A8, 0x9100)
_IPV4, _IPV6 = 0x0800, 0x86DD
_VERSIONS = {4: _IPV4, 6: _IPV6}
_TUNNELS = (0x8864, 0x8847)
"""PPPoE and MPLS: what is in them is not looked into."""
_CONTROL = (1, 2, 58, 59)
"""ICMP, IGMP and nothing at all: no app sends them."""
_MAX_TAGS = 4
_EXTENSIONS = {0: 8, 43: 8, 60: 8, 44: 0, 51: 4}
"""Headers between IPv6's and what is in it, by the unit of their length; a fragment's has none."""
_FRAGMENT, _AUTHENTICATION, _MAX_EXTENSIONS = 44, 51, 8
_TRAILER = 0x01072021
"""What PCAPdroid writes behind a packet: whose it is."""


class Unread(ValueError):
    """A packet that cannot be looked into; says why."""


@frozen
class Datagram:
    """What one packet carries. `uid` is of the app that sent it, if the capture tells."""

    source: tuple[str, int]
    target: tuple[str, int]
    protocol: int
    payload: bytes
    sequence: int = 0
    flags: int = 0
    uid: int | None = None
    wide: bool = False
    """Whether it was for many: multicast or broadcast."""
    short: bool = False
    """Whether bytes are missing at its end."""


def datagram(link: int, data: bytes) -> Datagram | None:
    """The TCP or UDP in a frame; None for what an app does not send. Raises Unread."""
    try:
        kind, packet = _unframed(link, data)
        if kind == _IPV4:
            return _version4(packet)
        if kind in _TUNNELS:
            raise Unread("a tunnel")
        return _version6(packet) if kind == _IPV6 else None
    except (struct.error, IndexError, AddressValueError) as error:
        raise Unread("a header that is cut off") from error


def _unframed(link: int, data: bytes) -> tuple[int, bytes]:
    if link == _ETHERNET:
        return _tagged(data, 12)
    if link in _RAW or link in (_NULL, _LOOP):
        packet = data if link in _RAW else data[4:]
        if packet[0] >> 4 not in _VERSIONS:
            raise Unread("no IP")
        return _VERSIONS[packet[0] >> 4], packet
    if link == _COOKED:
        return _tagged(data, 14)
    if link == _COOKED2:
        return struct.unpack(">H", data[:2])[0], data[20:]
    raise Unread(f"link {link}")


def _tagged(data: bytes, at: int) -> tuple[int, bytes]:
    for _ in range(_MAX_TAGS):
        (kind,) = struct.unpack(">H", data[at : at + 2])
        if kind not in _VLAN:
            break
        at += 4
    return kind, data[at + 2 :]


def _version4(packet: bytes) -> Datagram | None:
    size, fragment = struct.unpack(">H2xH", packet[2:8])
    begin = (packet[0] & 15) * 4
    protocol, source, target = packet[9], packet[12:16], packet[16:20]
    if begin < 20 or packet[0] >> 4 != 4:  # noqa: PLR2004
        raise Unread("no header of IPv4")
    if protocol in _CONTROL:
        return None
    if fragment & 0x3FFF:
        raise Unread("a fragment")
    # A packet that the network card has yet to cut into pieces has no length.
    end = size or len(packet)
    address = IPv4Address(target)
    wide = address.is_multicast or target == b"\xff\xff\xff\xff"
    ends = (str(IPv4Address(source)), str(address))
    one = _carried(protocol, packet[begin:end], ends, wide, _uid(packet[end:]))
    return replace(one, short=end > len(packet))


def _version6(packet: bytes) -> Datagram | None:
    size, protocol = struct.unpack(">HB", packet[4:7])
    source, target = IPv6Address(packet[8:24]), IPv6Address(packet[24:40])
    end = 40 + size if size else len(packet)
    at = 40
    for _ in range(_MAX_EXTENSIONS):
        if protocol not in _EXTENSIONS:
            break
        if protocol == _FRAGMENT:
            if struct.unpack(">H", packet[at + 2 : at + 4])[0] & 0xFFF9:
                raise Unread("a fragment")
            length = 8
        elif protocol == _AUTHENTICATION:
            length = (packet[at + 1] + 2) * 4
        else:
            length = (packet[at + 1] + 1) * 8
        protocol, at = packet[at], at + length
    if protocol in _CONTROL:
        return None
    ends = (str(source), str(target))
    one = _carried(protocol, packet[at:end], ends, target.is_multicast, _uid(packet[end:]))
    return replace(one, short=end > len(packet))


def _carried(
    protocol: int, data: bytes, ends: tuple[str, str], wide: bool, uid: int | None
) -> Datagram:
    if protocol not in (TCP, UDP):
        raise Unread(f"protocol {protocol}")
    source, target = struct.unpack(">HH", data[:4])
    ports = (ends[0], source), (ends[1], target)
    if protocol == UDP:
        return Datagram(*ports, UDP, data[8:], uid=uid, wide=wide)
    (sequence,) = struct.unpack(">I", data[4:8])
    begin, flags = (data[12] >> 4) * 4, data[13]
    if begin < 20:  # noqa: PLR2004
        raise Unread("no header of TCP")
    return Datagram(*ports, TCP, data[begin:], sequence, flags, uid, wide)


def _uid(trailer: bytes) -> int | None:
    if len(trailer) < 8:  # noqa: PLR2004
        return None
    # Behind a link's padding, at the very end of the frame or 32 bytes before.
    at = trailer.find(struct.pack(">I", _TRAILER))
    if at < 0 or at + 8 > len(trailer):
        return None
    (uid,) = struct.unpack(">i", trailer[at + 4 : at + 8])
    return uid if uid >= 0 else None
