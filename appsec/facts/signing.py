"""Facts about the signatures of an Android app, and what Android makes of them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from appsec.model.frozen import frozen
from appsec.model.outcome import Location

ANY_LATER = 0x7FFFFFFF
"""The last API level of what has no last one."""


class Scheme(StrEnum):
    """The ways in which an APK can be signed, by the names that Android gives them.

    V1 covers each entry, V2 and later the file; V4 lies in a file of its own and is read only
    while an app is streamed to a device.
    """

    V1 = "v1"
    V2 = "v2"
    V3 = "v3"
    V31 = "v3.1"
    V4 = "v4"


class Validity(StrEnum):
    """What verification comes to, the worst first."""

    INVALID = "invalid"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    VERIFIED = "verified"


class Flaw(StrEnum):
    """Why a signature is invalid, or cannot be told from a valid one."""

    MALFORMED = "malformed"
    SIGNATURE = "signature"  # it was not made with the key of the certificate beside it
    KEY_MISMATCH = "key-mismatch"  # the certificate is not the signer's
    ALGORITHMS = "algorithms"  # signatures and digests are of different algorithms
    DIGEST = "digest"  # the content is not what was signed
    UNLISTED = "unlisted"  # a file that v1 does not cover
    MISSING = "missing"  # a file that v1 covers is gone
    STRIPPED = "stripped"  # a scheme that was used in signing is gone
    LINEAGE = "lineage"  # the proof that an earlier key named this one
    SDK_RANGE = "sdk-range"  # not exactly one signer for an Android version
    NEEDS_V2 = "needs-v2"  # Android 11 and later refuse v1 alone for such a targetSdk
    # What is only unknown:
    UNSUPPORTED = "unsupported"  # an algorithm, version or key that we do not know
    DUPLICATE = "duplicate"  # two blocks of one scheme; it is open which one counts
    TOO_LARGE = "too-large"
    REFUSED = "refused"  # an entry that had to be read was refused


@frozen
class Certificate:
    """What an X.509 certificate says. Dates are ISO, `serial` and `sha256` hexadecimal.

    `key_kind` is RSA, DSA, EC or another in capitals; `hash_name` is that of the certificate's own
    signature (SHA-256), or its identifier where that is not known.
    """

    subject: str
    issuer: str
    not_before: str
    not_after: str
    serial: str
    sha256: str
    key_kind: str
    key_bits: int
    hash_name: str

    @property
    def is_debug(self) -> bool:
        """Whether it is one that the SDK makes by itself on each developer's machine."""
        return "CN=Android Debug" in self.subject.split(", ")


@frozen
class Signer:
    """One signer: the certificate that signed, and those before it in the order of rotation.

    `digests` are the hashes in use (SHA-256). `first_sdk` to `last_sdk` are the Android versions
    that this signer is for.
    """

    certificate: Certificate
    digests: tuple[str, ...]
    at: Location
    first_sdk: int = 1
    last_sdk: int = ANY_LATER
    lineage: tuple[Certificate, ...] = ()


@frozen
class SchemeSignature:
    """What one scheme comes to. `where` tells which entry or part has the flaw, if one has.

    The signers of an invalid signature are what it claims, not what is proved.
    """

    scheme: Scheme
    validity: Validity
    at: Location
    flaw: Flaw | None = None
    where: str = ""
    signers: tuple[Signer, ...] = ()


@frozen
class Signing:
    """Every scheme once, in the order of Scheme."""

    schemes: tuple[SchemeSignature, ...]

    def of(self, scheme: Scheme) -> SchemeSignature:
        """What this scheme comes to."""
        return next(one for one in self.schemes if one.scheme is scheme)

    @property
    def is_signed(self) -> bool:
        """Whether there is any signature, be it invalid."""
        return any(one.validity is not Validity.ABSENT for one in self.schemes)


class Androids(StrEnum):
    """Android versions that treat signatures alike, by their names."""

    TO_6 = "≤ 6"
    FROM_7 = "7-8"
    FROM_9 = "9-12"
    FROM_13 = "≥ 13"

    @property
    def levels(self) -> tuple[int, int]:
        """The first and the last API level."""
        return _LEVELS[self]


_LEVELS: Mapping[Androids, tuple[int, int]] = MappingProxyType(
    {
        Androids.TO_6: (1, 23),
        Androids.FROM_7: (24, 27),
        Androids.FROM_9: (28, 32),
        Androids.FROM_13: (33, ANY_LATER),
    }
)


@frozen
class Acceptance:
    """What some Android versions make of the signatures: `scheme` is the one that they look at.

    Verified only if each version in the range accepts them; absent if they see no signature.
    """

    androids: Androids
    validity: Validity
    scheme: Scheme | None = None
    flaw: Flaw | None = None
