"""What it takes for a run in which no canary turned up to mean anything."""

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

from appsec.engine.canaries.forms import What
from appsec.engine.run_hits import AFTER
from appsec.facts.leaks import Where
from appsec.model.frozen import frozen
from appsec.model.trace import Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.left_out import contradicted, left_out, unasked, untold
from appsec.readers.trace.searched import Searched, Taken, Token
from appsec.readers.trace.watched import (
    Span,
    broken_phases,
    by_proxy,
    captured,
    kept_in,
    spans,
    used_spans,
    whole_spans,
)

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
_CREDENTIALS = (What.PASSWORD, What.OTP)
_LATE = {"typed-after-snapshot": "typed-after-phase", "snapshot-before-use": "phase-before-use"}
MAX_QUIET = 180_000_000
"""Microseconds for which a device's log says nothing: for longer, it was not kept."""


@frozen
class _Moment:
    """Up to when something had to have happened: the time and, where clocks say the same, the line
    of the trace before which it was told. What has no line counts there only if `closed`."""

    at: int
    line: int
    closed: bool

    def comes_after(self, at: int, line: int) -> bool:
        """Whether something of this time and line is known to have been before."""
        return at < self.at or (at == self.at and line < self.line)

    def comes_after_time(self, at: int) -> bool:
        """The same of what has no line."""
        return at < self.at or (self.closed and at == self.at)


def _end_of(span: Span) -> _Moment:
    return _Moment(span.end, span.last, closed=True)


def _taken_at(span: Span, at: int) -> _Moment:
    """When a copy was taken: within a stretch nothing tells the order of what one clock gave."""
    return _Moment(at, span.first, closed=False)


def lack_in(told: Index, done: Searched, phase: Phase, of: OwnLack) -> Lacks | None:
    """Why one run's silence in a phase means nothing."""
    spans = whole_spans(told, phase)
    if not spans:
        return "phase-not-run", {"phase": str(phase)}
    for span in spans:
        if lack := of(told, done, span) or _lived(told, done, span, _end_of(span)):
            return lack
    # What is left behind is asked about: by the last time there must have been all of it.
    late = _unseen(told, done, spans[-1], _end_of(spans[-1])) if phase in AFTER else None
    return (_LATE[late], {"phase": str(phase)}) if late else None


def lack_of_all(told: Index, done: Searched, of: OwnLack) -> Lacks | None:
    """Why one run's silence in all that it went through means nothing. The app must have been in
    use, and something entered: identifiers are looked for, but do not stand for that."""
    # What lies between a pause and the next mark is no phase of the session.
    phases = [p for p in Phase if p is not Phase.BEFORE and whole_spans(told, p)]
    if not phases:
        return "phase-not-run", {"phase": str(Phase.USE)}
    every = [span for phase in phases for span in whole_spans(told, phase)]
    if lack := _entered(told, done, _end_of(max(every, key=lambda span: span.last))):
        return lack
    if Phase.USE not in phases:
        return "phase-not-run", {"phase": str(Phase.USE)}
    for phase in broken_phases(told):
        return "phase-not-run", {"phase": str(phase)}
    for phase in phases:
        for span in whole_spans(told, phase):
            if lack := of(told, done, span):
                return lack[0], {"phase": str(phase), **lack[1]}
    return None


def snapshot_lack(told: Index, done: Searched, one: Taken) -> Lacks | None:
    """Why a snapshot in which nothing turned up means nothing."""
    span = _around(told, one)
    if span is None:
        return "snapshot-outside-phase", {}
    if lack := _lived(told, done, span, _taken_at(span, one.head.at)):
        return lack
    return None if one.head.complete else ("snapshot-incomplete", {})


def unseen(told: Index, done: Searched, one: Taken) -> Lacks | None:
    """Why a snapshot does not answer for all that its run entered and kept."""
    span = _around(told, one)
    if span is None:
        return "snapshot-outside-phase", {}
    lack = _unseen(told, done, span, _taken_at(span, one.head.at))
    return (lack, {}) if lack else None


def never_entered(told: Index, done: Searched, canary: str, phases: Collection[Phase]) -> bool:
    """Whether a canary was not entered by the end of these phases; none named: not at all."""
    at = done.ever_typed.get(canary)
    if at is None:
        return True
    return bool(phases) and all(one.end < at for one in spans(told) if one.phase in phases)


def _around(told: Index, one: Taken) -> Span | None:
    """The stretch in which a snapshot was taken, the first of those that it may have been."""
    held = (s for s in whole_spans(told, one.head.phase) if s.holds(one.head.at))
    return next(held, None)


def _unseen(told: Index, done: Searched, span: Span, until: _Moment) -> str | None:
    """`span` is the stretch in which the moment lies."""
    typed = ((one, at) for one, at in done.typed.items() if one in done.canaries)
    if not all(until.comes_after(at, done.typed_lines[one]) for one, at in typed):
        return "typed-after-snapshot"
    # A use that began in the same microsecond is none yet; one of an earlier stretch is over.
    used = any(
        use.first < span.first or (use.first == span.first and use.begin < until.at)
        for use in used_spans(told)
    )
    return None if used else "snapshot-before-use"


