"""Shows each declared host one certificate after the other while the tester repeats the log-in."""

from collections.abc import Collection, Iterator

from appsec.facts.traffic import Presented
from appsec.runtime.probe.plan import SHOWN, Outcome
from appsec.runtime.probe.probe import Probe


class Rotation:
    """Goes on to the next certificate with a host as soon as the one before was accepted. A refusal
    may be of one strict library alone: it ends a certificate's turn only when the tester says that
    the log-in was repeated, of which all must have been under this certificate."""

    def __init__(self, probe: Probe, certificates: Collection[Presented] = SHOWN) -> None:
        self._probe = probe
        self._wanted = certificates
        self._now: dict[str, Presented | None] = {}
        self._late: set[str] = set()

    def step(
        self, repeated: bool = False
    ) -> Iterator[tuple[str, Presented, Outcome, Presented | None]]:
        """Looks at each host: what came of the certificate that it was shown, and which it is shown
        now (None: all are told). `repeated`: the tester has repeated the log-in since the last
        time. Raises CollectError."""
        if repeated:
            self._probe.settle()
        first, late = not self._now, set(self._late)
        if repeated:
            self._late.clear()
        for host in self._probe.hosts:
            if host not in self._now:
                self._show(host, self._next(host))
                self._late |= set() if first else {host}
            shown = self._now[host]
            outcome = self._probe.told(host).outcomes[shown] if shown is not None else None
            over = outcome is Outcome.REFUSED and repeated and host not in self._late | late
            if shown is not None and outcome is not None and (outcome is Outcome.ACCEPTED or over):
                following = self._next(host)
                self._show(host, following)
                self._late |= set() if repeated else {host}
                yield host, shown, outcome, following

    @property
    def done(self) -> bool:
        """Whether all hosts were shown all that they are to be shown."""
        return bool(self._now) and all(self._now.get(one, 1) is None for one in self._probe.hosts)

    @property
    def unconfirmed(self) -> str:
        """The hosts of which nobody said that the log-in was repeated under what they refused."""
        shown = ((host, self._now.get(host)) for host in self._probe.hosts)
        return ", ".join(
            host
            for host, one in shown
            if one is not None and self._probe.told(host).outcomes[one] is Outcome.REFUSED
        )

    def _next(self, host: str) -> Presented | None:
        missing = self._probe.told(host).missing
        return next((one for one in SHOWN if one in missing and one in self._wanted), None)

    def _show(self, host: str, certificate: Presented | None) -> None:
        self._now[host] = certificate
        # At the end the app is to work again, whichever of both it takes.
        told = self._probe.told(host).outcomes[Presented.VALID]
        last = Presented.VALID if told is Outcome.ACCEPTED else Presented.GENUINE
        self._probe.present(last if certificate is None else certificate, [host])
