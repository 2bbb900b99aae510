"""What is imported, and what the tester says of it: as it goes to the child that reads it."""

from collections.abc import Mapping
from dataclasses import asdict, field
from enum import StrEnum
from typing import Any

from appsec.model.frozen import frozen
from appsec.model.trace import Device, DeviceKind, Meta, Phase
from appsec.runtime.imports.timeline import Marked

IMPORTED = "imported"
"""The name of the marks that tell what a run was made of: the kind of a file, its name and hash."""

STATED = "stated"
"""The name of the marks that tell what of an import only the tester's word stands for."""


class Kind(StrEnum):
    """What a file is."""

    HAR = "har"
    PCAP = "pcap"
    FLOWS = "flows"
    LOG = "log"
    FOLDER = "folder"
    BACKUP = "backup"
    SCREENSHOT = "screenshot"


@frozen
class Source:
    """One file or folder. `at` is when it was taken, or the earliest it can have been, and `phase`
    the phase of which it shows the end; `root` is the folder of the device that it is a copy of.
    `complete` is whether the tester says that nothing of that folder is missing."""

    kind: Kind
    path: str
    at: int = 0
    phase: str = ""
    root: str = ""
    complete: bool = False


@frozen
class Said:
    """That all traffic, or all of the log, was recorded between two moments; 0 and 0 for all of the
    session."""

    what: str
    begin: int = 0
    end: int = 0


@frozen
class Plan:
    """All that one import needs. `until` is when the session ended, 0 if nobody says. `offsets`
    are microseconds by which the clock of a kind of file is ahead of the marks'. `target` is the
    app's targetSdkVersion, 0 if it is not known."""

    run: str
    meta: Meta
    sources: tuple[Source, ...]
    marks: tuple[Marked, ...] = ()
    until: int = 0
    said: tuple[Said, ...] = ()
    canaries: str = ""
    zone: str = ""
    offsets: Mapping[str, int] = field(default_factory=dict)
    pids: tuple[int, ...] = ()
    uids: tuple[int, ...] = ()
    process: str = ""
    groups: tuple[str, ...] = ()
    target: int = 0


def plain(plan: Plan) -> dict[str, Any]:
    """A plan as JSON takes it."""
    return asdict(plan)


def planned(given: Mapping[str, Any]) -> Plan:
    """A plan from what `plain` made of it."""
    meta = given["meta"]
    device = Device(**(meta["device"] | {"kind": DeviceKind(meta["device"]["kind"])}))
    made = Meta(**(meta | {"device": device, "variant": tuple(meta["variant"]), "canaries": ()}))
    return Plan(
        **{
            **given,
            "meta": made,
            "sources": tuple(Source(**(o | {"kind": Kind(o["kind"])})) for o in given["sources"]),
            "marks": tuple(Marked(**one) for one in given["marks"]),
            "said": tuple(Said(**one) for one in given["said"]),
            **{name: tuple(given[name]) for name in ("pids", "uids", "groups")},
        }
    )


def phase_of(source: Source) -> Phase | None:
    """The phase of which a copy is said to be; None if only its time is told."""
    return Phase(source.phase) if source.phase else None