def log_lack(told: Index, done: Searched, span: Span) -> Lacks | None:
    """A log is the system's, which is never quiet: a stretch without any line was not kept, and one
    without any line of the app's was not told whose lines are whose."""
    within = sorted(at for at in done.log_times.get(span.phase, ()) if span.holds(at))
    if not (done.logged and within and kept_in(told, "log", span)):
        return "not-kept", {}
    if span.phase not in _QUIET:
        if any(b - a > MAX_QUIET for a, b in pairwise((span.begin, *within, span.end))):
            return "log-interrupted", {"seconds": str(MAX_QUIET // 1_000_000)}
        if not any(map(span.holds, done.own_log.get(span.phase, ()))):
            return "log-without-own-lines", {}
    elif not done.own_log:
        return "log-without-own-lines", {}
    return half_lack(done, Where.LOG, span.phase)


def traffic_lack(told: Index, done: Searched, span: Span) -> Lacks | None:
    """All connections must have been decrypted, and the app seen to connect at some time."""
    if not (done.traffic and kept_in(told, "traffic", span)):
        return "not-kept", {}
    if not captured(told, span):
        return "traffic-captured-in-part", {"phase": str(span.phase)}
    if by_proxy(told, span):
        return "traffic-by-proxy", {"phase": str(span.phase)}
    if not done.own_traffic:
        return "traffic-not-seen", {}
    hosts = [host for phase, host in done.opaque if phase is span.phase]
    if hosts:
        return "traffic-not-decrypted", {"hosts": ", ".join(hosts[:5])}
    return half_lack(done, Where.TRAFFIC, span.phase)


def half_lack(done: Searched, where: Where, phase: Phase) -> Lacks | None:
    """Why what was kept of a phase was not all looked at."""
    for path, why in done.half.get((where, phase), {}):
        return "not-searched-whole", {"file": f"{where}.jsonl {path}", "why": why}
    if (where, phase, None) in done.crowded:
        return "leaks-not-all-told", {}
    return None


def _lived(told: Index, done: Searched, span: Span, until: _Moment) -> Lacks | None:
    """Whether something to look for was in the app by then, and the app did anything."""
    if span.phase in BEFORE_CONSENT:
        if not any(one.what == What.IDENTIFIER for one in done.canaries.values()):
            return "no-identifier-known", {}
    elif lack := _entered(told, done, until):
        return lack
    if span.phase is Phase.LOGOUT and not _before(told, Phase.LOGIN, span):
        return "phase-not-run", {"phase": str(Phase.LOGIN)}
    if span.phase not in done.active and span.phase not in _QUIET:
        return "phase-without-activity", {}
    return None


def _entered(told: Index, done: Searched, until: _Moment) -> Lacks | None:
    """Whether something was entered by then and, if that was to log in, what a server gave in
    return is known: a token in plain sight is what most apps leave lying about."""
    typed = [
        done.canaries[one].what
        for one, at in done.typed.items()
        if one in done.canaries and until.comes_after(at, done.typed_lines[one])
    ]
    if not typed:
        return "no-canary-typed", {}
    if lack := _left_out(told, done):
        return lack
    # Whoever logged in in a stretch that broke off may still be logged in.
    ever = (one for one, at in done.ever_typed.items() if at <= until.at)
    entered = {done.canaries[one].what for one in ever if one in done.canaries}
    if entered & set(_CREDENTIALS) and What.TOKEN not in typed:
        since = _login_began(told, done)
        known = (one for one in done.tokens if until.comes_after_time(one.at))
        if not any(_is_of_login(one, since) for one in known):
            return "no-token-known", {}
    return None


def _login_began(told: Index, done: Searched) -> int:
    """When the phase began in which credentials were entered first."""
    kinds = {one: canary.what for one, canary in done.canaries.items()}
    every = (done.typed, done.ever_typed)
    entered = (
        [at for one, at in typed.items() if kinds.get(one) in _CREDENTIALS] for typed in every
    )
    first = min(next(filter(None, entered)))
    return max((span.begin for span in spans(told) if span.holds(first)), default=first)


def _is_of_login(one: Token, since: int) -> bool:
    """Whether somebody who had logged in was recognised by it: what requests carry all along, and
    no answer gave, is a key of the app itself."""
    return one.carried > since if one.given else one.at > since


def _left_out(told: Index, done: Searched) -> Lacks | None:
    """Whether something was to be entered and was not, unless the app is said to have no field for
    it: that it did not turn up means nothing, and its field is the one that may leak."""
    if left := left_out(told, done.left_in_any):
        return "field-left-out", {"fields": "、".join(left.values())}
    if names := contradicted(told):
        return "field-typed-and-absent", {"fields": "、".join(names.values())}
    wanted = (one.id for one in told.meta.canaries if one.what not in _NOTED)
    if names := untold(told, wanted):
        return "canary-not-typed", {"canaries": ", ".join(names.values())}
    if left := unasked(told, done.left_in_any):
        return "field-not-asked", {"fields": "、".join(left.values())}
    return None


def _before(told: Index, phase: Phase, span: Span) -> bool:
    return any(one.first < span.first for one in whole_spans(told, phase))
