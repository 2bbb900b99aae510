"""Beginning a guided session, and taking up one that was paused."""

import hashlib
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec import __version__
from appsec.cli.dynamic_probe import resolve
from appsec.cli.dynamic_record import NotRecorded, platform_of, sha256_of
from appsec.cli.dynamic_session_values import values
from appsec.cli.dynamic_talk import Talk
from appsec.cli.dynamic_target import the_same_app
from appsec.cli.dynamic_walk import Walk
from appsec.engine.profiles import load_profile
from appsec.model.trace import Meta
from appsec.runtime.canaries import NAME as CANARIES
from appsec.runtime.canaries import PART, BadCanaries, Canaries, Kept, read_canaries
from appsec.runtime.collect import CollectError
from appsec.runtime.guided.fields import Field, asked_in, fields_of, typable
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.held import held
from appsec.runtime.guided.means import NO_DEVICE, means_of
from appsec.runtime.guided.recording import Recording
from appsec.runtime.guided.runs import run_folders
from appsec.runtime.guided.state import NAME as SESSION
from appsec.runtime.guided.state import (
    BadSession,
    Probing,
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

HEX_SHA256 = 64
_VIEW = ".so-far-"


class NotBegun(Exception):
    """The app, the device or the folder cannot be used; says why."""


def opened(app: Path, out: Path, token: str, **given: Any) -> Walk:
    """A new session in a folder that is empty or not there. Raises NotBegun."""
    if not given["app_class"]:
        raise click.UsageError("Missing option '--class'")
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty 資料夾不是空的")
    declaration = _declared(given["declaration"])
    setup = _setup(app, declaration, given)
    try:
        means = means_of(setup, token)
    except CollectError as error:
        raise NotBegun(f"{given['device']}: {error}") from error
    if means.phone is not None:
        setup = replace(setup, device_id=means.phone.about.id)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    fields = fields_of(setup.app_class, declaration, with_f=setup.with_f)
    talk = Talk(setup.lang, lambda: None)
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


def _begin(out: Path, state: SessionState, typed: tuple[Kept, ...], talk: Talk) -> None:
    try:
        save(out, state)
        Canaries(out, typed)
    except OSError as error:
        for name in (SESSION, f"{SESSION}.part", CANARIES, PART):
            (out / name).unlink(missing_ok=True)
        raise NotBegun(talk.words("not-written", why=error)) from error


def resumed(folder: Path, token: str) -> Walk:
    """A session that was paused, or that broke off. Raises NotBegun."""
    try:
        state = load(folder)
        typed = read_canaries(folder / CANARIES)
    except (BadSession, BadCanaries) as error:
        raise NotBegun(str(error)) from error
    setup = state.setup
    talk = Talk(setup.lang, lambda: None)
    if state.ended:
        raise NotBegun(talk.words("was-ended"))
    if _sha256(Path(setup.app)) != setup.sha256:
        raise NotBegun(talk.words("other-file", app=setup.app))
    try:
        means = means_of(setup, token)
    except CollectError as error:
        raise NotBegun(f"{setup.device}: {error}") from error
    if means.phone is not None and means.phone.about.id != setup.device_id:
        raise NotBegun(talk.words("begun-elsewhere"))
    for left in folder.glob(f"{_VIEW}*"):
        shutil.rmtree(left)
    state = _as_held(folder, state, talk)
    done = sum(one.state == StepState.DONE for one in state.steps.values())
    talk.say("again", bold=True, created=setup.created, done=done)
    declaration = _declared(Path(setup.declaration) if setup.declaration else None)
    fields = fields_of(setup.app_class, declaration, with_f=setup.with_f)
    return _walk(folder, state, fields, typed, means, declaration, talk)


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


def _setup(app: Path, declaration: "Declaration | None", given: dict[str, Any]) -> Setup:
    from importlib.util import find_spec

    for_, variants = given["for_"], given["variants"]
    if given["how"] == "gadget" and "gadget" not in variants:
        variants = (*variants, "gadget")
    if bool(for_) and not variants:
        raise click.UsageError("--for needs --variant: say why APP is not that build.")
    declared = declaration.app.package_id if declaration else ""
    reachable = given["device"] != NO_DEVICE or bool(given["frida_device"])
    try:
        platform = platform_of(app)
    except NotRecorded as error:
        raise NotBegun(str(error)) from error
    return Setup(
        app=str(app.resolve()),
        sha256=_sha256(app),
        package=_own_package(app, given["package"] or declared, renamed=bool(for_)),
        platform=platform,
        app_class=given["app_class"],
        device=given["device"],
        frida_device=given["frida_device"],
        executable=given["executable"],
        created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        with_f=given["with_f"],
        production=given["backend"] != "test",
        agent=not given["no_frida"] and reachable and find_spec("frida") is not None,
        probing=_probing(declaration, given) if given["probe"] else None,
        how="attach" if given["pid"] and given["how"] == "spawn" else given["how"],
        pid=given["pid"] or 0,
        own=given["own"],
        declaration=str(given["declaration"].resolve()) if given["declaration"] else "",
        variants=variants,
        variant_of=for_ if not for_ or len(for_) == HEX_SHA256 else _sha256(Path(for_)),
        lang=given["lang"],
    )


def _probing(declaration: "Declaration | None", given: dict[str, Any]) -> Probing:
    domains = declaration.domains if declaration else ()
    declared = [one.host for one in domains if one.owner in ("own", "customer")]
    hosts = given["hosts"] or tuple(one.strip() for one in declared if one.strip())
    if not hosts:
        raise click.UsageError("--probe needs --host, or a declaration that names own hosts")
    upstream = given["upstream_ca"]
    return Probing(
        hosts,
        given["modes"],
        given["listen"],
        given["port"],
        tuple(map(resolve, given["resolved"])),
        str(upstream.resolve()) if upstream else "",
    )


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


def _declared(path: Path | None) -> "Declaration | None":
    if path is None:
        return None
    from appsec.engine.declaration.file import load_declaration

    return load_declaration(path)


def _own_package(app: Path, named: str, *, renamed: bool) -> str:
    if named:
        the_same_app(app, named, renamed=renamed)
    return named or _package(app)


def _package(app: Path) -> str:
    from appsec.pipeline import ArtefactError, Options, scan

    try:
        found = scan(app, Options(as_of=datetime.now(UTC).date().isoformat())).artefact.id
    except ArtefactError as error:
        raise NotBegun(str(error)) from error
    if not found:
        raise NotBegun("--package ID")
    return found


def _sha256(app: Path) -> str:
    try:
        return sha256_of(app)
    except NotRecorded as error:
        raise NotBegun(str(error)) from error
