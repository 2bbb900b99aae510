"""The code seal: the list of files that a signed bundle says it has."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Bundle
from appsec.model.outcome import Cause, Gap
from appsec.readers.ipa.binaries import executables
from appsec.readers.ipa.contents import Contents, gap
from appsec.readers.ipa.macho import Scan
from appsec.readers.plist import parse

_FACT = "bundles"
MAX_SEAL = 64 << 20
SEAL = "_CodeSignature/CodeResources"


def seal_gaps(contents: Contents, bundles: Iterable[Bundle], scan: Scan) -> Iterator[Gap]:
    """What the bundles' seals list and the archive does not hold, one gap for each bundle."""
    present = _Present(contents.files)
    for bundle in bundles:
        file = f"{bundle.path}/{SEAL}"
        if file not in contents.files:
            # Whether a seal belongs here only the executable's signature can tell.
            if any(map(scan.seals_resources, executables(bundle))):
                yield Gap(_FACT, Cause.LOST, "seal-missing", {"file": file})
            continue
        try:
            seal = parse(contents.read(file, MAX_SEAL, "seal-missing"), file)
        except FactUnavailable as reason:
            yield gap(_FACT, reason)
            continue
        missing = sorted(
            path for listed in _listed(seal) if not present.holds(path := f"{bundle.path}/{listed}")
        )
        if missing:
            values = {"file": missing[0], "count": str(len(missing))}
            yield Gap(_FACT, Cause.LOST, "sealed-file-missing", values)


def _listed(seal: dict[str, Any]) -> set[str]:
    """Paths that must exist, from both versions of the list; optional ones may be stripped."""
    paths: set[str] = set()
    for version in ("files", "files2"):
        files = seal.get(version)
        if isinstance(files, dict):
            paths |= {path for path, about in files.items() if not _optional(about)}
    return paths


def _optional(about: object) -> bool:
    return isinstance(about, dict) and about.get("optional") is True


class _Present:
    """Whether a file, or a folder with files, is in the archive; macOS decomposes its names."""

    def __init__(self, files: Iterable[str]) -> None:
        self._sorted = sorted(unicodedata.normalize("NFC", name) for name in files)

    def holds(self, path: str) -> bool:
        path = unicodedata.normalize("NFC", path)
        return self._next(path) == path or self._next(f"{path}/").startswith(f"{path}/")

    def _next(self, path: str) -> str:
        at = bisect_left(self._sorted, path)
        return self._sorted[at] if at < len(self._sorted) else ""
