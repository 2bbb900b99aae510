"""Does a recorded run show that the app accepts certificates that it must refuse?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Question, Seen, Whose, hosts_to_probe


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a request after the handshake shows that the app relied on the certificate. To a host
    that a declaration leaves out, the system may have sent what nobody told to be the app's;
    without one, the tester named the hosts that were shown certificates."""
    hosts = hosts_to_probe(app)
    for one in app.traffic.probed(hosts):
        sent = one.exchange
        if sent.accepted:
            values = {"host": sent.host, "certificate": sent.certificate}
            whose = hosts.whose(sent.sni or sent.host)
            if hosts.named and whose is Whose.UNTOLD and not sent.own:
                yield Question("whose", one.at, values)
            elif not sent.method:
                yield Question("handshake", one.at, values)
            elif whose is Whose.ANOTHERS:
                yield Question("accepted-elsewhere", one.at, values)
            else:
                yield Finding("accepted", one.at, values)
