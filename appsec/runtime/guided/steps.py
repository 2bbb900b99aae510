"""The steps of a guided session, the devices that it is gone through on, and who needs which."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.noted import Tried
from appsec.model.run_files import Look
from appsec.model.text import Text
from appsec.model.trace import Phase

PLACE = Path(__file__).parent / "steps.yaml"
_ALL = ("L1", "L2", "L3", "F")
_BOTH = ("android", "ios")


class Capability(StrEnum):
    """What a device may offer."""

    FILES = "files"
    LOG = "log"
    SCREEN = "screen"
    TRAFFIC = "traffic"
    DECRYPT = "decrypt"
    BACKUP = "backup"
    AGENT = "agent"
    ROOTED = "rooted"
    EMULATED = "emulated"
    UNROOTED = "unrooted"


class Keep(StrEnum):
    """What is collected at the end of a step, while its phase lasts."""

    SNAPSHOT = "snapshot"
    BACKUP = "backup"
    CERTIFICATES = "certificates"
    DELETIONS = "deletions"


class Which(StrEnum):
    """The run that a step belongs to: each has a directory of its own."""

    PLAIN = "plain"
    CONTROL = "control"
    INSTRUMENTED = "instrumented"


@frozen
class Question:
    """What only a person sees; the answer is filed with a picture of the screen. With `tried` it is
    one of the outcomes that a check reads. Where it has `needs`, it counts for the items that it
    `decides` on such a device alone, and a session is on one device."""

    __pydantic_config__ = STRICT

    id: str
    text: Text
    tried: Tried | None = None
    classes: tuple[str, ...] = _ALL
    platforms: tuple[str, ...] = _BOTH
    needs: tuple[Capability, ...] = ()
    decides: tuple[str, ...] = ()


@frozen
class Step:
    """One step. `number` is that of the guide, which several may share; `types` are the kinds of
    canaries that are typed in it, `production` whether it may be done against real customers,
    `looks` what an Android device is asked to show."""

    __pydantic_config__ = STRICT

    id: str
    number: int
    phase: Phase
    title: Text
    do: Text
    decides: tuple[str, ...]
    run: Which = Which.PLAIN
    classes: tuple[str, ...] = _ALL
    platforms: tuple[str, ...] = _BOTH
    needs: tuple[Capability, ...] = ()
    types: tuple[str, ...] = ()
    keeps: tuple[Keep, ...] = ()
    looks: tuple[Look, ...] = ()
    questions: tuple[Question, ...] = ()
    production: bool = True


@frozen
class DeviceType:
    """A kind of device, what it offers, and in words what it does not."""

    __pydantic_config__ = STRICT

    id: str
    platform: str
    title: Text
    has: tuple[Capability, ...]
    has_not: Text


@frozen
class Guide:
    """All of the data file."""

    __pydantic_config__ = STRICT

    capabilities: Mapping[Capability, Text]
    outcomes: Mapping[str, Text]
    devices: tuple[DeviceType, ...]
    steps: tuple[Step, ...] = field(default=())


@cache
def guide() -> Guide:
    """The guide that ships. Raises FileProblem."""
    return conform(PLACE, read_yaml(PLACE), Guide)


def steps_of(which: str, *, with_f: bool = False, platform: str = "") -> tuple[Step, ...]:
    """The steps that a class needs, in their order; all of them if no class is named."""
    wanted = {which, "F"} if with_f else {which}
    return tuple(
        step
        for step in guide().steps
        if (not which or wanted & {*step.classes}) and (not platform or platform in step.platforms)
    )


def questions_of(step: Step, wanted: frozenset[str], platform: str) -> tuple[Question, ...]:
    """What is asked in a step of an app of these classes."""
    return tuple(
        one for one in step.questions if wanted & {*one.classes} and platform in one.platforms
    )
