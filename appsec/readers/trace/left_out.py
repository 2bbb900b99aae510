"""Fields of the app that nothing was entered into: what did not turn up means nothing of them.

The guided session marks them `left-out`, with the field's id and what the tester knows it by. A
later mark `typed` or `absent` of the field takes that back.
"""

from collections.abc import Mapping

from appsec.model.text import visible
from appsec.model.trace import ABSENT, LEFT_OUT, TYPED, Mark
from appsec.readers.trace.index import Index
from appsec.readers.trace.watched import spans


def told_of_fields(told: Index) -> Mapping[str, Mark]:
    """The last that was told of each field. That the app has none does not count in a stretch that
    broke off: whoever does a step again may have told it by a slip."""
    cut = [span for span in spans(told) if not span.whole]
    found = {}
    for number, mark in told.of(Mark):
        broke = any(span.first < number < span.last for span in cut)
        if mark.name in (TYPED, LEFT_OUT) or (mark.name == ABSENT and not broke):
            found[mark.note.partition(" ")[0]] = mark
    return found


def left_out(told: Index) -> Mapping[str, str]:
    """The fields that were left out, and what the tester knows each by."""
    return {
        field: visible(mark.note.partition(" ")[2] or field)
        for field, mark in told_of_fields(told).items()
        if mark.name == LEFT_OUT
    }
