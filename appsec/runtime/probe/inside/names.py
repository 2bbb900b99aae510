"""Names that are looked up, and datagrams: seen where all of a device's traffic comes this way."""

import ipaddress

from mitmproxy import dns
from mitmproxy.proxy import server_hooks

from .book import DNS_PORTS, Book, text
from .contents import CA_HOST

_CA_ADDRESS = "10.0.0.80"
_IPV4 = 4
_MAX_NAMES = 20_000
_MAX_OF_ONE = 50


class Names:
    """Learns which names have which addresses; stops QUIC, so that apps fall back to TCP."""

    def __init__(self, book: Book, resolved: dict[str, tuple[str, int]], *, ipv6: bool) -> None:
        self._book = book
        self._resolved = resolved
        self._ipv6 = ipv6

    def dns_request(self, flow: dns.DNSFlow) -> None:
        asked = flow.request.question
        name = asked.name.lower().rstrip(".") if asked else ""
        known = _CA_ADDRESS if name == CA_HOST else self._resolved.get(name, ("", 0))[0]
        if asked and asked.type == dns.types.AAAA and not self._ipv6:
            # Apps would take a connection with us for one that leads there.
            flow.response = flow.request.succeed([])
        elif asked and known:
            found = []
            if asked.type == dns.types.A and _version(known) == _IPV4:
                found = [dns.ResourceRecord.A(asked.name, ipaddress.IPv4Address(known))]
            flow.response = flow.request.succeed(found)

    def dns_response(self, flow: dns.DNSFlow) -> None:
        asked = flow.request.question
        name = text(asked.name).lower().rstrip(".") if asked else ""
        if not name or name == CA_HOST:
            return
        addresses = [a for a in map(_address, flow.response.answers if flow.response else ()) if a]
        for one in addresses:
            if len(self._book.names) < _MAX_NAMES:
                names = self._book.names.setdefault(one, set())
                if len(names) < _MAX_OF_ONE:
                    names.add(name)
        if self._book.once("dns", name):
            self._tell(flow.id, name, 53, "dns", addresses[0] if addresses else "")

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        assert data.server.address
        host, port = data.server.address[:2]
        if data.server.transport_protocol == "udp" and port not in DNS_PORTS:
            name = self._book.of(data.client.id).sni or self._book.name_of(host)
            if self._book.once("udp", name, str(port)):
                self._tell(data.client.id, name, port, "quic", host, accepted=False)
            data.server.error = "datagrams are not passed on"
        elif found := self._resolved.get(self._book.name_of(host).lower()):
            data.server.address = found

    def server_connected(self, data: server_hooks.ServerConnectionHookData) -> None:
        if data.server.peername:
            self._book.of(data.client.id).address = str(data.server.peername[0])

    def _tell(
        self, id_: str, host: str, port: int, scheme: str, address: str, **more: bool
    ) -> None:
        self._book.begin(id_)
        conn = self._book.of(id_)
        method = "DNS" if scheme == "dns" else ""
        self._book.exchange(
            conn, id_, host=host, port=port, scheme=scheme, address=address, method=method, **more
        )
        if scheme == "dns":
            self._book.conns.pop(id_, None)


def _version(address: str) -> int:
    """4 or 6; 0 for a name."""
    try:
        return ipaddress.ip_address(address).version
    except ValueError:
        return 0


def _address(record: dns.ResourceRecord) -> str:
    if record.type not in (dns.types.A, dns.types.AAAA):
        return ""
    try:
        return str(ipaddress.ip_address(record.data))
    except ValueError:
        return ""
