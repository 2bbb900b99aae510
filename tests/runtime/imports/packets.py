"""Makes captures packet by packet, for what the real ones in `data` do not hold."""

import struct
from datetime import UTC, datetime
from ipaddress import ip_address

SYN, ACK, PSH, FIN = 2, 16, 8, 1
APP, SERVER = ("10.0.0.2", 40000), ("192.0.2.1", 80)


def tcp(source, target, sequence, payload=b"", flags=ACK):
    head = struct.pack(
        ">HHIIBBHHH", source[1], target[1], sequence % (1 << 32), 0, 0x50, flags, 0, 0, 0
    )
    return ip(source[0], target[0], 6, head + payload)


def udp(source, target, payload):
    return ip(
        source[0],
        target[0],
        17,
        struct.pack(">HHHH", source[1], target[1], 8 + len(payload), 0) + payload,
    )


def ip(source, target, protocol, data):
    one, other = ip_address(source), ip_address(target)
    if one.version == 6:
        head = struct.pack(">IHBB", 6 << 28, len(data), protocol, 64)
        return head + one.packed + other.packed + data
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(data), 0, 0, 64, protocol, 0)
    return head + one.packed + other.packed + data


def connection(client, server, pieces, begin=1000):
    """A whole connection: its beginning, and pieces of the client's (bytes) in their order."""
    yield tcp(client, server, begin, flags=SYN)
    yield tcp(server, client, 5000, flags=SYN | ACK)
    at = begin + 1
    for piece in pieces:
        yield tcp(client, server, at, piece, ACK | PSH)
        at += len(piece)


def pcap(packets, order="<", link=101, magic=0xA1B2C3D4, begin=1_800_000_000):
    """Raw IP, one packet a second."""
    made = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, link)
    for number, data in enumerate(packets):
        made += struct.pack(order + "IIII", begin + number, 0, len(data), len(data)) + data
    return made


def pcapng(packets, order="<", link=101, ticks=6, begin=1_800_000_000):
    def block(kind, body):
        body += b"\0" * (-len(body) % 4)
        size = struct.pack(order + "I", 12 + len(body))
        return struct.pack(order + "I", kind) + size + body + size

    section = struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1)
    clock = struct.pack(order + "HHB3xHH", 9, 1, ticks, 0, 0)
    made = block(0x0A0D0D0A, section) + block(1, struct.pack(order + "HHI", link, 0, 0) + clock)
    for number, data in enumerate(packets):
        at = (begin + number) * 10**ticks
        head = struct.pack(order + "IIIII", 0, at >> 32, at & 0xFFFFFFFF, len(data), len(data))
        made += block(6, head + data)
    return made


def ethernet(packet, tags=()):
    kind = 0x86DD if packet[0] >> 4 == 6 else 0x0800
    return (
        b"\0" * 12
        + b"".join(struct.pack(">HH", tag, 5) for tag in tags)
        + struct.pack(">H", kind)
        + packet
    )


def cooked(packet):
    return b"\0" * 14 + struct.pack(">H", 0x0800) + packet


def cooked2(packet):
    return struct.pack(">H", 0x0800) + b"\0" * 18 + packet


def answer(name, address):
    """A DNS answer."""
    labels = b"".join(bytes([len(one)]) + one.encode() for one in name.split("."))
    asked = labels + b"\0" + struct.pack(">HH", 1, 1)
    told = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + ip_address(address).packed
    return struct.pack(">HHHHHH", 1, 0x8180, 1, 1, 0, 0) + asked + told


def question(name, kind=1, more=b""):
    """A DNS question."""
    labels = b"".join(bytes([len(one)]) + one.encode() for one in name.split("."))
    return (
        struct.pack(">HHHHHH", 1, 0x100, 1, 0, 0, 0)
        + labels
        + b"\0"
        + struct.pack(">HH", kind, 1)
        + more
    )


def tnetstring(value):
    """A value as mitmproxy writes it."""
    match value:
        case None:
            data, kind = b"", b"~"
        case bool():
            data, kind = str(value).lower().encode(), b"!"
        case bytes():
            data, kind = value, b","
        case str():
            data, kind = value.encode(), b";"
        case int():
            data, kind = str(value).encode(), b"#"
        case float():
            data, kind = repr(value).encode(), b"^"
        case dict():
            data = b"".join(tnetstring(each) for both in value.items() for each in both)
            kind = b"}"
        case _:
            data, kind = b"".join(map(tnetstring, value)), b"]"
    return str(len(data)).encode() + b":" + data + kind


def iso(seconds):
    """A time as HAR has it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
