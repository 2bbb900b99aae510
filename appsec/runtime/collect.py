"""What a guided session asks of a phone and of a network probe, however each is reached."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from appsec.model.run_files import Look, Snapshot
from appsec.model.trace import Device
from appsec.runtime.run_folder import RunFolder

if TYPE_CHECKING:
    from appsec.runtime.phones.agent_files import AgentFiles

Within = Callable[[str], "AgentFiles"]
"""Opens the files of an app, by its identifier, from within its process. Raises CollectError."""


class CollectError(Exception):
    """Something could not be collected: what, and why; the run goes on without it."""


class Collector(Protocol):
    """Collects into a run while the app is used: a log, traffic."""

    def start(self, run: RunFolder) -> None:
        """Begins. Raises CollectError."""
        ...

    def settle(self) -> None:
        """Returns when all that came by now is kept. Raises CollectError if it is not."""
        ...

    def stop(self) -> None:
        """Takes what waits and ends; a second time it does nothing. Never raises."""
        ...

    @property
    def trouble(self) -> str:
        """Why it ended by itself meanwhile (adb died, the phone was unplugged); empty if it did
        not. What it collected before stays, and the phase in which it ended is not whole."""
        ...


class Phone(Protocol):
    """A phone, an emulator, or what stands for one. Every call has a time limit and raises
    CollectError with the cause and the next step."""

    @property
    def about(self) -> Device:
        """What a trace says of it."""
        ...

    def log(self, package: str) -> Collector:
        """A collector of the system's log, which tells the app's own lines apart."""
        ...

    def snapshot(
        self, run: RunFolder, name: str, package: str, within: Within | None = None
    ) -> Snapshot:
        """Fetches the app's own folders as they are now; where nothing else gives access to them,
        from `within` the app's process. What could not be fetched is told in the snapshot; a phone
        that gives no access at all raises."""
        ...

    def backup(self, run: RunFolder, name: str, package: str) -> Snapshot:
        """Makes a backup of the app and keeps what is in it."""
        ...

    def screenshot(self) -> bytes:
        """The screen as PNG."""
        ...

    def look(self, kind: Look, package: str) -> bytes:
        """What it shows now, as `Look` has it."""
        ...

    def start_app(self, package: str) -> None:
        """Starts the app as its icon does."""
        ...

    def stop_app(self, package: str) -> None:
        """Ends all its processes."""
        ...
