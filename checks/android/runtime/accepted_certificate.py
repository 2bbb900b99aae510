"""Does a recorded run show that the app accepts certificates that it must refuse?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Question, Seen, Whose, hosts_to_probe


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a request after the handshake shows that the app relied on the certificate."""
    hosts = hosts_to_probe(app)
    for one in app.traffic.probed(hosts):
        if one.exchange.accepted:
            values = {"host": one.exchange.host, "certificate": one.exchange.certificate}
            if not one.exchange.method:
                yield Question("handshake", one.at, values)
            elif hosts.whose(one.exchange.host) is Whose.ANOTHERS:
                yield Question("accepted-elsewhere", one.at, values)
            else:
                yield Finding("accepted", one.at, values)
