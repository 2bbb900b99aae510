"""Beginning a guided session, and taking up one that was paused."""

import hashlib
import shutil
import tempfile
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec import __version__
from appsec.cli.dynamic_session_given import (
    NotBegun,
    declared,
    digest_of,
    must_be_of,
    setup_of,
)
from appsec.cli.dynamic_session_values import values
from appsec.cli.dynamic_talk import Talk
from appsec.cli.dynamic_walk import Walk
from appsec.engine.files import FileProblem
from appsec.engine.profiles import load_profile
from appsec.model.frozen import frozen
from appsec.model.trace import Meta
from appsec.runtime.canaries import NAME as CANARIES
from appsec.runtime.canaries import PART, BadCanaries, Canaries, Kept, read_canaries
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.alone import alone
from appsec.runtime.guided.fields import MAX_DECLARED, Field, asked_in, fields_of, typable
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.held import held
from appsec.runtime.guided.left import labels_of, left_out, withdrawn
from appsec.runtime.guided.means import means_of
from appsec.runtime.guided.recording import Recording
from appsec.runtime.guided.runs import run_folders
from appsec.runtime.guided.state import NAME as SESSION
from appsec.runtime.guided.state import (
    BadSession,
    SessionState,
    Setup,
    StepState,
    load,
    save,
    steps_for,
)
from appsec.runtime.guided.steps import Which

if TYPE_CHECKING:
    from appsec.evaluate import Answer
    from appsec.model.declaration_form import Declaration

_VIEW = ".so-far-"


@frozen
class Moved:
    """Where files of a session are now, as far as they are not where it began."""

    app: Path | None = None
    declaration: Path | None = None


def opened(app: Path, out: Path, token: str, held: ExitStack, **given: Any) -> Walk:
    """A new session in a folder that is empty or not there; it is this one's alone until `held` is
    closed. Raises NotBegun."""
    if not given["app_class"]:
        raise click.UsageError("Missing option '--class'")
    _free(out)
    declaration = declared(given["declaration"])
    setup = setup_of(app, declaration, given)
    must_be_of(setup, declaration)
    try:
        means = means_of(setup, token)
    except CollectError as error:
        raise NotBegun(f"{given['device']}: {error}") from error
    if means.phone is not None:
        setup = replace(setup, device_id=means.phone.about.id)
    talk = Talk(setup.lang, lambda: None)
    _made(out, talk)
    _hold(out, held)
    fields = fields_of(setup.app_class, declaration, with_f=setup.with_f)
    talk.say("begun", bold=True, app=app, package=setup.package, class_=setup.app_class, folder=out)
    if given["backend"] is None:
        setup = replace(setup, production=talk.choice(talk.words("backend"), "tp") == "p")
    if setup.production:
        talk.say("backend-production", colour="yellow")
    for missing, there in (("no-frida", setup.agent), ("no-probe", setup.probing)):
        if not there:
            talk.say(missing, colour="yellow")
    typed = values(talk, setup, fields)
    talk.ask("seed", leave="")
    state = SessionState(setup)
    _begin(out, state, typed, talk)
    return _walk(out, state, fields, typed, means, declaration, talk)


def _free(out: Path) -> None:
    try:
        if not out.exists() or not any(out.iterdir()):
            return
    except OSError as error:
        raise NotBegun(f"{out}: {error.strerror}") from error
    raise click.UsageError(f"{out} is not empty 資料夾不是空的")


def _made(out: Path, talk: Talk) -> None:
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or error
        raise NotBegun(talk.words("not-made", folder=out, why=why)) from error


def _begin(out: Path, state: SessionState, typed: tuple[Kept, ...], talk: Talk) -> None:
    try:
        save(out, state)
        Canaries(out, typed)
    except OSError as error:
        for name in (SESSION, f"{SESSION}.part", CANARIES, PART):
            (out / name).unlink(missing_ok=True)
        raise NotBegun(talk.words("not-written", why=error)) from error


def _hold(folder: Path, held: ExitStack) -> None:
    """Before anything of it is read or written: what another terminal has open changes."""
    try:
        held.enter_context(alone(folder))
    except BlockingIOError as error:
        raise NotBegun(
            f"{folder}: open in another terminal, pause (p) or end it there"
            " 此檢測已於另一終端機開啟，請先於該處暫停（p）或結束"
        ) from error
    except OSError as error:
        raise NotBegun(f"{folder}: {error.strerror}") from error


