"""Secrets and personal data that were found in the texts and files of a build."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence, Location, Origin, Severity


class Sensitivity(StrEnum):
    """What a hit means for item 22."""

    SECRET = "secret"  # gives access that the public must not have
    PERSONAL = "personal"  # data of a person
    TEST = "test"  # credentials that a vendor publishes for testing
    PUBLIC = "public"  # public by its vendor's design, best limited at the platform
    LEFTOVER = "leftover"  # a file that does not belong into a release


@frozen
class Secret:
    """One hit of a rule. `redacted` is all that may be shown of the value (few first characters and
    its length); the value itself leaves the reader nowhere. `digest` tells values apart: some
    hexadecimal digits of a slow hash (scrypt) salted with the rule's id, fewer for data of persons.
    """

    rule: str
    sensitivity: Sensitivity
    redacted: str
    digest: str
    at: tuple[Location, ...]
    confidence: Confidence = Confidence.HIGH
    origin: Origin = Origin.APP
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What to call it: the vendor's name of it, or the kind of file."""
        return self.context.get("name", self.rule)

    @property
    def severity(self) -> Severity:
        """How bad it is by its rule if it is what it seems to be."""
        return Severity(self.context.get("severity", Severity.HIGH))

    @property
    def is_proven(self) -> bool:
        """Whether it is one for certain, in the app's own code or data."""
        sure = self.confidence is Confidence.HIGH and self.origin is Origin.APP
        return sure and self.sensitivity is Sensitivity.SECRET
