"""What of a guided session is asked or done again, though it was told or done once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from appsec.cli.dynamic_steps import named
from appsec.cli.dynamic_talk import Talk
from appsec.model.text import Lang
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.fields import Field, typed_in
from appsec.runtime.guided.left import labels_of, left_out, without_canary
from appsec.runtime.guided.runs import Runs
from appsec.runtime.guided.state import SessionState, StepState, steps_for
from appsec.runtime.guided.steps import Step, Which


def told_absent(
    state: SessionState, step: Step, fields: tuple[Field, ...], entered: Collection[str]
) -> tuple[str, ...]:
    """The fields that the app does not have, as far as they are not asked for in this step. What an
    earlier try of a step told may have been a slip; a step under an agent goes by what whole steps
    told without one. What was `entered` at any time the app has, and what is declared by now."""
    asked = {one.id for one in typed_in(fields, step.types)}
    if step.run is Which.INSTRUMENTED:
        asked -= {
            one.id
            for other in steps_for(state.setup)
            if other.run is Which.PLAIN and state.of(other.id).state is StepState.DONE
            for one in typed_in(fields, other.types)
        }
    there = {*asked, *entered, *(one.id for one in fields if one.declared)}
    return tuple(one for one in state.absent if one not in there)


def lost(state: SessionState) -> list[Step]:
    """The steps that are done under an agent that is gone, if any under it are left. Another agent
    begins another run, which has nothing of what was entered: what is left would show nothing."""
    steps = [one for one in steps_for(state.setup) if one.run is Which.INSTRUMENTED]
    settled = (StepState.DONE, StepState.SKIPPED)
    if all(state.of(one.id).state in settled for one in steps):
        return []
    return [one for one in steps if state.of(one.id).state is StepState.DONE]


def untold(
    state: SessionState,
    fields: tuple[Field, ...],
    given: Collection[str],
    labels: Mapping[str, str],
) -> Iterator[tuple[Step, list[Field]]]:
    """The steps that are done, and the fields in each that it cannot have asked for: no canary was
    given for them, and nobody told that the app has none. The declaration came to name them, or
    names them otherwise than the `labels` that they were asked for by: then they are others."""

    def is_told(field: Field) -> bool:
        given_, absent = field.id in given, field.id in state.absent
        same = labels.get(field.id) == field.label[Lang.ZH_TW]
        return given_ and not absent and same if field.declared else given_ or absent

    for step in steps_for(state.setup):
        new = [one for one in typed_in(fields, step.types) if not is_told(one)]
        if new and state.of(step.id).state is StepState.DONE:
            yield step, new


def opened_again(
    talk: Talk,
    runs: Runs,
    state: SessionState,
    fields: tuple[Field, ...],
    typed: Collection[Kept],
) -> SessionState:
    """The session with the steps open again that cannot have asked for all fields. These count as
    left out from now on: whoever skips the steps, or ends the session, never told that the app has
    none. Raises OSError."""
    known, given = left_out(runs.all()), {one.id for one in typed}
    every = list(untold(state, fields, given, labels_of(typed, known)))
    declared = {one.id for one in fields if one.declared}
    state = replace(state, absent=tuple(one for one in state.absent if one not in declared))
    bare = without_canary(fields, given, state.absent) if state.steps else ()
    left = {one.id: one for one in bare if known.get(one.id) != talk.text(one.label)}
    for step, new in every:
        for word, of in (("untold", False), ("untold-typed", True)):
            labels = "、".join(talk.text(one.label) for one in new if (one.id in given) is of)
            if labels:
                talk.say(word, colour="yellow", step=named(talk, step), labels=labels)
        state = state.having(step.id, replace(state.of(step.id), state=StepState.OPEN, why=""))
        left |= {one.id: one for one in new}
    if left:
        runs.leave_out(f"{one.id} {talk.text(one.label)}" for one in left.values())
    return state
