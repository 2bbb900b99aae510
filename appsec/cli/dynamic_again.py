"""What of a guided session is asked or done again, though it was told or done once."""

from collections.abc import Collection, Iterator

from appsec.runtime.guided.fields import Field, typed_in
from appsec.runtime.guided.state import SessionState, StepState, steps_for
from appsec.runtime.guided.steps import Step, Which


def told_absent(
    state: SessionState, step: Step, fields: tuple[Field, ...], entered: Collection[str]
) -> tuple[str, ...]:
    """The fields that the app does not have, as far as they are not asked for in this step. What an
    earlier try of a step told may have been a slip; a step under an agent goes by what whole steps
    told without one. What was `entered` at any time the app has."""
    asked = {one.id for one in typed_in(fields, step.types)}
    if step.run is Which.INSTRUMENTED:
        asked -= {
            one.id
            for other in steps_for(state.setup)
            if other.run is Which.PLAIN and state.of(other.id).state is StepState.DONE
            for one in typed_in(fields, other.types)
        }
    return tuple(one for one in state.absent if one not in {*asked, *entered})


def lost(state: SessionState) -> list[Step]:
    """The steps that are done under an agent that is gone, if any under it are left. Another agent
    begins another run, which has nothing of what was entered: what is left would show nothing."""
    steps = [one for one in steps_for(state.setup) if one.run is Which.INSTRUMENTED]
    settled = (StepState.DONE, StepState.SKIPPED)
    if all(state.of(one.id).state in settled for one in steps):
        return []
    return [one for one in steps if state.of(one.id).state is StepState.DONE]


def untold(
    state: SessionState, fields: tuple[Field, ...], given: Collection[str]
) -> Iterator[tuple[Step, list[Field]]]:
    """The steps that are done, and the fields in each that it cannot have asked for: no canary was
    given for them, and nobody told that the app has none. The declaration came to name them."""
    for step in steps_for(state.setup):
        known = {*given, *state.absent}
        new = [one for one in typed_in(fields, step.types) if one.id not in known]
        if new and state.of(step.id).state is StepState.DONE:
            yield step, new
