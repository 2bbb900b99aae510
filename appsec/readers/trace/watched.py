"""When in a run somebody watched: where a phase lies, and since when a hook was in place."""

from collections.abc import Iterator

from appsec.model.frozen import frozen
from appsec.model.trace import (
    BROKE_OFF,
    BY_PROXY,
    CA_TRUSTED,
    CAPTURE,
    EVERY_HOOK,
    NOT_KEPT,
    PAUSED,
    Drop,
    EndReason,
    HookState,
    Life,
    LifeEvent,
    Mark,
    Phase,
    State,
)
from appsec.readers.trace.index import Index

_COMPLETE = (EndReason.FINISHED, EndReason.EXITED)
"""Ends of recording after which the last phase is known to have ended too."""
_LOST = (
    *(LifeEvent.DETACHED, LifeEvent.CRASHED, LifeEvent.EXITED),
    *(LifeEvent.HUNG, LifeEvent.DISCONNECTED),
)
_FOUND = (LifeEvent.SPAWNED, LifeEvent.ATTACHED)
_USING = ("", "use", "instrumented-use")
"""Notes of marks of USE with which the app is used: in other steps of that phase it only runs."""
GRACE = 60_000_000
"""How much earlier than a phase a capture of its traffic may end: a minute, for naming files."""
_AT_REST = (Phase.CLOSE, Phase.UNINSTALL)
"""Phases in which the process is meant to end."""


@frozen
class Span:
    """One stretch of a phase: the lines and times from its mark to the next. `whole` is whether it
    is known to have ended as it should, `step` the note of its mark."""

    phase: Phase
    first: int
    last: int
    begin: int
    end: int
    whole: bool
    step: str = ""

    def holds(self, at: int) -> bool:
        """Whether something of this time is of it."""
        return self.begin <= at <= self.end


@frozen
class Lack:
    """Why a hook's silence in a phase means nothing: a key of the gaps' words, and a value."""

    key: str
    count: int = 0


def spans(told: Index) -> tuple[Span, ...]:
    """The phases of a trace in their order. One that was gone through twice is there twice."""
    names = {str(phase) for phase in Phase}
    marks = [(number, mark) for number, mark in told.of(Mark) if mark.name in names]
    broken = [number for number, mark in told.of(Mark) if mark.name == BROKE_OFF]
    found = []
    for place, (number, mark) in enumerate(marks):
        if place + 1 < len(marks):
            last, end, whole = marks[place + 1][0], marks[place + 1][1].at, True
        else:
            last, end = told.lines, told.end.at if told.end else mark.at
            whole = told.end is not None and told.end.reason in _COMPLETE
        whole &= not any(number < one < last for one in broken)
        found.append(Span(Phase(mark.name), number, last, mark.at, end, whole, mark.note))
    return tuple(found)


def whole_spans(told: Index, phase: Phase) -> tuple[Span, ...]:
    """The stretches of a phase that a trace shows from beginning to end; none of a broken trace,
    and none of USE if the app only ran."""
    if told.trouble is not None:
        return ()
    found = tuple(span for span in spans(told) if span.phase is phase and span.whole)
    return found if phase is not Phase.USE or any(map(_is_used, found)) else ()


def broken_phases(told: Index) -> tuple[Phase, ...]:
    """The phases that were begun and that no stretch shows to their end."""
    begun = [span for span in spans(told) if span.phase is not Phase.BEFORE]
    ended = {span.phase for span in begun if span.whole}
    return tuple(dict.fromkeys(span.phase for span in begun if span.phase not in ended))


def used_spans(told: Index) -> tuple[Span, ...]:
    """The stretches in which all of the app was used."""
    return tuple(filter(_is_used, whole_spans(told, Phase.USE)))


def _is_used(span: Span) -> bool:
    return span.step in _USING


def in_whole_stretch(told: Index, number: int) -> bool:
    """Whether a line lies in a stretch that did not break off, and before any pause of it: what
    lies between a pause and the next mark is no phase of the session. Where no phase was begun yet
    the whole beginning is one stretch."""
    every = spans(told)
    around = [span for span in every if span.first < number < span.last]
    first = around[-1].first if around else 0
    last = every[0].first if every else told.lines
    ended = every or (told.end is not None and told.end.reason in _COMPLETE)
    if around and (not around[-1].whole or around[-1].phase is Phase.BEFORE):
        return False
    marks = [(place, mark.name) for place, mark in told.of(Mark)]
    paused = any(first < place < number and name == PAUSED for place, name in marks)
    broke = any(place < last and name == BROKE_OFF for place, name in marks)
    return not paused and (bool(around) or (bool(ended) and not broke))


