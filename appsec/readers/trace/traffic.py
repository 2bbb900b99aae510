"""The connections of all runs as one value, which notes what each asker lacked."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from itertools import islice

from appsec.engine.run_sessions import ENOUGH
from appsec.facts.app import Asked, Known
from appsec.facts.traffic import (
    BAD_CERTIFICATES,
    CodeSent,
    Presented,
    Sent,
    SentAgain,
    Session,
    ToProbe,
    over_tls,
)
from appsec.model.hostname import plain
from appsec.model.outcome import Cause, Gap, Location
from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.model.trace import CA_TRUSTED, Phase, State
from appsec.readers.trace.bodies import Bodies, bad_bodies
from appsec.readers.trace.code_sent import Answers
from appsec.readers.trace.index import Index
from appsec.readers.trace.probed_hosts import must_be_shown
from appsec.readers.trace.run_file import BadFile, attached, lines_of
from appsec.readers.trace.runs import Traces
from appsec.readers.trace.sent_again import MAX_LOGOUTS, Replayed
from appsec.readers.trace.sessions import LOGINS, Sessions
from appsec.readers.trace.watched import Span, broken_phases, by_proxy, kept_in, whole_spans
from appsec.readers.trace.watched import captured as was_captured

FACT = "traffic"
TRAFFIC = "traffic.jsonl"
MAX_EXCHANGES = 200_000
MAX_HOSTS = MAX_BAD = 20
_UNTRUSTED = (Presented.SELF_SIGNED, Presented.UNTRUSTED)


class KeptTraffic(Asked):
    """Implements `appsec.facts.traffic.Traffic`, and tells each asker's lacks apart (`Asked`)."""

    def __init__(self, runs: Sequence[tuple[str, Index]]) -> None:
        self._lacked: list[Gap] = []
        self._lost: list[Gap] = []
        self._runs = [(name, told, self._kept(name, told)) for name, told in runs]
        self._answers = {name: Answers(Bodies(told).came) for name, told in runs}

    def only(self, places: Collection[int]) -> "KeptTraffic":
        part = copy(self)
        part._runs = [self._runs[place] for place in sorted(places)]
        part._lacked = []
        return part

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What of the runs' files could not be read, whoever asks."""
        return tuple(self._lost)

    def taken(self) -> list[Gap]:
        lacked, self._lacked = self._lacked, []
        return lacked

    def exchanges(self, phases: Collection[Phase] = ()) -> Iterator[Sent]:
        self._need(phases, [told for _, told, kept in self._runs if kept])
        for name, told, kept in self._runs:
            for at, one in kept:
                if not phases or one.phase in phases:
                    yield Sent(one, at, name, bool(told.meta.variant))

    def _need(self, phases: Collection[Phase], runs: Sequence[Index]) -> None:
        """Adds what silence in these phases lacks; none named, in each that was gone through, the
        use of the app among them."""
        if not runs:
            return self._lacks("not-kept", what="traffic")
        whole = [told for told in runs if told.trouble is None]
        if not phases and not any(whole_spans(told, Phase.USE) for told in whole):
            self._lacks("phase-not-run", phase=str(Phase.USE))
        for phase in phases or (one for one in Phase if one is not Phase.BEFORE):
            reached = [told for told in whole if whole_spans(told, phase)]
            if not reached:
                if phases or any(phase in broken_phases(told) for told in whole):
                    self._lacks("phase-not-run", phase=str(phase))
                continue
            # Certificates are tried host by host: one that went another way shows as not tried.
            aimed = tuple(phases) == (Phase.TLS,)
            lacks = [_capture_lack(told, whole_spans(told, phase), aimed) for told in reached]
            if "" not in lacks:
                self._lacks(lacks[-1], phase=str(phase), what="traffic")
        return None

    def code(self) -> Iterator[CodeSent]:
        lost, shut = 0, dict[str, int]()
        for sent in self.exchanges():
            came = self._answers[sent.run].code(sent.exchange)
            if came.kind:
                yield CodeSent(sent, came.kind)
            elif not came.looked:
                host = visible(sent.exchange.host)
                shut[host] = shut.get(host, 0) + 1
            lost += not came.kept
        if lost:
            self._lacks("answers-not-kept", count=str(lost))
        for host, count in list(shut.items())[:MAX_HOSTS]:
            self._lacks("answers-not-opened", host=host, count=str(count))

    def probed(self, hosts: ToProbe) -> Iterator[Sent]:
        sent = list(self.exchanges((Phase.TLS,)))
        bad = [one for one in sent if one.exchange.certificate in BAD_CERTIFICATES]
        shown_to = {one.exchange.host for one in bad}
        asked = must_be_shown(hosts, {*self.all_hosts(), *shown_to}, shown_to)
        each: dict[str, dict[str, list[Sent]]] = {one: {} for one in asked}
        if not each:
            self._lacks("traffic-not-seen")
        trusting = self._trusting(sent)
        stretches = {name: _seen_whole(told) for name, told, _ in self._runs}
        for one in sent:
            shown = each.get(plain(one.exchange.host))
            # What was refused in a step that was not whole may have been taken a moment later.
            held = any(span.holds(one.exchange.at) for span in stretches[one.run])
            if shown is not None and (held or one.exchange.accepted is not False):
                shown.setdefault(one.exchange.certificate, []).append(one)
        for host, shown in each.items():
            self._shown(visible(host), shown, trusting)
        yield from bad

    def _shown(
        self, host: str, shown: Mapping[str, Sequence[Sent]], trusting: Collection[str]
    ) -> None:
        """What is missing for one host's refusals to mean something."""
        every = (Presented.VALID, *BAD_CERTIFICATES)
        told = {one: [s for s in shown.get(one, ()) if _told(s.exchange)] for one in every}
        if missing := [one for one in every if not told[one]]:
            names = ", ".join(missing)
            self._lacks("certificate-not-tried", host=host, certificates=names)
        # Dates and names are only looked at where the CA is trusted, and pins only show there.
        vain = [
            one
            for one in (Presented.VALID, Presented.EXPIRED, Presented.WRONG_HOST)
            if told[one] and not any(_counts(sent, trusting) for sent in told[one])
        ]
        if vain:
            self._lacks("test-ca-not-trusted", host=host, certificates=", ".join(vain))
        # A name that was looked up, or what went by in clear, is no use of a certificate.
        every_other = (sent.exchange for sent in shown.get(Presented.GENUINE, ()))
        genuine = [one for one in every_other if over_tls(one)]
        relied = any(map(_relied, (*(sent.exchange for sent in told[Presented.VALID]), *genuine)))
        # What a pinning app sends to the genuine server nobody between can read.
        if not relied and not any(one.accepted for one in genuine):
            self._lacks("no-certificate-accepted", host=host)

    def _trusting(self, sent: Sequence[Sent]) -> set[str]:
        """The runs on a device that is known to trust the CA of the certificates shown."""
        stated = {
            name
            for name, told, _ in self._runs
            if any(s.name == CA_TRUSTED and s.value is True for _, s in told.of(State))
        }
        # Who takes any certificate takes this one, whatever the device trusts.
        lax = {
            (s.run, s.exchange.host)
            for s in sent
            if s.exchange.certificate in _UNTRUSTED and s.exchange.accepted
        }
        valid = [s for s in sent if s.exchange.certificate == Presented.VALID]
        strict = [s for s in valid if (s.run, s.exchange.host) not in lax]
        return stated | {s.run for s in strict if _relied(s.exchange)}

    def all_hosts(self) -> Iterator[str]:
        """The hosts of all connections over TLS, in whichever phase."""
        for _, _, kept in self._runs:
            yield from (one.host for _, one in kept if over_tls(one))

    def sessions(self, is_own: Callable[[str], bool]) -> Iterator[Session]:
        self._need_any(LOGINS, Phase.SESSION)
        found = Sessions()
        for _, told, kept in self._runs:
            found.add(told, kept, Bodies(told))
        for why in found.unread:
            self._lacks("tokens-not-all-known", why=why)
        untold = {n: None for host, names in found.untold.items() if is_own(host) for n in names}
        if untold:
            self._lacks("token-not-told", names=", ".join(untold))
        if (most := found.most(is_own)) < ENOUGH:
            self._lacks("too-few-logins", count=str(most), least=str(ENOUGH))
        yield from found.told()

    def sent_again(self, is_own: Callable[[str], bool]) -> Iterator[SentAgain]:
        self._need_any((Phase.LOGOUT,), Phase.LOGOUT)
        replayed = Replayed()
        for _, told, kept in self._runs:
            replayed.add(told, kept, Bodies(told), is_own)
        if replayed.too_many:
            self._lacks("logouts-not-all-judged", most=str(MAX_LOGOUTS))
        if replayed.untried and (replayed.is_tried or replayed.refused):
            self._lacks("token-not-all-replayed", names=", ".join(replayed.untried))
        elif not replayed.is_tried:
            self._lacks("token-not-replayed")
        yield from replayed.found

    def _need_any(self, phases: Collection[Phase], missing: Phase) -> None:
        """Traffic of one of these phases; `missing` is told where none was gone through."""
        reached = [
            kept for _, told, kept in self._runs if any(whole_spans(told, one) for one in phases)
        ]
        if not reached:
            self._lacks("phase-not-run", phase=str(missing))
        elif not any(reached):
            self._lacks("not-kept", what="traffic")

    def _kept(self, name: str, told: Index) -> list[tuple[Location, Exchange]]:
        kept: list[tuple[Location, Exchange]] = []
        try:
            place = attached(told, TRAFFIC)
            for number, one in enumerate(lines_of(place, (Exchange,)) if place else (), 1):
                if len(kept) == MAX_EXCHANGES:
                    self._lose(name, "run-file-unreadable", TRAFFIC, f"more than {MAX_EXCHANGES}")
                    break
                if one.own is not False:
                    kept.append((Location(f"{name}/{TRAFFIC}", at=f"line {number}"), one))
        except BadFile as error:
            self._lose(name, error.key, error.path, error.why)
        for bad in islice(bad_bodies(told, (one for _, one in kept)), MAX_BAD):
            self._lose(name, bad.key, bad.path, bad.why)
        return kept

    def _lose(self, run: str, key: str, file: str, why: str) -> None:
        values = {"run": run, "file": visible(file), "why": visible(why)}
        self._lost.append(Gap(FACT, Cause.LOST, key, values))

    def _lacks(self, key: str, **values: str) -> None:
        gap = Gap(FACT, Cause.NOT_SUPPLIED, key, values)
        if gap not in self._lacked:
            self._lacked.append(gap)


def _seen_whole(told: Index) -> list[Span]:
    """The stretches of the step TLS of which all was recorded."""
    every = whole_spans(told, Phase.TLS)
    return [one for one in every if not _capture_lack(told, (one,), aimed=True)]


def _told(one: Exchange) -> bool:
    return one.accepted is not None


def _capture_lack(told: Index, stretches: Sequence[Span], aimed: bool) -> str:
    """Why not all that was sent in these stretches was recorded, empty if it was; `aimed` if what
    goes by no proxy does not matter."""
    if not all(kept_in(told, "traffic", one) for one in stretches):
        return "not-kept"
    if not all(was_captured(told, one) for one in stretches):
        return "traffic-captured-in-part"
    return "traffic-by-proxy" if not aimed and any(by_proxy(told, s) for s in stretches) else ""


def _relied(one: Exchange) -> bool:
    return one.accepted is not False and bool(one.method)


def _counts(sent: Sent, trusting: Collection[str]) -> bool:
    return sent.exchange.accepted is True or sent.run in trusting


def read_traffic(runs: Traces) -> Known[KeptTraffic]:
    """Reads what all runs kept of the app's connections."""
    kept = KeptTraffic(runs.indexes)
    return Known(kept, kept.gaps)
