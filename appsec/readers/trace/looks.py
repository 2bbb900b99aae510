"""What an agent saw on the screen whenever the tester made a mark."""

from collections.abc import Iterator, Sequence

from appsec.facts.run import OnScreen
from appsec.model.frozen import frozen
from appsec.model.noted import PASTED
from appsec.model.outcome import Location
from appsec.model.text import visible
from appsec.model.trace import TYPED, Canary, Mark, Phase, State, Value
from appsec.readers.trace.called import called
from appsec.readers.trace.index import Index
from appsec.readers.trace.left_out import contradicted, ever_typed, left_out, typed, unasked
from appsec.readers.trace.watched import whole_spans

FIELD, SHOWN, WINDOW, PAGE = "field", "shown", "window", "page"
_WHOLE = 3
"""Place in what is told of a window of whether all of its views were looked at."""


_OF_FIELDS = (
    ("field-left-out", left_out),
    ("field-typed-and-absent", contradicted),
    ("field-not-asked", unasked),
)


@frozen
class Lack:
    """Why the screen's silence means nothing: a key of the gaps' words, and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


def on_screen(runs: Sequence[tuple[str, Index]], name: str) -> Iterator[OnScreen]:
    """What all runs tell under one name, in order."""
    for run, told in runs:
        whats = {one.id: one.what for one in told.meta.canaries}
        whats |= {one.id: one.what for _, one in told.of(Canary)}
        phase = Phase.BEFORE
        for number, line in told.others:
            if isinstance(line, Mark):
                phase = Phase(line.name) if line.name in list(Phase) else phase
            elif isinstance(line, State) and line.name == name:
                held = tuple(whats[one] for one in _ids(name, line.value) if one in whats)
                at = Location(f"{run}/trace.jsonl", at=f"line {number + 1}")
                subject, variant = visible(line.subject), bool(told.meta.variant)
                yield OnScreen(subject, line.value, held, phase, at, variant)


def lacks_of_fields(runs: Sequence[tuple[str, Index]]) -> Iterator[Lack]:
    """Canaries that were typed into a field that no agent saw, in any run that is whole, and fields
    that nothing was typed into."""
    whole = [told for _, told in runs if told.trouble is None]
    entered = {mark.note: None for told in whole for _, mark in typed(told)}
    if not entered:
        yield Lack("no-canary-typed")
    for key, of in _OF_FIELDS:
        names = {
            name: None for told in whole for one, name in of(told).items() if one not in entered
        }
        if names:
            yield Lack(key, (("fields", "、".join(names)),))
    seen = {
        canary
        for told in whole
        for _, state in told.of(State)
        if state.name == FIELD
        for canary in _ids(FIELD, state.value)
    }
    ever = dict.fromkeys(mark.note for told in whole for _, mark in ever_typed(told))
    labels = called(whole)
    yield from (
        Lack("field-not-seen", (("canary", labels.get(one, one)),))
        for one in ever
        if one not in seen
    )


def lacks_of_typing(runs: Sequence[tuple[str, Index]]) -> Iterator[Lack]:
    """Canaries that were pasted the last time that they were entered, in every run that is whole:
    a step is redone so that what it says last counts."""
    whole = [told for _, told in runs if told.trouble is None]
    typed_so = [dict(_entered(told)) for told in whole]
    names = called(whole)
    for one in dict.fromkeys(canary for entered in typed_so for canary in entered):
        if all(entered.get(one, PASTED) == PASTED for entered in typed_so):
            yield Lack("field-pasted", (("canary", names.get(one, one)),))


def _entered(told: Index) -> Iterator[tuple[str, str]]:
    last, lasting = "", {number for number, _ in typed(told)}
    for number, mark in told.of(Mark):
        if mark.name == TYPED:
            # What was told of it in a stretch that broke off counts no more than the mark.
            last = mark.note if number in lasting else ""
            if last:
                yield last, TYPED
        elif last and (mark.name, mark.note) == ("note", f"{PASTED} {last}"):
            yield last, PASTED


def lacks_of_windows(runs: Sequence[tuple[str, Index]], phase: Phase) -> Iterator[Lack]:
    """Whether the screens of a phase were looked at, and each to its last view."""
    where = (("state", WINDOW), ("phase", str(phase)))
    reached = [(name, told) for name, told in runs if whole_spans(told, phase)]
    looked = [
        state
        for _, told in reached
        for number, state in told.of(State)
        if state.name == WINDOW
        and any(span.first < number <= span.last for span in whole_spans(told, phase))
    ]
    if not reached:
        yield Lack("phase-not-run", (("phase", str(phase)),))
    elif not looked:
        yield Lack("state-not-told", where)
    elif any(not _is_whole(one.value) for one in looked):
        yield Lack("screen-not-whole", where)


def _ids(name: str, value: Value) -> list[str]:
    """The canaries that a state names: its text, or the one of a list (a window's is its second,
    a field's its last)."""
    if isinstance(value, tuple):
        texts = [one for one in value if isinstance(one, str)]
        value = texts[-1] if texts else ""
    held = isinstance(value, str) and name != PAGE
    return [one for one in str(value).split(",") if one] if held else []


def _is_whole(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) > _WHOLE and value[_WHOLE] is True
