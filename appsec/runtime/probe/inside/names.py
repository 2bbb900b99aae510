"""Names that are looked up, and datagrams: seen where all of a device's traffic comes this way."""

import ipaddress

from mitmproxy import dns
from mitmproxy.proxy import server_hooks

from .book import Book, text
from .contents import CA_HOST

_CA_ADDRESS = "10.0.0.80"
_DNS = (53, 5353)
_MAX_NAMES = 20_000


class Names:
    """Learns which names have which addresses; stops QUIC, so that apps fall back to TCP."""

    def __init__(self, book: Book, resolved: dict[str, tuple[str, int]]) -> None:
        self._book = book
        self._resolved = resolved

    def dns_request(self, flow: dns.DNSFlow) -> None:
        asked = flow.request.question
        if asked and asked.name.lower().rstrip(".") == CA_HOST:
            found = []
            if asked.type == dns.types.A:
                found = [dns.ResourceRecord.A(asked.name, ipaddress.IPv4Address(_CA_ADDRESS))]
            flow.response = flow.request.succeed(found)

    def dns_response(self, flow: dns.DNSFlow) -> None:
        asked = flow.request.question
        name = text(asked.name).lower().rstrip(".") if asked else ""
        if not name or name == CA_HOST:
            return
        addresses = [a for a in map(_address, flow.response.answers if flow.response else ()) if a]
        for one in addresses:
            if len(self._book.names) < _MAX_NAMES:
                self._book.names.setdefault(one, set()).add(name)
        if self._book.once("dns", name):
            self._tell(flow.id, name, 53, "dns", addresses[0] if addresses else "")

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        assert data.server.address
        host, port = data.server.address[:2]
        if data.server.transport_protocol == "udp" and port not in _DNS:
            name = self._book.name_of(host)
            if self._book.once("udp", name, str(port)):
                self._tell(data.client.id, name, port, "quic", host, accepted=False)
            data.server.error = "datagrams are not passed on"
        elif found := self._resolved.get(host.lower()):
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


def _address(record: dns.ResourceRecord) -> str:
    if record.type not in (dns.types.A, dns.types.AAAA):
        return ""
    try:
        return str(ipaddress.ip_address(record.data))
    except ValueError:
        return ""
