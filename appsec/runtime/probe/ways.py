"""How a device reaches the probe: this machine's address, and what a WireGuard client is told."""

import socket
from ipaddress import ip_address

_OUTSIDE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:4860:4860::8888"}
"""Nothing is sent there: a datagram's socket only looks up the way."""
_OWN_V6 = "fd61:7070:7365:6300::1/128"
_EVERYTHING = "0.0.0.0/0, ::/0"


def _towards(family: socket.AddressFamily) -> str:
    """The address of this machine from which it reaches others; empty if it does not."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.connect((_OUTSIDE[family], 9))
            return str(one.getsockname()[0])
    except OSError:
        return ""


def has_ipv6() -> bool:
    """Whether anything can be reached from here by IPv6."""
    return bool(_towards(socket.AF_INET6))


def reached_at(address: str) -> str:
    """Where others reach what listens at an address: of all addresses, the one that leads out."""
    if address in ("0.0.0.0", ""):
        return _towards(socket.AF_INET) or address
    if address == "::":
        return _towards(socket.AF_INET) or _towards(socket.AF_INET6) or address
    return address


def is_only_here(address: str) -> bool:
    """Whether nobody but this machine reaches an address."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def client_of(told: str, address: str, port: int) -> str:
    """A client's configuration as mitmproxy has it, with where it reaches us, and with IPv6: what
    is not led through the tunnel goes past it."""
    host = reached_at(address)
    at = f"[{host}]" if ":" in host else host
    given = {"Endpoint": f"{at}:{port}", "AllowedIPs": _EVERYTHING}
    lines = []
    for line in told.strip().splitlines():
        name, _, value = line.partition(" = ")
        if name == "Address":
            value = f"{value}, {_OWN_V6}"
        lines.append(f"{name} = {given.get(name, value)}" if value else line)
    return "\n".join(lines)