def resumed(folder: Path, token: str, moved: Moved, held: ExitStack) -> Walk:
    """A session that was paused, or that broke off; it is this one's alone until `held` is closed.
    Raises NotBegun."""
    _hold(folder, held)
    try:
        state = load(folder)
        typed = read_canaries(folder / CANARIES)
    except (BadSession, BadCanaries) as error:
        raise NotBegun(str(error)) from error
    talk = Talk(state.setup.lang, lambda: None)
    if state.ended:
        raise NotBegun(talk.words("was-ended"))
    setup = _where_now(state.setup, moved)
    try:
        other = digest_of(Path(setup.app)) != setup.sha256
    except NotBegun as error:
        raise NotBegun(talk.words("no-app", why=error, folder=folder)) from error
    if other:
        raise NotBegun(talk.words("other-file", app=setup.app))
    declaration = _declared_now(folder, setup, talk)
    try:
        means = means_of(setup, token)
    except CollectError as error:
        raise NotBegun(f"{setup.device}: {error}") from error
    if means.phone is not None and means.phone.about.id != setup.device_id:
        raise NotBegun(talk.words("begun-elsewhere"))
    for left in folder.glob(f"{_VIEW}*"):
        shutil.rmtree(left)
    state = _as_held(folder, replace(state, setup=setup), talk)
    done = sum(one.state == StepState.DONE for one in state.steps.values())
    talk.say("again", bold=True, created=setup.created, done=done)
    fields = _fields_now(folder, state, typed, declaration, talk)
    return _walk(folder, state, fields, typed, means, declaration, talk)


def _declared_now(folder: Path, setup: Setup, talk: Talk) -> "Declaration | None":
    try:
        declaration = declared(Path(setup.declaration) if setup.declaration else None)
    except FileProblem as error:
        raise NotBegun(talk.words("no-declaration", why=error, folder=folder)) from error
    try:
        must_be_of(setup, declaration)
    except FileProblem as error:
        raise NotBegun(talk.words("other-declaration", why=error, folder=folder)) from error
    return declaration


def _fields_now(
    folder: Path,
    state: SessionState,
    typed: tuple[Kept, ...],
    declaration: "Declaration | None",
    talk: Talk,
) -> tuple[Field, ...]:
    """The fields that the declaration names by now, and those that it named before."""
    left, setup = left_out(run_folders(folder)), state.setup
    labels = labels_of(typed, left)
    fields = fields_of(setup.app_class, declaration, with_f=setup.with_f, labels=labels)
    gone = tuple(withdrawn(fields, typed, left))
    if open_ := [talk.text(one.label) for one in gone if one.id not in state.absent]:
        talk.say("withdrawn", colour="yellow", labels="、".join(open_))
    return (*fields, *gone)


def _where_now(setup: Setup, moved: Moved) -> Setup:
    app, declaration = (str(one.resolve()) if one else "" for one in (moved.app, moved.declaration))
    return replace(setup, app=app or setup.app, declaration=declaration or setup.declaration)


def _as_held(folder: Path, state: SessionState, talk: Talk) -> SessionState:
    """What was noted of each step, as far as the runs bear it out: a run may have been cut where
    the note was not."""
    there = held(run_folders(folder))
    for step in steps_for(state.setup):
        if state.of(step.id).state is StepState.DONE and step.id not in there:
            if state.of(step.id).tries:  # what was never begun had nothing to be done
                talk.say("not-held", colour="yellow", step=f"{step.number} {talk.text(step.title)}")
            state = state.having(step.id, replace(state.of(step.id), state=StepState.OPEN))
    return state


def _walk(
    folder: Path,
    state: SessionState,
    fields: tuple[Field, ...],
    typed: tuple[Kept, ...],
    means: Means,
    declaration: "Declaration | None",
    talk: Talk,
) -> Walk:
    setup = state.setup
    steps = steps_for(setup)
    ids = {one: {field.id for field in asked_in(fields, steps, one)} for one in Which}
    sought = {one: [each for each in typed if each.id in ids[one]] for one in Which}
    recording = Recording(folder, _meta(setup, means), sought, means)

    def read() -> "Collection[Answer]":
        return _so_far(folder, recording, setup, declaration)

    profile = load_profile("tw-v1.4")
    asked = typable(fields, steps, production=setup.production)
    if unasked := [talk.text(one.label) for one in asked if not one.asked]:
        talk.say("not-asked", colour="yellow", labels="、".join(unasked), most=MAX_DECLARED)
    return Walk(folder, state, talk, recording, asked, typed, profile, read)


def _so_far(
    folder: Path, recording: Recording, setup: Setup, declaration: "Declaration | None"
) -> "Collection[Answer]":
    """What the runs show by now: their copies are read as a scan will read them."""
    from appsec.engine.declaration.form import plain
    from appsec.evaluate import evaluated
    from appsec.runtime.guided.so_far import copied

    with tempfile.TemporaryDirectory(prefix=_VIEW, dir=folder) as view:
        copies = [copied(one, Path(view) / one.name) for one in recording.runs()]
        told = plain(declaration) if declaration else None
        return evaluated(copies, setup.platform, setup.sha256, told)


def _meta(setup: Setup, means: Means) -> Meta:
    meta = Meta(
        "", setup.created, setup.platform, setup.package, setup.sha256, tool=__version__,
        variant=setup.variants, variant_of=setup.variant_of,
    )  # fmt: skip
    if means.phone is not None:
        meta = replace(meta, device=means.phone.about)
    if means.agent is not None:
        from appsec.runtime.session import bundle

        digest = hashlib.sha256(bundle(setup.platform).encode()).hexdigest()
        meta = replace(meta, agent=f"appsec-{setup.platform}", agent_sha256=digest)
    return meta
