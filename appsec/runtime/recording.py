"""Recording one run: a directory, a session in it, and what a tester says meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue

from appsec.model.noted import DELETED, NEEDED, NOTED, UNNEEDED, noted
from appsec.model.trace import TYPED, EndReason, Meta, Phase
from appsec.runtime.canaries import Canaries, Kept
from appsec.runtime.devices import DeviceError, open_device
from appsec.runtime.recorder import Recorder
from appsec.runtime.session import Limits, Session, Target, bundle
from appsec.runtime.trace_file import TraceFile

TICK = 0.2
_WITH_NOTE = {"d": DELETED, "k": NEEDED, "u": UNNEEDED, "o": NOTED, "n": "note"}


@dataclass(frozen=True, slots=True)
class Plan:
    """One run to be recorded. `meta` lacks the device, the agent and the canaries."""

    meta: Meta
    device: str
    token: str
    target: Target
    typed: tuple[Kept, ...]
    agent: str = ""
    seconds: float = 0.0
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Told:
    """How a run ended, and what a trace of it says."""

    reason: EndReason
    hooks: int
    strange: int
    complete: bool


class Commands:
    """What a tester says, one line each; `FINISH` ends the run. Any thread may put lines."""

    FINISH = "q"

    def __init__(self, canaries: tuple[str, ...]) -> None:
        self._canaries = canaries
        self.lines: SimpleQueue[str] = SimpleQueue()

    def next(self) -> tuple[str, str, str] | str | None:
        """What to do next: a mark as (kind, name, note), `q`, another line that nobody
        understands, or None if nothing waits."""
        if self.lines.empty():
            return None
        line = self.lines.get().strip()
        word, _, rest = line.partition(" ")
        name, _, note = rest.strip().partition(" ")
        if word == "m" and name in {str(phase) for phase in Phase}:
            return ("mark", name, note)
        if word == "t" and name in self._canaries:
            return ("mark", TYPED, name)
        if word in _WITH_NOTE and rest.strip() and (word != "o" or noted(rest)):
            return ("mark", _WITH_NOTE[word], rest.strip())
        return self.FINISH if line == self.FINISH else line


def record(plan: Plan, folder: Path, commands: Commands, say: Callable[[str, str], None]) -> Told:
    """Records until the tester, the time or the app ends it. Raises DeviceError if it never began,
    FileExistsError for a directory that holds a run. `say` is told of what happens: key, value."""
    device = open_device(plan.device, plan.token)
    agent = plan.agent or bundle(plan.target.platform)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    canaries = Canaries(folder, plan.typed)
    meta = replace(plan.meta, device=device.about, canaries=canaries.typed)
    with TraceFile(folder, meta) as file:
        recorder = Recorder(file)
        session = Session(device.handle, plan.target, agent, recorder, canaries, limits=plan.limits)
        reason = EndReason.INTERRUPTED
        try:
            session.start()
            say("started", str(recorder.hooks))
            reason = _run(plan, session, commands, say)
        except DeviceError:
            reason = EndReason.DISCONNECTED
            raise
        finally:
            session.stop(reason)
        return Told(
            EndReason.DISK_FULL if recorder.full.is_set() else reason,
            recorder.hooks, recorder.strange, file.ended,
        )  # fmt: skip


def _run(
    plan: Plan, session: Session, commands: Commands, say: Callable[[str, str], None]
) -> EndReason:
    began = looked = time.monotonic()
    while True:
        if reason := session.over(TICK):
            return reason
        now = time.monotonic()
        if plan.seconds and now - began >= plan.seconds:
            return EndReason.FINISHED
        if now - looked >= plan.limits.look_every:
            looked = now
            session.look()
        while (command := commands.next()) is not None:
            if isinstance(command, tuple):
                session.mark(command[1], command[2])
                say("marked", command[1])
            elif command == commands.FINISH:
                return EndReason.FINISHED
            elif command:
                say("not-understood", command)
