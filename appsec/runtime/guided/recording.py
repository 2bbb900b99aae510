"""The runs of a guided session as they are recorded: one at a time, with what collects into it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from appsec.facts.traffic import Presented
from appsec.model.noted import NOTED, STEP_DONE, Tried
from appsec.model.run_files import Look
from appsec.model.trace import BROKE_OFF, NOT_KEPT, TYPED, EndReason, Meta, Phase
from appsec.runtime.canaries import Kept
from appsec.runtime.collect import CollectError, Collector
from appsec.runtime.guided.collecting import Collecting
from appsec.runtime.guided.given import Agent, Means, Spoilt, Trouble
from appsec.runtime.guided.looking import looked, png_of, taken
from appsec.runtime.guided.runs import Runs
from appsec.runtime.guided.settings import settings_of
from appsec.runtime.guided.steps import Keep, Step, Which
from appsec.runtime.run_folder import LOG, TRAFFIC, RunFolder

if TYPE_CHECKING:
    from appsec.runtime.probe.probe import Probe
    from appsec.runtime.probe.rotation import Rotation

CA_FILE = "appsec-probe-ca.crt"


class Recording:
    """Records the steps of a session, each into the run that it belongs to."""

    def __init__(
        self, folder: Path, meta: Meta, typed: Mapping[Which, Iterable[Kept]], means: Means
    ) -> None:
        self._folder = folder
        self._meta = meta
        self.kept = Runs(folder, meta, typed)
        self.means = means
        self._run: RunFolder | None = None
        self._which = Which.PLAIN
        self._control: RunFolder | None = None
        self._finished = False
        self._collecting = Collecting()
        self._agent: Agent | None = None
        self._fresh = False
        self.probe: Probe | None = None
        self.lasting: Step | None = None
        """The step whose phase lasts: what ends by itself is missing there."""

    @property
    def run(self) -> RunFolder:
        """The run of the step that was begun last."""
        run = self._control or self._run
        if run is None:
            raise ValueError("no step has begun")
        return run

    @property
    def watched(self) -> bool:
        """Whether an agent is in the app."""
        return self._agent is not None

    def begin(self, step: Step) -> list[Trouble]:
        """Begins a step: opens its run, starts what collects, marks the phase. Raises CollectError
        if it cannot be begun at all, Spoilt if the step before is not whole, OSError."""
        self._end_control()
        if step.run is Which.CONTROL:
            # Nothing collects into it, so that the other run goes on beside it.
            self._control, self._finished = self.kept.opened(Which.CONTROL), False
            self._control.mark(step.phase, step.id)
            return []
        if (why := self._settle()) and self.lasting not in (None, step):
            raise Spoilt(why)
        if self._run is None or self._which is not step.run:
            self.leave()
            self._run, self._which = self.kept.opened(step.run), step.run
        settled = "log" in self._collecting
        troubles = [*self._collecting.start("log", self._run, self._log)]
        if step.run is Which.INSTRUMENTED and self._agent is None:
            self._attach(self._run)
        if not settled:
            self._settle()
        # What is captured of a phase must begin before its mark. What comes meanwhile is of that
        # phase already: otherwise it would count as sent before consent.
        self._run.recorder.phase = step.phase
        troubles += self._collecting.start("traffic", self._run, self._traffic)
        self.mark(step.phase, step.id)
        for trouble in troubles:
            self.mark(NOT_KEPT, f"{trouble.what} {trouble.why}")
        self.lasting = step
        return troubles

    def _close_phase(self) -> None:
        """A phase is captured only if the probe runs until the next mark, and is at once stopped
        then: what still came would be of before the consent. The log is whole before."""
        self._collecting.stop("log", self._run)
        self._settle()
        if self._run is not None and "traffic" in self._collecting:
            self.mark(Phase.BEFORE)
        self._collecting.stop("traffic", self._run)

    def _settle(self) -> str:
        """Has what the log and the probe saw in the phase before written before the next one's
        mark. Why that phase is not whole, if it is not; another log is to be started then."""
        why = self._collecting.settle("log", self._run)
        if self.probe is not None and "traffic" in self._collecting:
            with suppress(CollectError):  # `watch` tells of a probe that is gone
                self.probe.present(str(Presented.VALID))
        return why

    def mark(self, name: str, note: str = "") -> None:
        """Marks in the run of the step."""
        if self._control is None and self._agent is not None:
            self._agent.mark(name, note)
        else:
            self.run.mark(name, note)

    def noted(self, tried: Tried, said: str) -> None:
        """What came of an attempt, and before it what it depends on of the device."""
        self.run.recorder.write([*settings_of(self.means.phone, tried, self.run.now)])
        self.mark(NOTED, f"{tried} {said}")

    def typed(self, canary: str) -> None:
        """The tester entered this canary just now."""
        self.mark(TYPED, canary)

    def broke(self, why: str) -> None:
        """Nobody may rely on this phase of the run: what was found in it counts, silence does
        not."""
        if self._control is not None or self._run is not None:
            self.mark(BROKE_OFF, why)

    def instructions(self) -> Iterator[str]:
        """How the device comes to a probe that was started just now; nothing a second time."""
        probe, self._fresh = (self.probe, False) if self._fresh else (None, False)
        if probe is not None and probe.authority is not None:
            from appsec.runtime.probe.words import instructions

            place = self._folder / CA_FILE
            place.write_bytes(probe.authority.pem)
            yield from instructions(probe.opened, probe.authority, place)

    def rotation(self) -> "Rotation | None":
        """Shows each host one certificate after the other, if there is a probe."""
        if self.probe is None or "traffic" not in self._collecting:
            return None
        from appsec.runtime.probe.rotation import Rotation

        return Rotation(self.probe)

    def watch(self) -> list[Trouble]:
        """What ended by itself since the last time. Its phase is not whole."""
        found = self._collecting.ended(self._run)
        if self._agent is not None and (why := self._agent.trouble):
            self._end_instrumented(EndReason.DISCONNECTED)
            found.append(Trouble("agent", why))
        if self._run is not None and self._run.recorder.full.is_set():
            found.append(Trouble("disk", "full"))
        return found

    def collected(self, step: Step, number: int) -> Iterator[Trouble]:
        """Takes what the step keeps, while its phase lasts. What is not whole is told."""
        within = self._agent.files if self._agent else None
        for keep in step.keeps:
            if keep in (Keep.SNAPSHOT, Keep.BACKUP):
                name = f"{step.id}-{number}"
                yield from taken(
                    self.means.phone, self.run, self._meta, keep, name=name, within=within
                )

    def is_other_build(self) -> bool:
        """Whether the device is known to have another app than the one that this session is of:
        what a run then shows is not of that file. Raises CollectError."""
        there = self.means.installed() if self.means.installed else ()
        return bool(there) and self._meta.app_sha256 not in there

    def picture(self, what: str, file: Path | None = None) -> str:
        """Files a picture of the screen, or the one in a file. Raises CollectError, OSError."""
        return self.run.screenshot(png_of(self.means.phone, file), what)

    def look(self, looks: Iterable[Look], what: str) -> Iterator[str | Trouble]:
        """Files what the device shows now beside its picture."""
        return looked(self.means.phone, self.run, self._meta, looks, what)

    def finish(self, step: Step, *, whole: bool) -> None:
        """The step is over. Its phase lasts until the next begins, so that it can be redone."""
        if whole:
            self.mark(STEP_DONE, step.id)
        self._finished = True

    def pause(self) -> None:
        """Gives everything back until another day; an agent cannot wait: its run ends here."""
        self._end_control()
        self.leave(waits=True)

    def leave(self, *, waits: bool = False) -> None:
        """Ends the run that is being recorded, if there is one, or has it wait for another day."""
        self._close_phase()
        self.lasting = None
        if self._agent is not None:
            self._end_instrumented(EndReason.FINISHED)
        elif self._run is not None and waits:
            self._run.pause()
        elif self._run is not None:
            self._run.end()
            self._run.close()
        self._run = None

    def end(self) -> list[str]:
        """Ends all runs of the session, those of other days too; names those that cannot be."""
        self._end_control()
        self.leave()
        return self.kept.end()

    def release(self) -> None:
        """Ends what still collects, as it is; a second time it does nothing."""
        self._collecting.release()

    def anew(self, why: str) -> None:
        """The app is not the one any more that something was entered into: another run begins."""
        self._end_control()
        if self._run is not None and self._which is Which.PLAIN:
            self.mark("note", why)
            self.leave()
        self.kept.end(Which.PLAIN)

    def runs(self) -> list[Path]:
        """The directories of all runs so far."""
        return self.kept.all()

    # Opening and ending.

    def _attach(self, run: RunFolder) -> None:
        if self.means.agent is None:
            raise CollectError("frida")
        agent = self.means.agent()
        try:
            agent.start(run)
        except CollectError:
            self._stop_collectors()
            run.end(EndReason.DISCONNECTED)
            run.close()
            self._run = None
            raise
        self._agent = agent

    def _end_control(self) -> None:
        """A step that was left would have its run take what belongs to others."""
        control, self._control = self._control, None
        if control is not None:
            control.end(EndReason.FINISHED if self._finished else EndReason.INTERRUPTED)
            control.close()

    def _end_instrumented(self, reason: EndReason) -> None:
        self._stop_collectors()
        agent, run = self._agent, self._run
        self._agent = self._run = None
        if agent is None or run is None:
            return
        for place in (LOG, TRAFFIC):
            if (run.folder / place).exists():
                run.attach(place)
        agent.stop(reason)
        run.close()

    # What collects.

    def _log(self) -> Collector | None:
        phone = self.means.phone
        return phone.log(self._meta.package) if phone else None

    def _traffic(self) -> Collector | None:
        self.probe = self.means.probe() if self.means.probe else None
        self._fresh = self.probe is not None
        return self.probe

    def _stop_collectors(self) -> None:
        for what in ("log", "traffic"):
            self._collecting.stop(what, self._run)
