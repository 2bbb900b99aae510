"""Does a recorded run show that the app accepts certificates that it must refuse?"""

from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen, declared_hosts


def check(app: IosApp) -> Iterator[Seen]:
    """Only a request after the handshake shows that the app relied on the certificate. What nobody
    told to be the app's, to a host that is not declared, the system may have sent."""
    declared = declared_hosts(app)
    for one in app.traffic.probed():
        sent = one.exchange
        if sent.accepted:
            values = {"host": sent.host, "certificate": sent.certificate}
            key, kind = ("accepted", Finding) if sent.method else ("handshake", Question)
            if not (sent.own or declared(sent.sni or sent.host)):
                key, kind = "whose", Question
            yield kind(key, one.at, values)
