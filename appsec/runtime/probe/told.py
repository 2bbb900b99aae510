"""What the half beside mitmproxy tells, as exchanges of a run and as what is known of each host."""

import base64
import binascii
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from appsec.engine.declaration.matching import covers
from appsec.facts.traffic import BAD_CERTIFICATES, Presented
from appsec.model.hostname import plain
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase, State
from appsec.runtime.probe.plan import HostTold, Outcome
from appsec.runtime.run_folder import RunFolder

OFFERED = "tls-offered"
"""The state that tells which versions and suites a client offered to a host."""
_SAID: dict[Any, Outcome] = {
    True: Outcome.ACCEPTED, False: Outcome.REFUSED, "handshake": Outcome.HANDSHAKE,
}  # fmt: skip
MAX_BEGUN = 20_000
MAX_HOSTS = 2_000
_RANK = (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.HANDSHAKE, Outcome.UNCLEAR, Outcome.NOT_SEEN)
_ACCEPTED = {Outcome.ACCEPTED: True, Outcome.HANDSHAKE: True, Outcome.REFUSED: False}


class Told:
    """Writes what happens into a run, each thing in the phase in which it began. Of hostile origin
    is all that a line holds: what is of another type than it should be is left out."""

    def __init__(self, run: RunFolder, hosts: tuple[str, ...]) -> None:
        self._run = run
        self._declared = tuple(map(plain, hosts))
        self._begun: OrderedDict[str, tuple[int, Phase]] = OrderedDict()
        self._outcomes: dict[tuple[str, Presented], Outcome] = {}
        self._closed: set[tuple[str, Presented]] = set()
        self._routed: set[str] = set()
        self.reached = False

    def take(self, event: Mapping[str, Any]) -> None:
        """Takes one line. Raises OSError for a full disk."""
        match event.get("t"):
            case "begin":
                self._begun[_text(event, "id")] = (self._at(event), self._run.phase)
                if len(self._begun) > MAX_BEGUN:
                    self._begun.popitem(last=False)
            case "exchange":
                self._exchange(event)
            case "offer":
                versions, suites = (_texts(event.get(key)) for key in ("versions", "suites"))
                value = (", ".join(versions), ", ".join(suites))
                state = State(OFFERED, value, self._at(event), _text(event, "host"))
                self._run.recorder.write([state])
            case "reached":
                self.reached = True

    def told(self, host: str) -> HostTold:
        """What is known of a host; of a pattern, as long as no host of it was seen."""
        host = plain(host)
        known = {one: self._outcomes.get((host, one), Outcome.NOT_SEEN) for one in Presented}
        return HostTold(host, host in self._routed, known)

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts that are declared, patterns given by the hosts of them that were seen."""
        plain = [one for one in self._declared if not one.startswith("*.")]
        seen = sorted(one for one in self._routed if self._is_declared(one))
        empty = [
            one
            for one in self._declared
            if one.startswith("*.") and not any(covers(one, host) for host in seen)
        ]
        return tuple(dict.fromkeys((*plain, *seen, *empty)))

    def not_seen(self, hosts: tuple[str, ...]) -> None:
        """Tells of hosts that were to be shown bad certificates and never came by: what goes there
        went another way. A pattern is told of as it is, if no host of it came by."""
        for host in hosts:
            if host.startswith("*.") and any(covers(host, one) for one in self._routed):
                continue
            bad = (self._outcomes.get((host, one)) for one in BAD_CERTIFICATES)
            if not any(bad):
                shown = str(Presented.SELF_SIGNED)
                one = Exchange(self._run.now, Phase.TLS, host, 443, certificate=shown)
                self._run.exchange(one)

    def _exchange(self, event: Mapping[str, Any]) -> None:
        at, phase = self._begun.get(_text(event, "id"), (self._at(event), self._run.phase))
        host, certificate = plain(_text(event, "host")), _certificate(event)
        declared = self._is_declared(host)
        if declared and len(self._routed) < MAX_HOSTS:
            self._routed.add(host)
        outcome = self._outcome(event, host, certificate)
        if host in self._routed and outcome is not None:
            known = self._outcomes.get((host, certificate), Outcome.NOT_SEEN)
            self._outcomes[host, certificate] = min(known, outcome, key=_RANK.index)
        accepted = event.get("accepted")
        if outcome is not None:
            accepted = _ACCEPTED.get(outcome)
        one = Exchange(
            at, phase, host, _number(event, "port"), _text(event, "scheme"), _text(event, "sni"),
            _text(event, "address"), _text(event, "tls"), _text(event, "cipher"), str(certificate),
            accepted if isinstance(accepted, bool) else None, _text(event, "method"),
            _text(event, "url"), _number(event, "status"), _pairs(event, "request_headers"),
            _pairs(event, "response_headers"), unread=event.get("unread") is True,
        )  # fmt: skip
        self._run.exchange(one, _bytes(event, "request"), _bytes(event, "response"))

    def _outcome(self, event: Mapping[str, Any], host: str, shown: Presented) -> Outcome | None:
        """What an exchange says of a certificate; None if it is of none."""
        if _text(event, "scheme") != "https":
            return None
        given = event.get("outcome", _SAID.get(event.get("accepted")))
        if given == "closed":
            # Once may be chance: the app was stopped, or opened one connection too many.
            again = (host, shown) in self._closed
            if host in self._routed:
                self._closed.add((host, shown))
            return Outcome.REFUSED if again else Outcome.UNCLEAR
        return Outcome(given) if given in _SAID.values() else Outcome.UNCLEAR

    def _is_declared(self, host: str) -> bool:
        return any(covers(one, host) for one in self._declared)

    def _at(self, event: Mapping[str, Any]) -> int:
        """When it happened: both processes have one clock."""
        at, now = event.get("at"), time.monotonic()
        late = now - at if isinstance(at, int | float) and at <= now else 0.0
        return max(0, self._run.now - int(late * 1e6))


def _certificate(event: Mapping[str, Any]) -> Presented:
    try:
        return Presented(_text(event, "certificate"))
    except ValueError:
        return Presented.GENUINE


def _text(event: Mapping[str, Any], key: str) -> str:
    value = event.get(key)
    return value if isinstance(value, str) else ""


def _number(event: Mapping[str, Any], key: str) -> int:
    value = event.get(key)
    return value if type(value) is int else 0


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(o for o in value if isinstance(o, str)) if isinstance(value, list) else ()


def _pairs(event: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    given = event.get(key)
    pairs = (_texts(one) for one in given) if isinstance(given, list) else ()
    return tuple((one[0], one[1]) for one in pairs if len(one) == len(("name", "value")))


def _bytes(event: Mapping[str, Any], key: str) -> bytes:
    try:
        return base64.b64decode(_text(event, key), validate=True)
    except (binascii.Error, ValueError):
        return b""
