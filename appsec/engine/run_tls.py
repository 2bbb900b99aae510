"""What versions of TLS and cipher suites recorded connections came to, and which are too weak."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from appsec.engine.run_hits import by_host, places_of_sent
from appsec.facts.traffic import Sent, over_tls
from appsec.model.outcome import Finding, Question, Seen

_OLD = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1")
_BROKEN = re.compile(r"NULL|RC4|3DES|DES_|DES-|EXPORT|EXP-|anon|ADH|AECDH", re.IGNORECASE)
_STRONG = re.compile(r"GCM|CCM|CHACHA20", re.IGNORECASE)
_FORWARD = re.compile(r"DHE", re.IGNORECASE)


def weak_connections(
    sent: Iterable[Sent], own_hosts: Callable[[], Collection[str]]
) -> Iterator[Seen]:
    """One sighting for each host, version and suite. A connection with a host of the app's own is a
    finding, any other a question: `own_hosts` is asked only where there is one that is too weak.
    """
    for host, each in by_host(sent).items():
        found: dict[tuple[str, str, str], list[Sent]] = {}
        for one in each:
            # A handshake that was refused came to no version.
            done = over_tls(one.exchange) and one.exchange.accepted is not False
            if done and (key := _judged(one)):
                what = (key, one.exchange.tls or "?", one.exchange.cipher or "?")
                found.setdefault(what, []).append(one)
        for (key, version, cipher), those in found.items():
            values = {"host": host, "version": version, "cipher": cipher}
            places = places_of_sent(those)
            if key == "weak" and host in own_hosts():
                yield Finding(key, places, values)
            else:
                yield Question("weak-elsewhere" if key == "weak" else key, places, values)


def _judged(one: Sent) -> str:
    """TLS 1.3 has no other suites; of an older version the suite must be known."""
    version, cipher = one.exchange.tls, one.exchange.cipher
    if version in _OLD or _BROKEN.search(cipher):
        return "weak"
    if version == "TLSv1.3":
        return ""
    if version != "TLSv1.2" or not cipher:
        return "untold"
    return "" if _STRONG.search(cipher) and _FORWARD.search(cipher) else "suite"
