"""frida's agent in the app, as a guided session uses it. frida is imported when it is started."""

import time
from typing import TYPE_CHECKING, Any

from appsec.model.trace import EndReason
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.state import Setup
from appsec.runtime.run_folder import RunFolder

if TYPE_CHECKING:
    from appsec.runtime.phones.agent_files import AgentFiles


class FridaAgent:
    """Holds the app of one run under an agent. None of its calls hangs for ever."""

    def __init__(self, setup: Setup, token: str = "", program: str = "") -> None:
        self._setup = setup
        self._token = token
        self._program = program or setup.package
        self._handle: Any = None

    def start(self, run: RunFolder) -> None:
        """Starts the app, or goes into the one that runs, and waits for the hooks. Raises
        CollectError, also where frida is not installed."""
        try:
            from appsec.runtime.devices import DeviceError, open_device
            from appsec.runtime.session import How, Limits, Session, Target, bundle
        except ImportError as error:
            raise CollectError("frida: pip install 'appsec[dynamic]'") from error
        setup = self._setup
        target = Target(setup.platform, self._program, How(setup.how), setup.pid, setup.own)
        limits = Limits()
        try:
            device = open_device(setup.frida_device or setup.device, self._token)
            self._handle = device.handle
            self._session = Session(
                device.handle, target, bundle(setup.platform), run.recorder, run.canaries,
                limits=limits,
            )  # fmt: skip
            self._session.start()
        except DeviceError as error:
            raise CollectError(str(error)) from error
        self._every = limits.look_every
        self._looked = time.monotonic()
        self.over: EndReason | None = None

    def mark(self, name: str, note: str = "") -> None:
        """Marks in the trace after all that came before in the app."""
        self._session.mark(name, note)

    def files(self, package: str) -> "AgentFiles":
        """The app's files, from within the process that is watched. Raises CollectError."""
        from appsec.runtime.phones.agent_files import AgentFiles

        return AgentFiles(self._handle, self._session.pid)

    @property
    def trouble(self) -> str:
        """Why the run is over; empty while the app answers."""
        if self.over is None and time.monotonic() - self._looked >= self._every:
            self._looked = time.monotonic()
            self._session.look()
        self.over = self.over or self._session.over(0.001)
        return str(self.over or "")

    def stop(self, reason: EndReason) -> None:
        """Leaves the app and ends the trace."""
        self._session.stop(self.over or reason)
