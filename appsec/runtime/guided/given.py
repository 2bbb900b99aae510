"""What a guided session is given to collect with, and what it tells of trouble with it."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Protocol

from appsec.model.frozen import frozen
from appsec.model.trace import EndReason
from appsec.runtime.collect import CollectError, Phone
from appsec.runtime.identity import Identity
from appsec.runtime.run_folder import RunFolder

if TYPE_CHECKING:
    from appsec.runtime.phones.agent_files import AgentFiles
    from appsec.runtime.probe.probe import Probe


class Agent(Protocol):
    """What watches the app from within."""

    def start(self, run: RunFolder) -> None:
        """Raises CollectError."""
        ...

    def mark(self, name: str, note: str = "") -> None:
        """Marks in the trace after all that came before in the app."""
        ...

    def files(self, package: str) -> "AgentFiles":
        """The app's files, from within its process. Raises CollectError."""
        ...

    @property
    def trouble(self) -> str:
        """Why the run is over; empty while the app answers."""
        ...

    def stop(self, reason: EndReason) -> None:
        """Leaves the app and ends the trace."""
        ...


class Spoilt(CollectError):
    """The step before is not whole: its log had ended, as turned out when the next was to begin."""


@frozen
class Trouble:
    """What went wrong with something that collects: log, traffic, snapshot, backup, screenshot,
    agent. Nothing of a session ends by it; what it was to show stays open."""

    what: str
    why: str


@frozen
class Means:
    """What a session collects with; what is None is not there. `installed` tells the SHA-256 of
    the app's files as they are on the device, nothing if it cannot, `identity` which installation
    on which device that is."""

    phone: Phone | None
    probe: "Callable[[], Probe] | None" = None
    agent: Callable[[], Agent] | None = None
    installed: Callable[[], Collection[str]] | None = None
    identity: Callable[[], Identity] | None = None


def identity_of(means: Means) -> Identity:
    """Which installation on which device there is, as far as the phone tells."""
    try:
        return means.identity() if means.identity else Identity()
    except CollectError:
        return Identity()
