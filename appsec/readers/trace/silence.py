"""What it takes for a run in which no canary turned up to mean anything."""

from collections.abc import Callable, Mapping

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Snapshot
from appsec.model.trace import ABSENT, Mark, Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.search import Searched
from appsec.readers.trace.watched import Span, captured, kept_in, whole_spans

Lacks = tuple[str, Mapping[str, str]]
"""A key of the gaps' words, and its values."""
OwnLack = Callable[[Index, Searched, Span], Lacks | None]
"""What is asked of a kind of record besides what is asked of all."""

BEFORE_CONSENT = (Phase.BEFORE, Phase.FIRST_START, Phase.ENVIRONMENT, Phase.CONSENT_REFUSE)
"""Phases in which nobody has typed anything yet: what can turn up are identifiers."""
_NOTED = (What.IDENTIFIER, What.LOCATION)
"""Canaries that are noted of the device; nobody enters them."""
_QUIET = (Phase.BACKGROUND, Phase.LOCK, Phase.CLOSE, Phase.UNINSTALL)
"""Phases in which the app need not do anything."""


def lack_in(told: Index, done: Searched, phase: Phase, of: OwnLack) -> Lacks | None:
    """Why one run's silence in a phase means nothing."""
    spans = whole_spans(told, phase)
    if not spans:
        return "phase-not-run", {"phase": str(phase)}
    for span in spans:
        if lack := of(told, done, span) or _lived(told, done, span, span.end):
            return lack
    return None


def lack_of_all(told: Index, done: Searched, of: OwnLack) -> Lacks | None:
    """Why one run's silence in all that it went through means nothing. The app must have been in
    use, and something entered: identifiers are looked for, but do not stand for that."""
    phases = dict.fromkeys(p for p in Phase if whole_spans(told, p))
    if not phases:
        return "phase-not-run", {"phase": ""}
    ends = [span.end for phase in phases for span in whole_spans(told, phase)]
    if not _typed(done, max(ends)):
        return "no-canary-typed", {}
    if _left_out(told, done):
        return "canary-not-typed", {}
    if Phase.USE not in phases:
        return "phase-not-run", {"phase": str(Phase.USE)}
    for phase in phases:
        for span in whole_spans(told, phase):
            if lack := of(told, done, span):
                return lack[0], {"phase": str(phase), **lack[1]}
    return None


def snapshot_lack(told: Index, done: Searched, one: Snapshot) -> str | None:
    """Why a snapshot in which nothing turned up means nothing."""
    spans = [span for span in whole_spans(told, one.phase) if span.holds(one.at)]
    if not spans:
        return "snapshot-outside-phase"
    if lack := _lived(told, done, spans[-1], one.at):
        return lack[0]
    return None if one.complete else "snapshot-incomplete"


def unseen(done: Searched, one: Snapshot) -> str | None:
    """Why a snapshot does not answer for all that was entered in its run."""
    late = [at for canary, at in done.typed.items() if canary in done.canaries and at > one.at]
    return "typed-after-snapshot" if late else None


def log_lack(told: Index, done: Searched, span: Span) -> Lacks | None:
    """A log is the system's, which is never quiet: a phase without any line was not kept, and one
    without any line of the app's was not told whose lines are whose."""
    kept = done.logged and span.phase in done.log_phases
    if not (kept and kept_in(told, "log", span)):
        return "not-kept", {}
    return None if done.own_log else ("log-without-own-lines", {})


def traffic_lack(told: Index, done: Searched, span: Span) -> Lacks | None:
    """All connections must have been decrypted, and the app seen to connect at some time."""
    if not (done.traffic and kept_in(told, "traffic", span)):
        return "not-kept", {}
    if not captured(told, span):
        return "traffic-captured-in-part", {"phase": str(span.phase)}
    if not done.own_traffic:
        return "traffic-not-seen", {}
    if half := done.half_sent.get(span.phase):
        return "not-searched-whole", {"file": half, "why": "size"}
    hosts = [host for phase, host in done.opaque if phase is span.phase]
    return ("traffic-not-decrypted", {"hosts": ", ".join(hosts[:5])}) if hosts else None


def _lived(told: Index, done: Searched, span: Span, until: int) -> Lacks | None:
    """Whether something to look for was in the app by then, and the app did anything."""
    if span.phase in BEFORE_CONSENT:
        if not any(one.what == What.IDENTIFIER for one in done.canaries.values()):
            return "no-identifier-known", {}
    elif not _typed(done, until):
        return "no-canary-typed", {}
    elif _left_out(told, done):
        return "canary-not-typed", {}
    if span.phase is Phase.LOGOUT and not _before(told, Phase.LOGIN, span):
        return "phase-not-run", {"phase": str(Phase.LOGIN)}
    if span.phase not in done.active and span.phase not in _QUIET:
        return "phase-without-activity", {}
    return None


def _typed(done: Searched, until: int) -> bool:
    return any(at <= until for one, at in done.typed.items() if one in done.canaries)


def _left_out(told: Index, done: Searched) -> bool:
    """Whether a canary was to be entered and was not, unless the app is said to have no field for
    it: that it did not turn up means nothing, and its field is the one that may leak."""
    absent = {mark.note for _, mark in told.of(Mark) if mark.name == ABSENT}
    wanted = {one.id for one in told.meta.canaries if one.what not in _NOTED}
    return not wanted <= done.typed.keys() | absent


def _before(told: Index, phase: Phase, span: Span) -> bool:
    return any(one.first < span.first for one in whole_spans(told, phase))
