"""CMS signatures by openssl: RSA, no signed attributes, so the same input gives the same bytes."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from samples.packing import KEYS, run

AUTHORITY = "test-only-ios-ca"


@dataclass(frozen=True, slots=True)
class Identity:
    """A throw-away key, named by its file below keys/."""

    name: str
    team: str

    @property
    def certificate(self) -> Path:
        return KEYS / f"{self.name}.crt"

    @property
    def key(self) -> Path:
        return KEYS / f"{self.name}.pk8"


def sign_cms(content: bytes, identity: Identity, *, detached: bool) -> bytes:
    """A DER SignedData over `content`; a detached one does not hold it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "content"), Path(folder, "signed")
        source.write_bytes(content)
        run(
            ("openssl", "cms", "-sign", "-binary", "-noattr", "-md", "sha256"),
            () if detached else ("-nodetach",),
            ("-signer", identity.certificate, "-inkey", identity.key, "-keyform", "DER"),
            () if identity.name == AUTHORITY else ("-certfile", KEYS / f"{AUTHORITY}.crt"),
            ("-in", source, "-outform", "DER", "-out", target),
        )
        return target.read_bytes()
