"""One run of an app under an agent, from the first hook to the last line, come what may."""

import json
from collections.abc import Callable
from enum import StrEnum
from importlib.resources import files
from queue import Empty, SimpleQueue
from typing import Any

from appsec.model.frozen import frozen
from appsec.model.trace import EndReason, LifeEvent, Phase
from appsec.runtime.canaries import Canaries
from appsec.runtime.devices import DeviceError, TookTooLong, bounded
from appsec.runtime.recorder import Recorder


class How(StrEnum):
    """How an agent comes into a process."""

    SPAWN = "spawn"
    ATTACH = "attach"
    GADGET = "gadget"


GADGET = "Gadget"
"""The name under which frida lists a process whose app brings the gadget along."""


@frozen
class Limits:
    """Seconds that calls into a device may take, and between looks at whether it is alive."""

    attach: float = 30.0
    install: float = 60.0
    answer: float = 8.0
    detach: float = 5.0
    look_every: float = 3.0


@frozen
class Target:
    """What runs: `pid` names a process of several, 0 the one of the package."""

    platform: str
    package: str
    how: How = How.SPAWN
    pid: int = 0
    own: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    rate: int = 0


def bundle(platform: str) -> str:
    """The agent of a platform, as it was built."""
    return files("appsec.runtime").joinpath(f"agents/{platform}.js").read_text(encoding="utf-8")


