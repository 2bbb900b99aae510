"""A WireGuard client, as far as tests of the probe need one: a tunnel, datagrams and one stream."""

import base64
import hashlib
import hmac
import ipaddress
import os
import re
import socket
import struct
import time

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.runtime.probe.network import WITHIN

OURS = {4: "10.0.0.1", 6: "fd00::1"}
UDP, TCP = 17, 6
SYN, ACK, PSH = 2, 16, 8


def _hash(data):
    return hashlib.blake2s(data).digest()


def _keys(chain, data, count):
    secret = hmac.new(chain, data, hashlib.blake2s).digest()
    made, last = [], b""
    for number in range(1, count + 1):
        last = hmac.new(secret, last + bytes([number]), hashlib.blake2s).digest()
        made.append(last)
    return made


def _public(key):
    return key.public_key().public_bytes_raw()


def _sum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _packet(kind, host, data, at):
    """A packet of IP to this address; the sum of what is in it lies `at` there."""
    ends = ipaddress.ip_address(OURS[host.version]).packed + host.packed
    total = _sum(ends + struct.pack("!IHBB", len(data), 0, 0, kind) + data)
    data = data[:at] + struct.pack("!H", total) + data[at + 2 :]
    if host.version == 6:
        return struct.pack("!IHBB", 6 << 28, len(data), kind, 64) + ends + data
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(data), 0, 0, 64, kind, 0) + ends
    return head[:10] + struct.pack("!H", _sum(head)) + head[12:] + data


def _payload(packet):
    """What a packet of IP carries: the protocol's number, and its bytes."""
    if not packet or packet[0] >> 4 not in (4, 6):
        return 0, b""
    if packet[0] >> 4 == 6:
        return packet[6], packet[40 : 40 + struct.unpack("!H", packet[4:6])[0]]
    return packet[9], packet[20 : struct.unpack("!H", packet[2:4])[0]]


class Tunnel:
    """A device whose traffic all goes through the probe."""

    def __init__(self, configuration):
        told = dict(re.findall(r"(?m)^(\w+) = (\S+)$", configuration))
        host, port = told["Endpoint"].rsplit(":", 1)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect((host, int(port)))
        self._mine = X25519PrivateKey.from_private_bytes(base64.b64decode(told["PrivateKey"]))
        self._theirs = base64.b64decode(told["PublicKey"])
        self._counter = 0
        self._port = 40000
        self._shake()

    def close(self):
        self._socket.close()

    def asked(self, name):
        """The addresses that a name has."""
        answer = self.answer(name, 1)
        return [str(ipaddress.IPv4Address(answer[-4:]))] if answer[7] else []

    def answer(self, name, kind):
        """The answer to a question for a record of this kind."""
        labels = b"".join(bytes([len(o)]) + o.encode() for o in name.split("."))
        query = struct.pack("!6H", 7, 0x100, 1, 0, 0, 0) + labels + struct.pack("!BHH", 0, kind, 1)
        return self.datagram("10.0.0.53", 53, query)

    def datagram(self, host, port, data, *, answered=True):
        """Sends a datagram, again until it is answered."""
        self._port += 1
        head = struct.pack("!4H", self._port, port, 8 + len(data), 0)
        end = time.monotonic() + WITHIN
        while time.monotonic() < end:
            self._send(UDP, host, head + data, 6)
            if not answered:
                return b""
            for payload in self._came(UDP, self._port, 1.0):
                return payload[8:]
        raise AssertionError("no answer")

    def stream(self, host, port, data):
        """Connects, sends this, and answers the first data that comes back."""
        self._port += 1
        mine, there, got = 1000, 0, b""
        self._segment(host, port, mine, 0, SYN)
        end = time.monotonic() + WITHIN
        while time.monotonic() < end and not got:
            seen = False
            for payload in self._came(TCP, self._port, 1.0):
                seen = True
                number, _, length, flags = struct.unpack("!IIBB", payload[4:14])
                body = payload[(length >> 4) * 4 :]
                if flags & SYN:
                    mine, there = 1001, number + 1
                    self._segment(host, port, mine, there, ACK | PSH, data)
                elif body and number == there:
                    got, there = body, there + len(body)
                    self._segment(host, port, mine + len(data), there, ACK)
                    break
            if not seen and not there:
                self._segment(host, port, mine, 0, SYN)
        return got

    def _segment(self, host, port, number, answer, flags, data=b""):  # noqa: PLR0917
        head = struct.pack(
            "!HHIIBBHHH", self._port, port, number, answer, 5 << 4, flags, 65000, 0, 0
        )
        self._send(TCP, host, head + data, 16)

    def _send(self, kind, host, data, at):
        packet = _packet(kind, ipaddress.ip_address(host), data, at)
        packet += b"\0" * (-len(packet) % 16)
        nonce = struct.pack("<IQ", 0, self._counter)
        sealed = ChaCha20Poly1305(self._out).encrypt(nonce, packet, b"")
        self._socket.send(struct.pack("<IIQ", 4, self._peer, self._counter) + sealed)
        self._counter += 1

    def _came(self, kind, port, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                data = self._socket.recv(65535)
            except TimeoutError:
                return
            if data[0] != 4:
                continue
            packet = ChaCha20Poly1305(self._in).decrypt(b"\0" * 4 + data[8:16], data[16:], b"")
            found, payload = _payload(packet)
            if found == kind and payload[2:4] == struct.pack("!H", port):
                yield payload

    def _shake(self):
        once = X25519PrivateKey.generate()
        public = X25519PublicKey.from_public_bytes(self._theirs)
        chain = _hash(b"Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s")
        seen = _hash(_hash(chain + b"WireGuard v1 zx2c4 Jason@zx2c4.com") + self._theirs)
        (chain,) = _keys(chain, _public(once), 1)
        seen = _hash(seen + _public(once))
        chain, key = _keys(chain, once.exchange(public), 2)
        static = ChaCha20Poly1305(key).encrypt(b"\0" * 12, _public(self._mine), seen)
        seen = _hash(seen + static)
        chain, key = _keys(chain, self._mine.exchange(public), 2)
        now = struct.pack("!QI", (1 << 62) + int(time.time()), 0)
        stamp = ChaCha20Poly1305(key).encrypt(b"\0" * 12, now, seen)
        seen = _hash(seen + stamp)
        first = struct.pack("<II", 1, int.from_bytes(os.urandom(4), "big"))
        first += _public(once) + static + stamp
        mac = hashlib.blake2s(first, digest_size=16, key=_hash(b"mac1----" + self._theirs)).digest()
        self._socket.settimeout(WITHIN)
        self._socket.send(first + mac + b"\0" * 16)
        answer = self._socket.recv(65535)
        assert answer[0] == 2, answer[:4]
        self._peer = struct.unpack("<I", answer[4:8])[0]
        theirs = answer[12:44]
        (chain,) = _keys(chain, theirs, 1)
        seen = _hash(seen + theirs)
        for key in (once, self._mine):
            (chain,) = _keys(chain, key.exchange(X25519PublicKey.from_public_bytes(theirs)), 1)
        chain, mixed, key = _keys(chain, b"\0" * 32, 3)
        ChaCha20Poly1305(key).decrypt(b"\0" * 12, answer[44:60], _hash(seen + mixed))
        self._out, self._in = _keys(chain, b"", 2)
