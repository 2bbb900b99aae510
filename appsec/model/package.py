"""What a reader tells of an artefact besides its facts."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen


class Purpose(StrEnum):
    """What a hint at a class points to."""

    LOGIN = "login"
    TRANSACTION = "transaction"


@frozen
class ClassHint:
    """Something in the build that points to a login or to transactions, and where it stands."""

    purpose: Purpose
    what: str
    where: str


@frozen
class Part:
    """A kind of content that was not looked into: a key of the coverage words, and how much."""

    what: str
    files: int
    size: int


@frozen
class Package:
    """An artefact as the reader saw it. `refused` maps names to the cause's key.

    `read` names the files that facts were read from; `uuids` are those of each Mach-O file.
    """

    kind: str
    platform: str
    id: str = ""
    name: str = ""
    version: str = ""
    build: str = ""
    read: tuple[str, ...] = ()
    skipped: tuple[Part, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[ClassHint, ...] = ()
    uuids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
