"""What recorded runs of an app showed, asked so that silence counts only where somebody watched."""

from collections.abc import Collection, Iterator
from typing import Protocol, Self

from appsec.model.frozen import frozen
from appsec.model.noted import Noted, Tried
from appsec.model.outcome import Location
from appsec.model.trace import Call, Life, LifeEvent, Meta, Phase, State, Value


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


@frozen
class Attempt:
    """What a tester noted of something that was tried: when (microseconds from `begin` to the next
    mark at `end`), in which phase and run, the picture that was taken then (empty if none was),
    what ran and on which device. `whole` is whether the trace is, and the stretch of the phase up
    to then: it did not break off, and was not paused, so that what is not told did not happen.
    `held` are the states of the device that were on by then (USB_DEBUGGING)."""

    noted: Noted
    phase: Phase
    at: Location
    begin: int
    end: int
    pictured: str
    meta: Meta
    whole: bool
    held: frozenset[str] = frozenset()


@frozen
class OnScreen:
    """What an agent saw of a view, a window or a page when the tester made a mark: `value` as the
    agent tells it, and what kinds of canaries were `held` there, masked or not."""

    subject: str
    value: Value
    held: tuple[str, ...]
    phase: Phase
    at: Location
    variant: bool = False


class OfRuns(Protocol):
    """A value that was made of recorded runs."""

    def only(self, places: Collection[int]) -> Self:
        """The same of some of the runs, by their places: nothing is read or searched again."""
        ...


class Runs(OfRuns, Protocol):
    """All traces that were given for this build, as one.

    Each question adds gaps for what nobody watched: a check that asks and yields nothing is clean
    only where each hook that it named was installed and exercised in a phase that matters.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """What the runs are called, in the order of `metas`."""
        ...

    @property
    def metas(self) -> tuple[Meta, ...]:
        """The beginnings of all traces of this build, the broken ones included."""
        ...

    def calls(
        self,
        hooks: Collection[str],
        phases: Collection[Phase] = (),
        *,
        any_of: bool = False,
        each: bool = False,
    ) -> Iterator[Recorded]:
        """The calls of these hooks in these phases (none named: all that were recorded).

        Every hook must have been installed, and each phase reached, in one whole trace at least;
        and every hook must have been called in one of the phases. With `any_of` it is enough that
        one of the hooks was: they are different ways of doing the same. With `each` too, all of
        those that the device has must have been installed, and one called. What lacks is a gap.
        With no phase named, the app must have been in use in that trace, and the hooks called then.
        """
        ...

    def states(self, name: str, phases: Collection[Phase] = ()) -> Iterator[tuple[State, Location]]:
        """What an agent told of a state by its name; none told at all in a phase is a gap."""
        ...

    def attempts(self, tried: Tried) -> Iterator[Attempt]:
        """What testers noted of something that they tried. Nobody having done so in a whole run is
        a gap, and so is a good outcome without a picture."""
        ...

    def fields(self, *, by_hand: bool = False) -> Iterator[OnScreen]:
        """The fields that held canaries. One that was typed and seen in no field is a gap, and
        `by_hand` one that was pasted wherever it was entered."""
        ...

    def legible(self) -> Iterator[OnScreen]:
        """Views, other than fields, on which canaries could be read. Silence takes that the screens
        of the phase `use` were looked at."""
        ...

    def windows(self) -> Iterator[OnScreen]:
        """All windows that were looked at; as `legible`."""
        ...

    def pages(self) -> Iterator[OnScreen]:
        """The addresses that web views had loaded; as `legible`."""
        ...

    def lives(self, events: Collection[LifeEvent]) -> Iterator[Lived]:
        """What became of the process. Silence takes one whole run of the app in use."""
        ...
