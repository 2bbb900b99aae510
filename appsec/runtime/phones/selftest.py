"""Places all hooks in an app on a device and tells which of them hold: what no test of ours can."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from appsec.model.trace import EndReason, Hook, Line, Meta
from appsec.runtime.canaries import Canaries
from appsec.runtime.devices import Opened
from appsec.runtime.recorder import Recorder
from appsec.runtime.session import Limits, Session, Target, bundle
from appsec.runtime.trace_file import TraceFile

NOBODY = "0" * 64
PATIENT = Limits(attach=60.0, install=120.0, answer=60.0, detach=10.0)
"""A slow phone is no reason to know nothing of its hooks."""


class _Hooks(Recorder):
    """Keeps what hooks were announced, each as it was last."""

    def __init__(self, file: TraceFile) -> None:
        super().__init__(file)
        self.table: dict[str, Hook] = {}

    def write(self, lines: Sequence[Line]) -> bool:
        self.table |= {line.id: line for line in lines if isinstance(line, Hook)}
        return super().write(lines)


def tested(device: Opened, target: Target, *, agent: str = "",
           limits: Limits | None = None) -> tuple[Hook, ...]:  # fmt: skip
    """The hook table of a process on a device. Nothing of it is kept. Raises DeviceError."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        meta = Meta("selftest", created, target.platform, target.package, NOBODY)
        with TraceFile(folder, meta) as file:
            recorder = _Hooks(file)
            session = Session(
                device.handle, target, agent or bundle(target.platform), recorder,
                Canaries(folder, ()), limits=limits or PATIENT,
            )  # fmt: skip
            try:
                session.start()
            finally:
                session.stop(EndReason.FINISHED)
            return tuple(recorder.table.values())
