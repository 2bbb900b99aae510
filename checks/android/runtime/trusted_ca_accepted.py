"""Does a recorded run show that the app relies on any CA that the device trusts?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Phase,
    Presented,
    Question,
    Seen,
    Whose,
    by_host,
    hosts_to_probe,
    places_of_sent,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    hosts = hosts_to_probe(app)
    for host, sent in by_host(app.traffic.exchanges((Phase.TLS,))).items():
        # Nobody asks for pins with the hosts of others.
        if hosts.whose(host) is Whose.ANOTHERS:
            continue
        valid = [one for one in sent if one.exchange.certificate == Presented.VALID]
        # Without a request, a connection that came to nothing shows neither trust nor a pin.
        used = [one for one in valid if one.exchange.method]
        if relied := [one for one in used if one.exchange.accepted is not False]:
            yield Question("accepted", places_of_sent(relied), {"host": host})
