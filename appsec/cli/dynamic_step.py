"""One step of a guided session: what is typed, asked, pictured and collected in it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from appsec.cli.dynamic_talk import Answer, Skip, Talk
from appsec.model.frozen import slotted
from appsec.model.noted import DELETED, FILES_LEFT, NEEDED, OUTCOMES, PASTED, UNNEEDED, Tried
from appsec.model.run_files import Look
from appsec.model.text import visible
from appsec.model.trace import ABSENT, LEFT_OUT, NOT_KEPT
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.fields import Field, typed_in
from appsec.runtime.guided.held import asked_about
from appsec.runtime.guided.left import without_canary
from appsec.runtime.guided.steps import Keep, Question, Step, Which, guide
from appsec.runtime.guided.values import KINDS

if TYPE_CHECKING:
    from appsec.runtime.guided.recording import Recording


MAX_DELETED = 20
"""Files of which a tester is asked in one step."""


@slotted
class Went:
    """How a step went: why it is not whole, if it is not, and which fields the app does not
    have."""

    broken: str = ""
    absent: tuple[str, ...] = ()


class StepTalk:
    """Takes a tester through one step that has begun."""

    def __init__(
        self,
        talk: Talk,
        recording: "Recording",
        fields: tuple[Field, ...],
        values: Mapping[str, str],
        held: tuple[str, ...] = (),
        absent: tuple[str, ...] = (),
        entered: Collection[str] = (),
    ) -> None:
        self._talk = talk
        self._recording = recording
        self._fields = fields
        self._values = values
        self._held = held
        self._entered = entered
        self.went = Went(absent=absent)

    def go(self, step: Step, number: int, questions: tuple[Question, ...]) -> None:
        """All of the step. Raises Leave."""
        if step.run is not Which.CONTROL:
            self._without_value()
        self._types(step)
        if Keep.CERTIFICATES in step.keeps:
            self._certificates()
        if Keep.DELETIONS in step.keeps:
            self._deletions(step)
        self._doing(step)
        for one in questions:
            self._question(step, one)
        if step.run is not Which.CONTROL:
            self._is_the_build()
        self._look(step.looks, step.id)
        if step.keeps:
            self._collect(step, number)

    def spoil(self, why: str) -> None:
        """What is silent in this phase shows nothing."""
        self.went.broken = why
        self._recording.broke(why)

    # Canaries.

    def _without_value(self) -> None:
        """A field that there is no canary for can leak as well. It counts as left out, in whichever
        step a run ends, until it is told that the app has none."""
        for one in without_canary(self._fields, self._values, self.went.absent):
            self._left_out(one)

    def _left_out(self, field: Field) -> None:
        self._recording.mark(LEFT_OUT, f"{field.id} {self._talk.text(field.label)}")

    def _types(self, step: Step) -> None:
        fields = [one for one in typed_in(self._fields, step.types)]
        for one in fields:
            if one.id in self.went.absent and one.id in self._values:
                # It was told in another step, whose run may be another.
                self._recording.mark(ABSENT, one.id)
        typed = [one for one in fields if one.id not in self.went.absent and self._type(one)]
        if fields and not typed:
            self._talk.say("absent-all", colour="yellow")

    def _type(self, field: Field) -> bool:
        """Whether the tester typed this field just now."""
        talk, label = self._talk, self._talk.text(field.label)
        value = self._values.get(field.id)
        try:
            if value is None:
                said = talk.ask("no-value", "-", label=label)
                while said.key != "-":
                    said = talk.ask("no-value", "-", label=label)
            else:
                talk.say("type", bold=True, label=label, value=value)
                if KINDS[field.kind].long:
                    talk.say("type-long")
                said = talk.ask("typed", "v-")
        except Skip as skipped:
            self._left_out(field)
            self.spoil(f"not typed: {field.id}: {skipped.why}")
            return False
        if said.key == "-":
            self._absent(field)
            return False
        self._recording.typed(field.id)
        if said.key == "v":
            self._recording.mark("note", f"{PASTED} {field.id}")
        return True

    def _absent(self, field: Field) -> None:
        # An app that keeps what was entered shows no field for it any more.
        for known, word, why in (
            (field.id in self._entered, "entered-field", "entered before and not found"),
            (field.declared, "declared-field", "declared and not found"),
        ):
            if known:
                self._talk.say(word, colour="yellow")
                self._left_out(field)
                self.spoil(f"{why}: {field.id}")
                return
        self.went.absent = (*self.went.absent, field.id)
        self._recording.mark(ABSENT, field.id)

    # What the tester does and sees.

    def _doing(self, step: Step) -> None:
        while True:
            said = self._talk.ask("doing", "nc")
            if not said.key:
                return
            if said.key == "n":
                self._recording.mark("note", said.text)
            else:
                self._look((one for one in step.looks if one is not Look.SOCKETS), said.text)
                self._picture(said.text or step.id)

    def _question(self, step: Step, one: Question) -> None:
        text, name = self._talk.text(one.text), f"{step.id}.{one.id}"
        try:
            said = self._outcome(text, one.tried) if one.tried else self._words(text)
        except Skip as skipped:
            self._recording.mark("note", f"not answered {name}: {skipped.why}")
            return
        if one.tried:
            self._recording.noted(one.tried, said)
        else:
            self._recording.mark("answer", f"{name}: {said}")
        self._pictured(name)

    def _words(self, text: str) -> str:
        said = ""
        while not said:
            said = self._talk.ask("question", free=True, leave="spq", text=text).text
        return said

    def _outcome(self, text: str, tried: Tried) -> str:
        """One of the outcomes by its number, and words of the tester's own."""
        every = OUTCOMES[tried].every
        told = [self._talk.text(guide().outcomes[one]) for one in every]
        listed = "｜".join(f"{number} {one}" for number, one in enumerate(told, 1))
        keys = "".join(str(number + 1) for number in range(len(every)))
        said = Answer("", "")
        while not said.key:
            said = self._talk.ask("outcome", keys, leave="spq", text=text, outcomes=listed)
        return f"{every[int(said.key) - 1]} {said.text}".strip()

    def _pictured(self, what: str) -> None:
        """Asks for a picture until one is filed or there is none."""
        while True:
            said = self._talk.ask("picture", "-", free=True, leave="pq")
            if said.key == "-" or self._picture(what, said.text):
                return

    def _picture(self, what: str, path: str = "") -> bool:
        try:
            place = self._recording.picture(what, Path(path).expanduser() if path else None)
        except (CollectError, OSError) as error:
            self._talk.say("not-filed", colour="yellow", why=error)
            return False
        self._talk.say("filed", place=place)
        return True

    def _look(self, looks: Iterable[Look], what: str) -> None:
        """What the device does not show stays open; the step is no less whole."""
        for told in self._recording.look(looks, what):
            if isinstance(told, str):
                self._talk.say("filed", place=told)
            else:
                self._talk.say("lacking", colour="yellow", what=told.what, why=told.why)

    def _deletions(self, step: Step) -> None:
        """The norm's own test of what a file is (3.29, 3.30). A phase that begins after a file was
        deleted tells that the app was started again. What is too much for one time is asked about
        when the step is redone."""
        told = asked_about(self._recording.run.folder, step.id)
        files = [one for one in self._held if one not in told]
        for file in files[:MAX_DELETED]:
            self._recording.mark(DELETED, file)
            try:
                self._talk.ask("deleted", file=file)
            except Skip as skipped:
                self._recording.mark("note", f"not deleted {file}: {skipped.why}")
                continue
            self._recording.mark(step.phase, step.id)
            needed = self._talk.choice(self._talk.words("needed"), "yn") == "y"
            self._recording.mark(NEEDED if needed else UNNEEDED, file)
        if left := len(files[MAX_DELETED:]):
            self._recording.mark(FILES_LEFT, str(left))
            self.went.broken = self._talk.words("files-left", left=left)

    # What is collected.

    def _certificates(self) -> None:
        """Each host is shown one certificate after the other while the tester connects again."""
        talk, probe = self._talk, self._recording.probe
        rotation = self._recording.rotation()
        if rotation is None or probe is None:
            return
        how = talk.ask("ca-trusted", free=True).text
        if how:
            probe.trusted(how)
        before, moved = talk.watch, [""]

        def look(repeated: bool) -> None:
            with suppress(CollectError):  # `before` tells of a probe that is gone
                for host, shown, outcome, following in rotation.step(repeated):
                    moved.append(host)
                    after = "–" if following is None else following or "genuine"
                    talk.say(
                        "presented",
                        host=host,
                        shown=shown or "genuine",
                        outcome=outcome,
                        following=after,
                    )

        def watch() -> None:
            before()
            look(False)

        talk.watch = watch
        try:
            while moved and not rotation.done:
                moved.clear()
                talk.ask("certificates", hosts=", ".join(probe.hosts))
                look(True)
        finally:
            talk.watch = before
            if hosts := rotation.unconfirmed:
                self._recording.mark(NOT_KEPT, f"traffic log-in not repeated: {visible(hosts)}")
        for host in probe.hosts:
            if missing := probe.told(host).missing:
                names = ", ".join(str(one) or "genuine" for one in missing)
                talk.say("not-presented", colour="yellow", host=host, missing=names)

    def _is_the_build(self) -> None:
        try:
            other = self._recording.is_other_build()
        except CollectError:
            return  # whatever is the matter is told of what is collected
        if other:
            why = self._talk.words("other-build")
            self._talk.say("lacking", colour="red", what="app", why=why)
            self.spoil(why)

    def _collect(self, step: Step, number: int) -> None:
        self._talk.say("collecting")
        for trouble in self._recording.collected(step, number):
            self._talk.say("lacking", colour="yellow", what=trouble.what, why=trouble.why)
            self.went.broken = f"{trouble.what}: {trouble.why}"
