"""What apps made of the certificates that they were shown."""

from collections.abc import Iterable, Iterator

from appsec.engine.run_hits import by_host, places_of_sent
from appsec.facts.traffic import Presented, Sent, ToProbe, Whose
from appsec.model.outcome import Finding, Question, Seen


def accepted_certificates(probed: Iterable[Sent], hosts: ToProbe) -> Iterator[Seen]:
    """A sighting of each certificate that an app had to refuse and did not. Only a request after
    the handshake shows that the app relied on it. To a host that a declaration leaves out, the
    system may have sent what nobody told to be the app's; without one, the tester named the hosts
    that were shown certificates."""
    for one in probed:
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


def trusted_ca(exchanges: Iterable[Sent], hosts: ToProbe) -> Iterator[Seen]:
    """A question for each host whose certificate of a CA that the device trusts was relied on."""
    for host, sent in by_host(exchanges).items():
        # Nobody asks for pins with the hosts of others.
        if hosts.whose(host) is Whose.ANOTHERS:
            continue
        valid = [one for one in sent if one.exchange.certificate == Presented.VALID]
        # Without a request, a connection that came to nothing shows neither trust nor a pin.
        used = [one for one in valid if one.exchange.method]
        if relied := [one for one in used if one.exchange.accepted is not False]:
            yield Question("accepted", places_of_sent(relied), {"host": host})
