"""One use of the network probe at a terminal: what it says, and what the tester says to it."""

import sys
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

import click

from appsec.facts.traffic import Presented
from appsec.model.exit import Exit
from appsec.model.text import visible
from appsec.model.trace import NOT_KEPT, EndReason, Phase

if TYPE_CHECKING:
    from appsec.runtime.probe.home import Home
    from appsec.runtime.probe.plan import Plan
    from appsec.runtime.probe.probe import Probe
    from appsec.runtime.probe.rotation import Rotation
    from appsec.runtime.run_folder import RunFolder

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LOOK = 0.3


class ProbeSession:
    """One use of the probe at a terminal."""

    def __init__(self, run: "RunFolder", plan: "Plan", place: "Home",
                 certificates: tuple[Presented, ...], seconds: float | None) -> None:  # fmt: skip
        from appsec.runtime.probe.probe import Probe

        self._run = run
        self._plan = plan
        self._probe = Probe(plan, place)
        self._shown = certificates
        self._until = monotonic() + seconds if seconds else None
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._rotation: Rotation | None = None

    def start(self) -> None:
        """Raises CollectError: then nothing was recorded."""
        self._probe.start(self._run)

    def run(self, ca_trusted: str) -> int:
        """From the start to the last line of the trace. Answers the exit code."""
        from appsec.runtime.collect import CollectError

        reason, trouble = EndReason.FINISHED, ""
        try:
            _instruct(self._plan, self._probe)
            if ca_trusted:
                self._probe.trusted(ca_trusted)
            if self._shown:
                self._mark(Phase.TLS)
            Thread(target=self._read, daemon=True).start()
            self._watch()
        except KeyboardInterrupt:
            reason = EndReason.INTERRUPTED
        except CollectError as error:
            trouble = str(error)
        finally:
            self._leave()
            if not self._probe.trouble:
                self._run.mark(Phase.BEFORE)
            self._probe.stop()
        trouble = self._probe.trouble or trouble
        whole = self._run.end(EndReason.INTERRUPTED if trouble else reason)
        summarise(self._probe)
        click.echo(f"run 執行紀錄: {self._run.folder}")
        if trouble:
            click.echo(f"The probe ended early 網路擷取中斷: {trouble}", err=True)
        click.echo(f"next 下一步: appsec scan APP --trace {self._run.folder}")
        return Exit.OK if whole and not trouble and reason is EndReason.FINISHED else Exit.OPEN

    def _watch(self) -> None:
        while not self._probe.trouble and (self._until is None or monotonic() < self._until):
            try:
                line: str | None = self._lines.get(timeout=_LOOK).strip()
            except Empty:
                line = None
            if line == "q":
                return
            self._does(line or "")
            if self._rotation is not None:
                for host, shown, outcome, following in self._rotation.step(line == ""):
                    after = "done 完成" if following is None else (following or "genuine")
                    click.echo(f"{host}: {shown or 'genuine'} {outcome} → {after}", err=True)
                if self._rotation.done and self._until is not None:
                    return

    def _does(self, line: str) -> None:
        """Follows a line of the tester's."""
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word == "m" and rest in {str(one) for one in Phase}:
            self._mark(Phase(rest))
        elif word == "n" and rest:
            self._run.mark("note", rest)
        elif word == "t":
            try:
                self._run.typed(rest)
            except KeyError:
                click.echo(f"? {rest}", err=True)
        elif line:
            click.echo("m PHASE | t CANARY | n TEXT | q", err=True)

    def _mark(self, phase: str) -> None:
        """Begins a step; what was seen before is written before its mark."""
        from appsec.runtime.probe.rotation import Rotation

        self._leave()
        self._probe.present(Presented.VALID)
        self._run.mark(phase)
        tls = phase == Phase.TLS
        self._rotation = Rotation(self._probe, self._shown) if tls else None
        if tls:
            click.echo("Enter: the log-in was repeated with what is shown now"
                       " 每以目前出示之憑證重新登入一次後，按 Enter", err=True)  # fmt: skip

    def _leave(self) -> None:
        """What one library refused, perhaps before the log-in was repeated, shows nothing."""
        if self._rotation is not None and (hosts := self._rotation.unconfirmed):
            self._run.mark(NOT_KEPT, f"traffic log-in not repeated: {visible(hosts)}")

    def _read(self) -> None:
        for line in sys.stdin:
            self._lines.put(line)
        if self._until is None:
            self._lines.put("q")


def summarise(probe: "Probe") -> None:
    """What each host took, and what is missing."""
    from appsec.runtime.probe.plan import SHOWN

    for host in probe.hosts:
        told = probe.told(host)
        if not told.routed:
            click.echo(f"{visible(host)}: no connection came by 未見連線：App可能不採用代理設定，"
                       "請改用 --mode wireguard / try --mode wireguard")  # fmt: skip
            continue
        each = ", ".join(f"{one or 'genuine'}={told.outcomes[one]}" for one in SHOWN)
        click.echo(f"{visible(host)}: {each}")
        if not told.controlled:
            click.echo("  no request with a valid or the genuine certificate: its refusals say"
                       " nothing 未見以有效憑證或原憑證送出之請求，拒絕結果不足採認")  # fmt: skip
        if told.missing:
            names = ", ".join(one or "genuine" for one in told.missing)
            click.echo(f"  missing 尚缺: {names}")


def _instruct(plan: "Plan", probe: "Probe") -> None:
    """Says where the probe is and what the device needs."""
    from appsec.runtime.probe.words import instructions

    if plan.listen not in LOOPBACK:
        click.echo(f"WARNING 注意: {plan.listen} — anybody on that network can use this probe as a"
                   " proxy 同一網路之任何人均可使用，僅限隔離之測試網路", err=True)  # fmt: skip
    assert probe.authority is not None
    ca = probe.authority.file.with_name("appsec-probe-ca.crt")
    ca.write_bytes(probe.authority.pem)
    for line in instructions(probe.opened, probe.authority, ca):
        click.echo(line, err=True)
