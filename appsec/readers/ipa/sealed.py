"""Resources of a bundle, held against the hashes in its code seal when they are read.

A list of texts that was cut short is often a valid one: nothing but the seal tells.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.plist import parse
from appsec.readers.ipa.seal import MAX_SEAL, SEAL

_HASHES: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("hash2", lambda data: hashlib.sha256(data).digest()),
    ("hash", lambda data: hashlib.sha1(data, usedforsecurity=False).digest()),
)


class Sealed:
    """The files of an app; reading one raises FactUnavailable if it is not what was sealed.

    A file that no seal lists is not held against one: an unsigned build has none.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._seals: dict[str, Mapping[str, Any]] = {}

    @property
    def files(self) -> frozenset[str]:
        """The names of all files of the app."""
        return self._contents.files

    def read(self, name: str, limit: int, bundle: str) -> bytes:
        """A whole file of the bundle with this path."""
        data = self._contents.read(name, limit, "executable-missing")
        about = self._listed(bundle).get(name.removeprefix(f"{bundle}/"))
        for key, digest in _HASHES:
            told = about.get(key) if isinstance(about, dict) else None
            if isinstance(told, bytes) and told != digest(data):
                raise FactUnavailable(Cause.LOST, "sealed-file-altered", {"file": name})
        return data

    def _listed(self, bundle: str) -> Mapping[str, Any]:
        """What the seal says of each file; a seal that cannot be read is a gap of the bundles."""
        if bundle not in self._seals:
            try:
                seal = parse(self._contents.read(f"{bundle}/{SEAL}", MAX_SEAL, "seal-missing"), "")
            except FactUnavailable:
                seal = {}
            files = seal.get("files2")
            self._seals[bundle] = files if isinstance(files, dict) else {}
        return self._seals[bundle]
