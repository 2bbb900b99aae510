"""What recorded runs of an app showed, asked so that silence counts only where somebody watched."""

from collections.abc import Collection, Iterator
from typing import Protocol

from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.model.trace import Call, Life, LifeEvent, Meta, Phase, State


@frozen
class Recorded:
    """One call with its place (`trace.jsonl`, `line 12`), the frames of its stack, the innermost
    first, and whether the build that made it is a variant of the one that users get."""

    call: Call
    at: Location
    frames: tuple[str, ...] = ()
    variant: bool = False


@frozen
class Lived:
    """Something that happened to the process: in which phase, where it is told, and whether an
    agent was in the process, which may itself have been the cause."""

    life: Life
    phase: Phase
    at: Location
    instrumented: bool


class Runs(Protocol):
    """All traces that were given for this build, as one.

    Each question adds gaps for what nobody watched: a check that asks and yields nothing is clean
    only where each hook that it named was installed and exercised in a phase that matters.
    """

    @property
    def metas(self) -> tuple[Meta, ...]:
        """The beginnings of all traces of this build, the broken ones included."""
        ...

    def calls(
        self, hooks: Collection[str], phases: Collection[Phase] = (), *, any_of: bool = False
    ) -> Iterator[Recorded]:
        """The calls of these hooks in these phases (none named: all that were recorded).

        Every hook must have been installed, and each phase reached, in one whole trace at least;
        and every hook must have been called in one of the phases. With `any_of` it is enough that
        one of the hooks was: they are different ways of doing the same. What lacks is a gap.
        """
        ...

    def states(self, name: str, phases: Collection[Phase] = ()) -> Iterator[tuple[State, Location]]:
        """What an agent told of a state by its name; none told at all in a phase is a gap."""
        ...

    def lives(self, events: Collection[LifeEvent]) -> Iterator[Lived]:
        """What became of the process. Silence takes one whole run of the app in use."""
        ...
