"""What is known of each connection while it lasts, and what is told of it at its end."""

import base64
import json
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from .hosts import declared_as, plain
from .wire import CERTIFICATE_ALERTS, VERSIONS, Wire

MAX_TEXT = 8_192
MAX_HOST = 255
MAX_HEADERS = 200
MAX_BODY = 8 << 20
"""Bodies up to this size are kept; that a longer one of a request was not is told."""
MAX_SEEN = 5_000
DNS_PORTS = (53, 5353)
_RANK = tuple(VERSIONS.values())


@dataclass(slots=True)
class Conn:
    """One connection of a client. `certificate` is what it is shown: empty for the server's own,
    None as long as it is no TLS. `presented` is whether it got so far that it saw it, `spoke`
    whether it then sent anything, if only the beginning of a request."""

    id: str
    host: str = ""
    port: int = 0
    sni: str = ""
    address: str = ""
    target: str = ""
    certificate: str | None = None
    wire: Wire | None = None
    presented: bool = False
    spoke: bool = False
    alert: int | None = None
    ours: bool = False
    established: float = 0.0
    version: str = ""
    suite: str = ""
    cut: bool = False
    told: bool = False
    live: bool = True


@dataclass(slots=True)
class Book:
    """All connections, which certificate each host is shown, and the way out to the parent."""

    hosts: tuple[str, ...]
    soon: float
    shown: dict[str, str] = field(default_factory=dict)
    conns: dict[str, Conn] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def of(self, client_id: str) -> Conn:
        """The connection of this client."""
        return self.conns.setdefault(client_id, Conn(client_id))

    def declared(self, host: str) -> str:
        """The declared host, or pattern, that a name is of; empty if none."""
        return declared_as(host, self.hosts)

    def certificate(self, host: str) -> str:
        """What a host is shown now: nothing of ours, if it is not declared."""
        declared = self.declared(host)
        return self.shown.get(plain(host), self.shown.get(declared, "")) if declared else ""

    def present(self, certificate: str, hosts: Collection[str]) -> None:
        """From now on these hosts are shown this; all that are declared, if none is named."""
        for one in hosts or self.hosts:
            self.shown[one] = certificate
        if not hosts:
            self.shown = dict.fromkeys(self.hosts, certificate)

    def name_of(self, address: str) -> str:
        """The one name that was looked up and has this address; else the address."""
        names = self.names.get(address, set())
        return next(iter(names)) if len(names) == 1 else address

    def once(self, *what: str) -> bool:
        """Whether this was not told before. What came after very many others was not, either."""
        if what in self.seen or len(self.seen) >= MAX_SEEN:
            return False
        self.seen.add(what)
        return True

    def begin(self, id_: str) -> None:
        """Something begins of which more follows: its phase is that of now."""
        say("begin", id=id_)

    def exchange(self, conn: Conn, id_: str, **more: Any) -> None:
        """Tells of one request or connection."""
        conn.told = True
        plain = {
            "host": conn.host,
            "port": conn.port,
            "sni": conn.sni,
            "address": conn.address,
            **agreed(conn),
            "certificate": conn.certificate or "",
            "scheme": "https" if conn.certificate is not None else "",
        }
        say("exchange", id=id_, **(plain | more))

    def ended(self, conn: Conn) -> None:
        """Tells of a connection what its requests did not."""
        if not conn.live:
            return
        conn.live = False
        self.conns.pop(conn.id, None)
        if conn.wire is not None:
            self._passed(conn, conn.wire)
        elif conn.certificate and not conn.told:
            self.exchange(conn, conn.id, outcome=self._outcome(conn))
        elif conn.certificate is None and not conn.told and conn.host:
            self.exchange(conn, conn.id)
        if self._hides(conn) and self.once("target", conn.target):
            self.exchange(
                conn, conn.id, host=conn.target, sni="", scheme="", tls="", cipher="",
                certificate="",
            )  # fmt: skip

    def _hides(self, conn: Conn) -> bool:
        """Whether a connection goes elsewhere than the name says that the client greeted."""
        target = conn.target.lower()
        if not target or target == conn.host.lower():
            return False
        names = self.names.get(target, set())
        return conn.host not in names if names else not _is_address(target)

    def _passed(self, conn: Conn, wire: Wire) -> None:
        scheme = "https" if wire.version else ""
        self.exchange(
            conn, conn.id, tls=wire.version, cipher=wire.suite, accepted=wire.accepted,
            scheme=scheme,
        )  # fmt: skip

    def _outcome(self, conn: Conn) -> str:
        """How a handshake ended after which nothing was sent."""
        if conn.presented and conn.alert in CERTIFICATE_ALERTS:
            return "refused"
        if conn.spoke:
            return "handshake"
        if conn.cut:
            return "cut"
        if conn.established:
            soon = time.monotonic() - conn.established <= self.soon
            return "closed" if soon else "handshake"
        return "closed" if conn.presented and not conn.ours and conn.alert is None else "failed"


def agreed(conn: Conn, version: str = "", cipher: str = "") -> dict[str, str]:
    """What app and server would have agreed on without us, by what the server agreed on with us:
    the older of both. Without a server only an old version tells something: a client that could do
    better would have done so."""
    old = conn.version in _RANK and conn.version in _RANK[: _RANK.index("TLSv1.2")]
    ours = {"tls": conn.version, "cipher": conn.suite}
    if version not in _RANK or conn.version not in _RANK:
        return ours if old else {"tls": "", "cipher": ""}
    # With TLS 1.3 on its side the server never said which suite of 1.2 it would take.
    ours["cipher"] = conn.suite if old else ""
    older = _RANK.index(conn.version) < _RANK.index(version)
    return ours if older else {"tls": version, "cipher": cipher}


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def text(value: Any) -> str:
    """A bounded text of whatever came."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return str(value or "")[:MAX_TEXT]


def body(data: bytes | bytearray | None) -> str:
    """A body as it is passed on."""
    return base64.b64encode((data or b"")[:MAX_BODY]).decode("ascii")


def say(kind: str, **what: Any) -> None:
    """One line to the parent."""
    line = json.dumps({"t": kind, "at": time.monotonic(), **what}, ensure_ascii=True)
    sys.stdout.buffer.write(line.encode("ascii") + b"\n")
    sys.stdout.buffer.flush()
