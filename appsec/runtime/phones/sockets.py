"""Sockets on which an app waits for others, as the kernel lists them."""

import ipaddress
import json
import struct
from dataclasses import asdict

from appsec.model.frozen import frozen
from appsec.runtime.phones.access import Way
from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.logcat import USER
from appsec.runtime.phones.words import trouble

_LISTENS = {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}
_ADDRESS, _STATE, _UID = 1, 3, 7


@frozen
class Listening:
    """A socket that takes what comes. `reachable` is whether it is bound to more than the device
    itself."""

    protocol: str
    address: str
    port: int

    @property
    def reachable(self) -> bool:
        return not ipaddress.ip_address(self.address).is_loopback


def told_of(one: Listening) -> str:
    """A line of JSON, as a run keeps it."""
    return json.dumps(asdict(one) | {"reachable": one.reachable}) + "\n"


def listening(adb: Adb, way: Way, uid: int) -> tuple[Listening, ...]:
    """The app's sockets now. Raises CollectError if the device does not list them."""
    found: list[Listening] = []
    for protocol, state in _LISTENS.items():
        path = f"/proc/net/{protocol}"
        said = adb.shell(way.of(f"if [ -e {path} ]; then cat {path}; else echo none; fi"))
        lines = said.text.splitlines()
        if protocol.endswith("6") and lines == ["none"]:
            continue  # a kernel without IPv6
        if said.code != 0 or not lines or "local_address" not in lines[0]:
            raise trouble("no-sockets", why=said.err[:200])
        for words in (line.split() for line in lines[1:]):
            if len(words) <= _UID or words[_STATE] != state or not words[_UID].isdigit():
                continue
            if int(words[_UID]) % USER == uid % USER:
                found.append(_read(protocol, words[_ADDRESS]))
    return tuple(dict.fromkeys(found))


def _read(protocol: str, written: str) -> Listening:
    address, _, port = written.partition(":")
    try:
        return Listening(protocol, _shown(address), int(port, 16))
    except (ValueError, struct.error) as error:
        raise trouble("no-sockets", why=written[:60]) from error


def _shown(hexadecimal: str) -> str:
    """An address as the kernel writes it: words of the machine's order, which is little-endian on
    every phone."""
    raw = bytes.fromhex(hexadecimal)
    words = struct.unpack(f"<{len(raw) // 4}I", raw)
    return str(ipaddress.ip_address(struct.pack(f">{len(words)}I", *words)))
