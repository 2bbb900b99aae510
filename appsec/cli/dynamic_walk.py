"""Going through the steps of a guided session with a tester."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from appsec.cli.dynamic_again import lost, opened_again, told_absent
from appsec.cli.dynamic_same import Same
from appsec.cli.dynamic_standing import SoFar
from appsec.cli.dynamic_step import StepTalk
from appsec.cli.dynamic_steps import Again, Before, DiskFull, Lost, barred, headed, named
from appsec.cli.dynamic_talk import Redo, Skip, Talk
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.fields import Field
from appsec.runtime.guided.given import Spoilt
from appsec.runtime.guided.held import entered
from appsec.runtime.guided.runs import run_folders
from appsec.runtime.guided.state import SessionState, StepDone, StepState, save, steps_for
from appsec.runtime.guided.steps import Keep, Step, Which, guide, questions_of

if TYPE_CHECKING:
    from appsec.evaluate import Answer
    from appsec.model.profile import Profile
    from appsec.runtime.canaries import Kept
    from appsec.runtime.guided.recording import Recording


class Walk:
    """One session, from the first step that is open to the last."""

    def __init__(
        self,
        folder: Path,
        state: SessionState,
        talk: Talk,
        recording: "Recording",
        fields: tuple[Field, ...],
        typed: "tuple[Kept, ...]",
        profile: "Profile",
        read: "Callable[[], Collection[Answer]]",
    ) -> None:
        setup = state.setup
        self.talk = talk
        talk.watch = self._watch
        self.state = state
        self._folder = folder
        self._recording = recording
        self._fields = fields
        self._typed = typed
        self._values = {one.id: one.value for one in typed}
        self._so_far = SoFar(talk, profile, setup.platform, read)
        wanted = {setup.app_class, "F"} if setup.with_f else {setup.app_class}
        self._wanted = frozenset(wanted)
        self._within = False
        self._broken = ""
        self._current: Step | None = None
        self._before: Step | None = None
        self._same = Same(talk, recording)
        self._held: tuple[str, ...] = ()

    def go(self) -> None:
        """Every step that is not done. Raises Pause, Finish and DiskFull, with all kept so far."""
        if changed := self._same.resumed(self.state):
            self._anew(changed)
        try:
            self.state = opened_again(
                self.talk, self._recording.kept, self.state, self._fields, self._typed
            )
        except OSError as error:
            raise DiskFull(str(error)) from error
        self._save()
        run: Which | None = None
        while True:
            try:
                return self._through(run)
            except Again as again:
                run = again.run

    def _through(self, run: Which | None) -> None:
        steps = steps_for(self.state.setup)
        for step in steps:
            settled = self.state.of(step.id).state in (StepState.DONE, StepState.SKIPPED)
            if settled or run not in (None, step.run):
                continue
            headed(self.talk, self.state.setup, step)
            if why := barred(self.talk, self.state.setup, step):
                self._set(step, StepState.SKIPPED, why)
                self.talk.say("skipped", colour="yellow", why=why)
                continue
            if Keep.DELETIONS in step.keeps:
                self._held = self._so_far.files()
                if not self._held:
                    self._set(step, StepState.DONE)
                    continue
            while not self._gone(step):
                if self._repaired():
                    headed(self.talk, self.state.setup, step)
            self._repaired()

    def _repaired(self) -> bool:
        """Goes through the step again in which something ended after it was done. Whether there is
        one: what was entered in it shows nothing any more."""
        before, self._before = self._before, None
        if before is None:
            return False
        headed(self.talk, self.state.setup, before)
        while not self._gone(before):
            self._repaired()
        return True

    def left(self) -> list[Step]:
        """The steps of which something stays open."""
        steps = steps_for(self.state.setup)
        return [one for one in steps if self.state.of(one.id).state is not StepState.DONE]

    def waiting(self) -> list[Step]:
        """Those of them that a session which is taken up again goes through."""
        return [one for one in self.left() if self.state.of(one.id).state is not StepState.SKIPPED]

    def pause(self) -> None:
        """Gives everything back, to be gone on with another day. A step that was left half done is
        not whole."""
        if self._within:
            self._within = False
            self._recording.broke("interrupted")
        self.state = self._same.left(self.state)
        # On a full disk what was written before is what the session is gone on with.
        with suppress(OSError):
            self._recording.pause()
        self._lost()
        with suppress(OSError):
            save(self._folder, self.state)

    def release(self) -> None:
        """Ends what still collects."""
        self._recording.release()

    def end(self) -> list[str]:
        """Ends all runs. Names those that cannot be ended. Raises DiskFull: the session can then
        be ended another time."""
        if self._within:
            self._within = False
            self._recording.broke("interrupted")
        try:
            broken = self._recording.end()
        except OSError as error:
            raise DiskFull(str(error)) from error
        self.state = replace(self.state, ended=True)
        self._save()
        return broken

    # One step.

    def _gone(self, step: Step) -> bool:
        """Goes through a step once. Whether it is settled; otherwise it is to be redone."""
        try:
            self._once(step)
            if why := self.state.of(step.id).why:
                self.talk.say("not-whole", colour="yellow", why=why)
            self._standing(step)
            self.talk.ask("redo-what", leave="rpq")
            if self._broken:
                # It may have come about while the tester read what is decidable.
                self._set(step, StepState.BROKEN, self._broken)
        except Redo as redo:
            self.talk.say("redo-note", colour="yellow")
            self._recording.broke(f"redo: {redo.why}")
            self._within = False
            # Whoever pauses before it is done again is offered it another day.
            self._set(step, StepState.BROKEN, f"redo: {redo.why}")
            return False
        except Before:
            return False
        except Skip as skip:
            if self._within:
                self._recording.broke(f"skipped: {skip.why}")
            self._within = False
            self._set(step, StepState.SKIPPED, skip.why)
            self.talk.say("skipped", colour="yellow", why=skip.why)
        finally:
            self._current = None
        return True

    def _once(self, step: Step) -> None:
        talk, setup = self.talk, self.state.setup
        talk.tell(step.do)
        needs = "、".join(talk.text(guide().capabilities[one]) for one in step.needs)
        talk.say("decides", items="、".join(step.decides), needs=needs or "-")
        talk.ask("start", leave="spq")
        if changed := self._same.begins(self.state, step):
            self._anew(changed)
            raise Again()
        if step.run is Which.INSTRUMENTED and self._lost():
            self._save()
            raise Again(step.run)
        if self._before is not None:
            raise Before()
        self._broken, self._current = "", step
        number = self.state.of(step.id).tries + 1
        self._set(step, StepState.BROKEN, "interrupted", number)
        questions = questions_of(step, self._wanted, setup.platform)
        before = entered(run_folders(self._folder)) if step.types else frozenset[str]()
        absent = told_absent(self.state, step, self._fields, before)
        one = StepTalk(
            talk, self._recording, self._fields, self._values, self._held, absent, before
        )
        try:
            for trouble in self._recording.begin(step):
                talk.say("lacking", colour="yellow", what=trouble.what, why=trouble.why)
                self._broken = f"{trouble.what}: {trouble.why}"
            talk.lines(self._recording.instructions())
            self._within = True
            one.go(step, number, questions)
            self._compare(step)
            self._recording.finish(step, whole=not (self._broken or one.went.broken))
        except Spoilt as error:
            self._ended("log", str(error))
            raise Before() from error
        except CollectError as error:
            talk.say("not-begun", colour="red", why=error)
            self._broken = str(error)
        except Lost as lost:
            self._broken = str(lost)
        except OSError as error:
            raise DiskFull(str(error)) from error
        self._within = False
        self.state = replace(self.state, absent=one.went.absent)
        broken = self._broken or one.went.broken
        self._set(step, StepState.BROKEN if broken else StepState.DONE, broken)

    def _compare(self, step: Step) -> None:
        """Whether the app was put in another's place while the step lasted."""
        self.state, changed = self._same.ended(self.state, step)
        if changed:
            self._broken = "、".join(self.talk.words(f"other-{one}") for one in changed)
            self._recording.broke(self._broken)

    def _anew(self, changed: tuple[str, ...]) -> None:
        self.state = self._same.anew(self.state, changed)
        self._save()

    def _lost(self) -> bool:
        """Opens the steps again that an agent which is gone took with it. Whether there are any."""
        again = [] if self._recording.watched else lost(self.state)
        if again:
            titles = "、".join(named(self.talk, one) for one in again)
            self.talk.say("lost", colour="red", steps=titles)
        for one in again:
            opened = replace(self.state.of(one.id), state=StepState.OPEN)
            self.state = self.state.having(one.id, opened)
        return bool(again)

    def _standing(self, step: Step) -> None:
        # One that is not whole comes again only if the tester has it done again.
        fresh = [one for one in self.left() if self.state.of(one.id).state is StepState.OPEN]
        self._so_far.told_of(
            step, [one for one in fresh if not barred(self.talk, self.state.setup, one)]
        )

    def _set(self, step: Step, state: StepState, why: str = "", tries: int | None = None) -> None:
        number = self.state.of(step.id).tries if tries is None else tries
        self.state = self.state.having(step.id, StepDone(state, why, number))
        self._save()

    def _save(self) -> None:
        try:
            save(self._folder, self.state)
        except OSError as error:
            raise DiskFull(str(error)) from error

    def _watch(self) -> None:
        """Tells at once of what no longer collects. Raises Lost and DiskFull."""
        for trouble in self._recording.watch():
            if trouble.what == "disk":
                raise DiskFull(trouble.why)
            self._ended(trouble.what, trouble.why)
            if trouble.what == "agent" and self._within:
                raise Lost(self._broken)

    def _ended(self, what: str, why: str) -> None:
        """Tells which step is not whole by what no longer collects: the phase of one lasts until
        the next begins, and one without frida and proxy has no part in it."""
        step, told = self._recording.lasting, f"{what}: {why}"
        if self._current is not None and (what == "agent" or step is self._current):
            self.talk.say("trouble", colour="red", what=what, why=why)
            self._broken = told
            return
        self.talk.say("ended-between", colour="red", what=what, why=why)
        # All that an agent takes with it is told of when the next step begins.
        if what != "agent" and step and self.state.of(step.id).state is StepState.DONE:
            self._set(step, StepState.BROKEN, told)
            self._before = step
            self.talk.say("spoilt", colour="red", step=named(self.talk, step))
