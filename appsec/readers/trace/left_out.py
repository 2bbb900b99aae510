"""Fields of the app that nothing was entered into: what did not turn up means nothing of them.

The guided session marks them `left-out`, with the field's id and what the tester knows it by. A
later mark `typed` or `absent` of the field takes that back.
"""

from collections.abc import Iterator, Mapping
from operator import itemgetter

from appsec.model.text import visible
from appsec.model.trace import ABSENT, LEFT_OUT, TYPED, Mark
from appsec.readers.trace.index import Index
from appsec.readers.trace.watched import spans


def told_of_fields(told: Index) -> Mapping[str, Mark]:
    """The last that was told of each field."""
    of_left = ((number, mark) for number, mark in told.of(Mark) if mark.name == LEFT_OUT)
    every = sorted((*of_left, *_lasting(told, ABSENT), *typed(told)), key=itemgetter(0))
    return {mark.note.partition(" ")[0]: mark for _, mark in every}


def typed(told: Index) -> Iterator[tuple[int, Mark]]:
    """The lines that tell that a canary was entered."""
    return _lasting(told, TYPED)


def _lasting(told: Index, name: str) -> Iterator[tuple[int, Mark]]:
    """Marks that count: not those of a stretch that broke off. Whoever does a step again may have
    told them by a slip, or of another app."""
    cut = [span for span in spans(told) if not span.whole]
    for number, mark in told.of(Mark):
        if mark.name == name and not any(span.first < number < span.last for span in cut):
            yield number, mark


def left_out(told: Index) -> Mapping[str, str]:
    """The fields that were left out, and what the tester knows each by."""
    return {
        field: visible(mark.note.partition(" ")[2] or field)
        for field, mark in told_of_fields(told).items()
        if mark.name == LEFT_OUT
    }
