"""A companion: a second build of the same app, and why it is taken for one."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.read import CoverageGap, FileRead
from appsec.model.text import Text


class Ground(StrEnum):
    """Why a companion is taken for the same app: its content, or a person's word."""

    CONTENT = "content"
    ATTESTED = "attested"


@frozen
class Attested:
    """What a person states of a companion. The tool cannot verify it."""

    who: str
    role: str
    reason: str


@frozen
class Companion:
    """A second build of the same app, from which facts on code were read besides.

    `facts` are those by name, `checks` those whose answer rests on this build; `same` says what was
    compared and alike, `differs` what was not, which only a person's word can outweigh. `answered`
    are the parts of the shipped build that could not be read, and could in this one.
    """

    file: FileRead
    id: str
    version: str
    build: str
    ground: Ground
    facts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    same: tuple[Text, ...] = ()
    differs: tuple[Text, ...] = ()
    attested: Attested | None = None
    answered: tuple[CoverageGap, ...] = ()

    def unproved(self, platform: str) -> frozenset[str]:
        """The checks whose code is the companion's by a word alone, or by files that are no code:
        bytecode is never compared, since a protection changes all of it."""
        proved = self.ground is Ground.CONTENT and platform == "ios"
        return frozenset() if proved else frozenset(self.checks)