def kept_in(told: Index, what: str, span: Span) -> bool:
    """Whether nothing says that `traffic` or `log` was not kept in all of a stretch."""
    return not any(
        span.first < number < span.last and mark.note.partition(" ")[0] == what
        for number, mark in told.of(Mark)
        if mark.name == NOT_KEPT
    )


def captured(told: Index, span: Span) -> bool:
    """Whether all that the device sent in a phase was recorded, from before its mark to its end. A
    run that never tells has its traffic from elsewhere."""
    if not any(state.name == CAPTURE for _, state in told.of(State)):
        return True
    running = False
    for number, line in told.others:
        if number >= span.last or (number > span.first and not running):
            break
        inside = number > span.first
        if isinstance(line, State) and line.name == CAPTURE:
            if inside and not line.value and _ends_it(told, span, number, line):
                return True
            running = line.value is True
        elif isinstance(line, Mark) and line.name in (BROKE_OFF, PAUSED):
            if inside and line.name == PAUSED:
                return True
            running = False
    return running


def by_proxy(told: Index, span: Span) -> bool:
    """Whether what was recorded of a phase is only what minds a proxy: an app's own sockets do
    not."""
    begun = [s for at, s in told.of(State) if at < span.first and s.name == CAPTURE and s.value]
    return bool(begun) and begun[-1].subject == BY_PROXY


def _ends_it(told: Index, span: Span, number: int, off: State) -> bool:
    """Whether a capture was ended on purpose, at once before the phase or the session was."""
    after = [line for at, line in told.others if number < at < span.last]
    more = [
        line
        for line in after
        if isinstance(line, Mark | State) and line.name not in (PAUSED, CA_TRUSTED)
    ]
    return not off.subject and not more and span.end - off.at <= GRACE


def lack_of(told: Index, hook: str, phase: Phase | None) -> Lack | None:
    """Why this trace cannot show that a hook was not called in a phase, or in all it recorded. What
    lies between a pause and the next mark is no phase of the session."""
    known = told.hooks.get(hook)
    if known is None or known.state is not HookState.INSTALLED:
        return Lack("hook-not-installed")
    wanted = [
        span
        for span in spans(told)
        if span.phase is phase or (phase is None and span.phase is not Phase.BEFORE)
    ]
    for span in wanted:
        if not _in_place(told, hook, span):
            return Lack("hook-installed-late")
        if _agent_lost(told, span):
            return Lack("agent-lost")
    drops = (drop for _, drop in told.of(Drop) if drop.hook in (hook, EVERY_HOOK))
    dropped = sum(drop.count for drop in drops if phase in (None, drop.phase))
    return Lack("calls-dropped", dropped) if dropped else None


def _in_place(told: Index, hook: str, span: Span) -> bool:
    """Whether a hook was installed when a phase began, and stayed so to its end."""
    before = HookState.MISSING
    for number, state in told.installs.get(hook, ()):
        if number < span.first:
            before = state
        elif number < span.last and state is not HookState.INSTALLED:
            return False
    return before is HookState.INSTALLED


def _agent_lost(told: Index, span: Span) -> bool:
    """Whether the app may have gone on without an agent at some time in a phase."""
    attached = True
    for number, life in told.of(Life):
        if number < span.first:
            attached = _attached(attached, life)
        elif number < span.last and life.event in _LOST:
            ended = life.event in (LifeEvent.EXITED, LifeEvent.CRASHED)
            if not (ended and (span.phase in _AT_REST or _comes_back(told, number, span))):
                return True
    # What was gone before is back as soon as it is attached to, if that is before all else.
    return not attached and span.phase not in _AT_REST and not _comes_back(told, span.first, span)


def _attached(before: bool, life: Life) -> bool:
    return life.event in _FOUND or (before and life.event not in _LOST)


def _comes_back(told: Index, number: int, span: Span) -> bool:
    following: Iterator[LifeEvent] = (
        life.event for at, life in told.of(Life) if number < at < span.last
    )
    return any(event in _FOUND for event in following)
