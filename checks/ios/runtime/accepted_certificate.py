"""Does a recorded run show that the app accepts certificates that it must refuse?"""

from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """Only a request after the handshake shows that the app relied on the certificate."""
    for one in app.traffic.probed():
        if one.exchange.accepted:
            values = {"host": one.exchange.host, "certificate": one.exchange.certificate}
            kind, key = (Finding, "accepted") if one.exchange.method else (Question, "handshake")
            yield kind(key, one.at, values)
