"""Fields of the app that nothing was entered into: what did not turn up means nothing of them.

The guided session marks them `left-out`, with the field's id and what the tester knows it by. A
later mark `typed` or `absent` of the field takes that back.
"""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from types import MappingProxyType

from appsec.model.noted import UNASKED
from appsec.model.text import visible
from appsec.model.trace import ABSENT, LEFT_OUT, TYPED, Mark
from appsec.readers.trace.called import called
from appsec.readers.trace.index import Index
from appsec.readers.trace.watched import spans

NONE: Mapping[str, str] = MappingProxyType({})


def told_of_fields(told: Index) -> Mapping[str, Mark]:
    """The last that was told of each field."""
    of_left = ((number, mark) for number, mark in told.of(Mark) if mark.name == LEFT_OUT)
    every = sorted((*of_left, *_lasting(told, ABSENT), *typed(told)), key=itemgetter(0))
    return {_field(mark): mark for _, mark in every}


def typed(told: Index) -> Iterator[tuple[int, Mark]]:
    """The lines that tell that a canary was entered: what a silence shows rests on these."""
    return _lasting(told, TYPED)


def ever_typed(told: Index) -> Iterator[tuple[int, Mark]]:
    """The same with those of stretches that broke off: the app may hold what was entered then, so
    that it counts for all that is to be looked for."""
    return ((number, mark) for number, mark in told.of(Mark) if mark.name == TYPED)


def _lasting(told: Index, name: str) -> Iterator[tuple[int, Mark]]:
    """Marks that count: not those of a stretch that broke off. Whoever does a step again may have
    told them by a slip, or of another app."""
    cut = [span for span in spans(told) if not span.whole]
    for number, mark in told.of(Mark):
        if mark.name == name and not any(span.first < number < span.last for span in cut):
            yield number, mark


def left_out(told: Index, in_any: Mapping[str, str] = NONE) -> dict[str, str]:
    """The fields that were left out, and what the tester knows each by. `in_any` are those of all
    runs: a run that had ended when a field came to be known tells nothing of it."""
    left = _left(told, in_any)
    return {one: name for one, name in left.items() if not one.startswith(UNASKED)}


def unasked(told: Index, in_any: Mapping[str, str] = NONE) -> dict[str, str]:
    """The same of fields that no session asks for: to do a step again does not help there."""
    return {one: name for one, name in _left(told, in_any).items() if one.startswith(UNASKED)}


def left_in_any(runs: Iterable[Index]) -> Mapping[str, str]:
    """The fields that were left out in any run, unless one tells at last that the app has none."""
    runs = tuple(runs)
    last = [told_of_fields(told) for told in runs if told.trouble is None]
    absent = {one for told in last for one, mark in told.items() if mark.name == ABSENT}
    every = {one: name for told in runs for one, name in _left(told, NONE).items()}
    return {one: name for one, name in every.items() if one not in absent}


def _left(told: Index, in_any: Mapping[str, str]) -> dict[str, str]:
    last = told_of_fields(told)
    own = _named(told, (one for one, mark in last.items() if mark.name == LEFT_OUT))
    return {**own, **{one: name for one, name in in_any.items() if one not in last}}


def contradicted(told: Index) -> Mapping[str, str]:
    """The fields that the app is said not to have although something was entered into them, in
    stretches that broke off alone: it may not have shown them again because it keeps that."""
    broken = {_field(mark) for _, mark in ever_typed(told)}
    broken -= {_field(mark) for _, mark in typed(told)}
    last = told_of_fields(told)
    return _named(told, (one for one in last if one in broken and last[one].name == ABSENT))


def untold(told: Index, wanted: Iterable[str]) -> Mapping[str, str]:
    """Those of some fields of which nothing was told that counts."""
    last = told_of_fields(told)
    return _named(told, (one for one in wanted if one not in last))


def _field(mark: Mark) -> str:
    return mark.note.partition(" ")[0]


def _named(told: Index, fields: Iterable[str]) -> Mapping[str, str]:
    """What the tester knows each by, as far as the run tells."""
    names = {**called((told,))} | {
        _field(mark): visible(mark.note.partition(" ")[2])
        for _, mark in told.of(Mark)
        if mark.name in (ABSENT, LEFT_OUT) and " " in mark.note
    }
    return {one: names.get(one) or visible(one) for one in fields}
