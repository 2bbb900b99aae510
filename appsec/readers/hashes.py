"""The SHA-256 of single files inside an artefact."""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping

from appsec.readers.archive import EntryError
from appsec.readers.store import Store

MAX_BYTES = 2 << 30
"""Most that is hashed in all, unpacked; what is beyond goes without."""


def hashes_of(stores: Mapping[str, Store], names: Iterable[str]) -> dict[str, str]:
    """By name, each of which begins with what its store goes by; only those that can be read."""
    found: dict[str, str] = {}
    left = MAX_BYTES
    for name in names:
        for place, store in stores.items():
            entry = name.removeprefix(place)
            if not name.startswith(place) or entry not in store.names:
                continue
            left -= store.entry(entry).size
            if left < 0:
                return found
            with contextlib.suppress(EntryError):
                digest = hashlib.sha256()
                for piece in store.pieces(entry):
                    digest.update(piece)
                found[name] = digest.hexdigest()
    return found
