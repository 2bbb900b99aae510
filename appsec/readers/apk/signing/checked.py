"""What verifying one signer or one scheme comes to, before it is told as a fact."""

from dataclasses import field, replace

from appsec.facts.signing import (
    ANY_LATER,
    Flaw,
    Scheme,
    SchemeSignature,
    Signer,
    Validity,
)
from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.readers.apk.signing.content import Kind

UNKNOWN_FLAWS = frozenset((Flaw.UNSUPPORTED, Flaw.DUPLICATE, Flaw.TOO_LARGE, Flaw.REFUSED))
BLOCK = "APK Signing Block"


class Refuted(Exception):
    """A signature does not hold, or cannot be told to."""

    def __init__(self, flaw: Flaw, where: str = "") -> None:
        super().__init__(flaw, where)
        self.flaw = flaw
        self.where = where


@frozen
class CheckedSigner:
    """One signer. `key_digests` are the content digests that it vouches for.

    `first_sdk` to `last_sdk` are the versions that it is for. `also` are the schemes that the file
    was signed with as well, as it says; `rotation_sdk` is where its v3.1 successor takes over.
    """

    told: Signer | None = None
    flaw: Flaw | None = None
    where: str = ""
    first_sdk: int = 1
    last_sdk: int = ANY_LATER
    digests: frozenset[tuple[Kind, bytes]] = frozenset()
    also: frozenset[Scheme] = frozenset()
    rotation_sdk: int | None = None

    def is_for(self, level: int) -> bool:
        """Whether Android at this API level looks at it."""
        return self.first_sdk <= level <= self.last_sdk


@frozen
class Checked:
    """One scheme. `found` says that Android sees it; what it sees in part counts as found.

    `since` is the first API level for which the result is known to hold.
    """

    scheme: Scheme
    found: bool = False
    flaw: Flaw | None = None
    where: str = ""
    signers: tuple[CheckedSigner, ...] = ()
    since: int = 1
    at: Location = field(default=Location(BLOCK))

    @property
    def first_flaw(self) -> tuple[Flaw | None, str]:
        """The flaw of the whole scheme, or that of its first bad signer."""
        if self.flaw:
            return self.flaw, self.where
        bad = [(s.flaw, s.where) for s in self.signers if s.flaw]
        sure = [one for one in bad if one[0] not in UNKNOWN_FLAWS]
        return next(iter((*sure, *bad)), (None, ""))

    def told(self) -> SchemeSignature:
        """The scheme as a fact."""
        flaw, where = self.first_flaw
        validity = validity_of(flaw)
        if not self.found and flaw is None:
            validity = Validity.ABSENT
        signers = tuple(s.told for s in self.signers if s.told)
        at = replace(self.at, member=self.scheme) if self.at.file == BLOCK else self.at
        return SchemeSignature(self.scheme, validity, at, flaw, where, signers)


def validity_of(flaw: Flaw | None) -> Validity:
    """What a flaw, or none, makes of a signature that is there."""
    if flaw is None:
        return Validity.VERIFIED
    return Validity.UNKNOWN if flaw in UNKNOWN_FLAWS else Validity.INVALID
