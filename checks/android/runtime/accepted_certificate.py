"""Does a recorded run show that the app accepts certificates that it must refuse?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Question, Seen, Whose, declared_hosts, hosts_to_probe


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a request after the handshake shows that the app relied on the certificate. What nobody
    told to be the app's, to a host that is not declared, the system may have sent."""
    declared, hosts = declared_hosts(app), hosts_to_probe(app)
    for one in app.traffic.probed(hosts):
        sent = one.exchange
        if sent.accepted:
            values, name = (
                {"host": sent.host, "certificate": sent.certificate},
                sent.sni or sent.host,
            )
            key, kind = ("accepted", Finding) if sent.method else ("handshake", Question)
            if not (sent.own or declared(name)):
                key, kind = "whose", Question
            elif sent.method and hosts.whose(name) is Whose.ANOTHERS:
                key, kind = "accepted-elsewhere", Question
            yield kind(key, one.at, values)