class Session:
    """Holds a process while it is watched. Every call into it is timed: none may hang for ever."""

    def __init__(
        self, device: Any, target: Target, agent: str, recorder: Recorder, canaries: Canaries,
        *, limits: Limits | None = None,
    ) -> None:  # fmt: skip
        self._device = device
        self._target = target
        self._agent = agent
        self._recorder = recorder
        self._canaries = canaries
        self._limits = limits or Limits()
        self._over: SimpleQueue[EndReason] = SimpleQueue()
        self._session: Any = None
        self._script: Any = None
        self._renew = False
        self._leaving = False
        self.pid = 0

    def start(self) -> None:
        """Spawns or attaches, and waits until the hooks are placed. Raises DeviceError."""
        spawned = self._target.how is How.SPAWN
        self.pid = self._spawned() if spawned else self._running()
        attach = self._limits.attach
        self._session = bounded("attach", attach, lambda: self._device.attach(self.pid))
        self._session.on("detached", self._detached)
        self._recorder.pid = self.pid
        self._recorder.life(LifeEvent.ATTACHED, self.pid)
        source = f"globalThis.appsec = {json.dumps(self._settings())};\n{self._agent}"
        create = self._session.create_script
        self._script = bounded("create script", attach, lambda: create(source, name="appsec"))
        self._script.on("message", self._message)
        bounded("load script", attach, self._script.load)
        self._recorder.clock(self._ask("now"))
        if spawned:
            bounded("resume", attach, lambda: self._device.resume(self.pid))
        self._await_hooks()

    def mark(self, name: str, note: str = "") -> None:
        """Writes a mark after all that came before it. If the process does not answer there is no
        mark: a phase of which the agent knows nothing has not begun."""
        try:
            if name in {str(one) for one in Phase}:
                self._ask("phase", name)
            else:
                self._ask("flush")
        except DeviceError as error:
            self._silent(error)
            return
        self._recorder.mark(name, note)

    def over(self, wait: float) -> EndReason | None:
        """Why the run is over, after waiting for that at most so long; None if it goes on."""
        if self._recorder.full.is_set():
            return EndReason.DISK_FULL
        try:
            return self._over.get(timeout=wait)
        except Empty:
            return None

    def look(self) -> None:
        """Asks whether the process still answers, and tells the agent of new canaries."""
        try:
            if self._renew:
                self._renew = False
                self._ask("seek", self._canaries.patterns())
            self._ask("ping")
        except DeviceError as error:
            self._silent(error)

    def stop(self, reason: EndReason) -> None:
        """Takes what waits, leaves the process and ends the trace. Never raises for a device."""
        if self._session is not None and reason in (EndReason.FINISHED, EndReason.INTERRUPTED):
            try:
                if self._script is not None:
                    self._ask("flush")
                self._leaving = True
                detach: Callable[[], None] = self._session.detach
                bounded("detach", self._limits.detach, detach)
            except TookTooLong as error:
                # What still waited in the process is lost: this was no proper end.
                self._recorder.life(LifeEvent.HUNG, self.pid, str(error))
                reason = EndReason.HUNG
            except DeviceError as error:
                self._recorder.life(LifeEvent.DISCONNECTED, self.pid, str(error))
                reason = EndReason.DISCONNECTED
        self._recorder.end(reason)

    def _spawned(self) -> int:
        program = self._target.package
        pid: int = bounded("spawn", self._limits.attach, lambda: self._device.spawn(program))
        self._recorder.life(LifeEvent.SPAWNED, pid)
        return pid

    def _running(self) -> int:
        """The process to attach to. Raises DeviceError if there is none."""
        if self._target.pid:
            return self._target.pid
        name = GADGET if self._target.how is How.GADGET else self._target.package
        attach = self._limits.attach
        enumerate_: Callable[[], list[Any]] = self._device.enumerate_applications
        for each in bounded("applications", attach, enumerate_):
            if name in (each.identifier, each.name) and each.pid:
                return int(each.pid)
        found: Any = bounded(name, attach, lambda: self._device.get_process(name))
        return int(found.pid)

    def _settings(self) -> dict[str, object]:
        target = self._target
        return {
            "own": list(target.own or (target.package,)),
            "rate": target.rate,
            "topics": list(target.topics),
            "patterns": self._canaries.patterns(),
        }

    def _await_hooks(self) -> None:
        """Waits until the hooks are placed. Raises DeviceError. An app that ended as soon as it ran
        took its agent along: that is how this run ended, and frida says so a little later."""
        try:
            installed = self._ask("installed", seconds=self._limits.install)
        except TookTooLong:
            raise
        except DeviceError:
            reason = self.over(self._limits.answer)
            if reason is None:
                raise
            self._over.put(reason)
            return
        if installed is not True:
            raise DeviceError(f"hooks: {str(installed)[:300]}")

    def _ask(self, name: str, *given: object, seconds: float = 0.0) -> Any:
        export: Callable[..., Any] = getattr(self._script.exports_sync, name)
        return bounded(name, seconds or self._limits.answer, lambda: export(*given))

    def _message(self, message: Any, data: bytes | None) -> None:
        try:
            for call in self._recorder.message(message, data):
                for canary in self._canaries.learn(call):
                    self._recorder.learned(canary)
                    self._renew = True
        except OSError:
            # A canary whose value could not be kept must not be announced.
            self._recorder.full.set()

    def _detached(self, reason: str, crash: Any) -> None:
        if self._leaving:
            return  # the end that follows tells it; as an event it would be a loss of the agent
        event, end = _LEFT.get(reason, (LifeEvent.DISCONNECTED, EndReason.DISCONNECTED))
        why = reason
        if crash is not None:
            event, end, why = LifeEvent.CRASHED, EndReason.CRASHED, str(crash.summary)
        self._recorder.life(event, self.pid, why)
        if end is not None:
            self._over.put(end)

    def _silent(self, error: DeviceError) -> None:
        """A process that is gone says so itself, a little later; one that hangs never does."""
        if isinstance(error, TookTooLong):
            self._recorder.life(LifeEvent.HUNG, self.pid, str(error))
            self._over.put(EndReason.HUNG)


_LEFT: dict[str, tuple[LifeEvent, EndReason | None]] = {
    "application-requested": (LifeEvent.DETACHED, None),
    "process-replaced": (LifeEvent.EXITED, EndReason.EXITED),
    "process-terminated": (LifeEvent.EXITED, EndReason.EXITED),
    "connection-terminated": (LifeEvent.DISCONNECTED, EndReason.DISCONNECTED),
    "device-lost": (LifeEvent.DISCONNECTED, EndReason.DISCONNECTED),
}
"""What frida says of why a session was left."""
