"""Where canaries turned up: values that the tester entered, or that the run brought up."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Protocol

from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.model.run_files import Root
from appsec.model.trace import Phase


class Where(StrEnum):
    """What a canary was seen in."""

    FILE = "file"
    LOG = "log"
    TRAFFIC = "traffic"
    CALL = "call"
    CLIPBOARD = "clipboard"
    SCREEN = "screen"


@frozen
class Leak:
    """One canary in one place. The value is not here: `what` says of which kind it is.

    `form` tells how it was written (`roc-compact utf-8`), `layer` beneath what it lay (`gzip at 0`,
    `sqlite users`), `offset` where in that. Of a file: `path`, `root`, `mode`; of a screen `path`
    is the view's name; of traffic: `host` and whether it went in `clear`; of a call: `hook` and the
    place of the `argument` (-1 the object, -2 the result). `own` is whether the app's own process
    or code is behind it, None if nobody told. `variant` says that the build was one (G6).
    `given_by` are the hosts whose answers gave a token that the run brought up, `given_as` which of
    them gave it under which name, `doubtful` is whether no session may rest on that, `deniable`
    whether a declaration may settle it. `needed` is what deleting the file and starting again came
    to (G5), None if nobody tried.
    """

    canary: str
    what: str
    learned: bool
    where: Where
    phase: Phase
    at: Location
    form: str
    offset: int
    layer: str = ""
    path: str = ""
    root: Root | None = None
    mode: int = 0
    host: str = ""
    clear: bool = False
    hook: str = ""
    argument: int = 0
    own: bool | None = None
    variant: bool = False
    given_by: tuple[str, ...] = ()
    given_as: tuple[tuple[str, str], ...] = ()
    doubtful: bool = False
    deniable: bool = False
    needed: bool | None = None


class Leaks(Protocol):
    """All that the search of all runs brought up. Each question adds gaps for what was not looked
    at: a phase without a complete snapshot, a log that was not kept, a canary that nobody typed."""

    def in_files(
        self,
        phases: Collection[Phase],
        roots: Collection[Root] = (),
        *,
        also: Collection[Phase] = (),
        any_of: bool = False,
        keys: bool = False,
    ) -> Iterator[Leak]:
        """Leaks in the files of snapshots of these phases, below these roots (none named: in the
        app's own folder). Each phase needs a snapshot; with `any_of` one of them does, if it was
        taken after all canaries were entered. What turned up in one `also` is told, and that
        nothing did need not be shown. With `keys` not canaries are told, but the keys that the
        app's own code was seen to make of bytes it had.
        """
        ...

    def pictures(self, phases: Collection[Phase]) -> Iterator[tuple[str, Location]]:
        """Pictures of the app's screens that the system took by itself, in snapshots of these
        phases, each with its path: what they show no search can tell."""
        ...

    def in_log(
        self, phases: Collection[Phase] = (), *, also: Collection[Phase] = ()
    ) -> Iterator[Leak]:
        """Leaks in lines of the system's log that the app wrote. No phase named: in all that one
        run went through."""
        ...

    def in_traffic(
        self, phases: Collection[Phase] = (), *, also: Collection[Phase] = ()
    ) -> Iterator[Leak]:
        """Leaks in what the app sent: addresses, headers and bodies of requests. Silence takes that
        all of it could be read."""
        ...

    def looked_at(self, where: Where) -> Iterator[Leak]:
        """Leaks in what the device was asked to show now and then: its CLIPBOARD, its SCREEN. What
        was there counts; that nothing was shows nothing, so that no gap is added."""
        ...

    def in_calls(
        self,
        hooks: Collection[str],
        phases: Collection[Phase] = (),
        *,
        of: Collection[str] = (),
    ) -> Iterator[Leak]:
        """Leaks in the arguments of calls, as the agent matched them in the full data. All of these
        hooks that the device has must have been installed, and one of them called. With `of`
        only canaries of these kinds are told, and one of them must have been typed."""
        ...

    def masked(self, text: str) -> str:
        """A text without the values of canaries: the runner tells nothing of runs otherwise."""
        ...
