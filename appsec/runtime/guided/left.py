"""Fields that the runs of a session hold nothing of, though it asks, or asked, for them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from appsec.model.text import Lang, visible
from appsec.model.trace import LEFT_OUT
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.fields import Field
from appsec.runtime.guided.held import marks_of
from appsec.runtime.guided.values import KINDS


def left_out(runs: Iterable[Path]) -> dict[str, str]:
    """The ids of all fields that any run has as left out, and what the tester knows each by."""
    told = (mark.note for run in runs for mark in marks_of(run) if mark.name == LEFT_OUT)
    return {field: label or field for field, _, label in (note.partition(" ") for note in told)}


def labels_of(typed: Iterable[Kept], left: Mapping[str, str]) -> dict[str, str]:
    """What a tester was last asked for the fields by, as far as a declaration named them or the
    runs have them as left out."""
    return {**{one.id: one.label for one in typed if one.label}, **left}


def withdrawn(
    fields: Collection[Field], typed: Iterable[Kept], left: Mapping[str, str]
) -> Iterator[Field]:
    """The fields that the declaration does not name any more. The runs go on to tell that nothing
    was entered into them: they are asked for like those that it never named, until the tester says
    that the app has none."""
    known = {one.id for one in fields}
    for id_, label in {**{one.id: one.label or one.id for one in typed}, **left}.items():
        if id_ not in known:
            kind = id_ if id_ in KINDS else "text"
            yield Field(id_, kind, dict.fromkeys(Lang, visible(label)))


def without_canary(
    fields: Iterable[Field], given: Collection[str], absent: Collection[str]
) -> tuple[Field, ...]:
    """The fields that no canary was given for, and that the app was not said to lack: they leak
    unseen, whatever becomes of the steps that ask for them."""
    return tuple(one for one in fields if one.id not in given and one.id not in absent)
