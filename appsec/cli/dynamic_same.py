"""Whether a guided session has the same app before it: installed once, its data not cleared."""

from dataclasses import replace
from typing import TYPE_CHECKING

from appsec.cli.dynamic_talk import Talk
from appsec.model.trace import Phase
from appsec.runtime.guided.given import identity_of
from appsec.runtime.guided.state import SessionState, StepDone, StepState, steps_for
from appsec.runtime.guided.steps import Step, Which
from appsec.runtime.identity import Identity

if TYPE_CHECKING:
    from appsec.runtime.guided.recording import Recording

_CLEARING = (Phase.LOGOUT, Phase.CLOSE, Phase.DELETE)
"""Phases in which an app may clear all its data away itself, as it should."""
_BY_WORD = ("tester",)


class Same:
    """Compares what the phone tells with what it told when a step last ended. What cannot be
    compared a tester is asked about when a session is taken up again."""

    def __init__(self, talk: Talk, recording: "Recording") -> None:
        self._talk = talk
        self._recording = recording
        self._last: Phase | None = None

    def resumed(self, state: SessionState) -> tuple[str, ...]:
        """What is another since the session was left, if anything was entered by then."""
        if not _entered(state):
            return ()
        before, now = state.identity or Identity(), identity_of(self._recording.means)
        if changed := before.changed(now):
            return changed
        if before.untold(now) and self._talk.choice(self._talk.words("same-app"), "yn") == "n":
            return _BY_WORD
        return ()

    def begins(self, state: SessionState, step: Step) -> tuple[str, ...]:
        """What is another as a step begins."""
        if step.run is not Which.PLAIN or not _entered(state):
            return ()
        if step.phase is Phase.FIRST_START:
            return ("app",)  # it is installed anew in this step
        before = state.identity or Identity()
        changed = before.changed(identity_of(self._recording.means))
        return _without_data(changed) if self._last in _CLEARING else changed

    def ended(self, state: SessionState, step: Step) -> tuple[SessionState, tuple[str, ...]]:
        """The state with what the phone tells now, and what became another in this step."""
        if step.run is not Which.PLAIN:
            return state, ()
        before, now = state.identity or Identity(), identity_of(self._recording.means)
        changed = before.changed(now)
        if step.phase is Phase.FIRST_START:
            changed = ()
        elif step.phase in _CLEARING:
            changed = _without_data(changed)
        self._last = step.phase
        return (state if changed else replace(state, identity=now.known(before))), changed

    def left(self, state: SessionState) -> SessionState:
        """The state with what the phone tells as the session is left."""
        before, now = state.identity, identity_of(self._recording.means)
        if before is None or before.changed(now):
            return state  # whoever takes it up again is told
        return replace(state, identity=now.known(before))

    def anew(self, state: SessionState, changed: tuple[str, ...]) -> SessionState:
        """Ends the run, so that nothing that was entered counts for what follows, and opens all
        steps again from the first in which anything is entered."""
        talk = self._talk
        what = "、".join(talk.words(f"other-{one}") for one in changed)
        done = [(one, state.of(one.id)) for one in _entering(state)]
        redone = [one for one, was in done if was.tries and was.state is not StepState.SKIPPED]
        titles = "、".join(f"{one.number} {talk.text(one.title)}" for one in redone)
        talk.say("anew", colour="red", what=what, steps=titles)
        self._recording.anew(what)
        for one, was in done:
            # One that is done and was never begun had nothing to be done in the run that ends.
            opened = one in redone or was.state is StepState.DONE
            fresh = StepDone(StepState.OPEN, what) if opened else replace(was, tries=0)
            state = state.having(one.id, fresh)
        self._last = None
        return replace(state, identity=identity_of(self._recording.means))


def _entering(state: SessionState) -> list[Step]:
    """The steps from the first on in which something is entered."""
    plain = [one for one in steps_for(state.setup) if one.run is Which.PLAIN]
    first = next((place for place, one in enumerate(plain) if one.types), len(plain))
    return plain[first:]


def _entered(state: SessionState) -> bool:
    return any(state.of(one.id).tries for one in _entering(state))


def _without_data(changed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in changed if one != "data")
