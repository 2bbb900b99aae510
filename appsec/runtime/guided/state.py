"""How far a guided session has come: `session.json` in its folder, so that it goes on any day."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from appsec.model.frozen import frozen
from appsec.runtime.guided.steps import Step, steps_of
from appsec.runtime.identity import Identity

NAME = "session.json"
RUNS = "runs"
VERSION = 1


class BadSession(ValueError):
    """A folder that holds no session that can be gone on with; says why."""


class StepState(StrEnum):
    """What became of a step. What is not DONE leaves its items open."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    BROKEN = "broken"


@frozen
class StepDone:
    """A step as it stands, why it was skipped or is not whole, and how often it was begun."""

    state: StepState = StepState.OPEN
    why: str = ""
    tries: int = 0


@frozen
class Probing:
    """What the network probe looks into, and where it is reached."""

    hosts: tuple[str, ...]
    modes: tuple[str, ...] = ("regular",)
    listen: str = "127.0.0.1"
    port: int = 0
    resolved: tuple[tuple[str, str, int], ...] = ()
    upstream_ca: str = ""


@frozen
class Setup:
    """What a session is of. `device_id` is the digest that its traces have; no canary is here."""

    app: str
    sha256: str
    package: str
    platform: str
    app_class: str
    device: str
    created: str
    with_f: bool = False
    production: bool = True
    agent: bool = True
    probing: Probing | None = None
    how: str = "spawn"
    pid: int = 0
    own: tuple[str, ...] = ()
    declaration: str = ""
    variants: tuple[str, ...] = ()
    variant_of: str = ""
    device_id: str = ""
    frida_device: str = ""
    executable: str = ""
    lang: str = "zh-TW"


@frozen
class SessionState:
    """All that is kept of a session beside its runs."""

    setup: Setup
    steps: Mapping[str, StepDone] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    ended: bool = False
    identity: Identity | None = None

    def of(self, step: str) -> StepDone:
        """A step as it stands."""
        return self.steps.get(step, StepDone())

    def having(self, step: str, done: StepDone) -> Self:
        """The same with one step otherwise."""
        return replace(self, steps={**self.steps, step: done})


def steps_for(setup: Setup) -> tuple[Step, ...]:
    """The steps of a session, in their order."""
    return steps_of(setup.app_class, with_f=setup.with_f, platform=setup.platform)


def save(folder: Path, state: SessionState) -> None:
    """Replaces the file as a whole, mode 0600. Raises OSError."""
    plain = {"version": VERSION} | asdict(state)
    part = folder / f"{NAME}.part"
    fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump(plain, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, folder / NAME)


def load(folder: Path) -> SessionState:
    """What was saved. Raises BadSession."""
    try:
        plain = json.loads((folder / NAME).read_bytes())
        if plain.pop("version") != VERSION:
            raise BadSession(f"{NAME}: of another version of this tool")
        setup = plain["setup"]
        for name in ("own", "variants"):
            setup[name] = tuple(setup[name])
        if (given := setup["probing"]) is not None:
            resolved = tuple((host, address, port) for host, address, port in given["resolved"])
            lists = {name: tuple(given[name]) for name in ("hosts", "modes")}
            setup["probing"] = Probing(**given | lists | {"resolved": resolved})
        steps = {
            name: StepDone(StepState(one["state"]), one["why"], one["tries"])
            for name, one in plain["steps"].items()
        }
        same = _identity(plain.get("identity"))
        return SessionState(Setup(**setup), steps, tuple(plain["absent"]), plain["ended"], same)
    except BadSession:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadSession(f"{NAME}: {type(error).__name__}") from error


def _identity(plain: dict[str, Any] | None) -> Identity | None:
    if plain is None:
        return None
    data = plain["data"]
    return Identity(str(plain["device"]), str(plain["app"]), None if data is None else tuple(data))
