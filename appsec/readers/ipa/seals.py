"""Every file of the app, held against the code seals: what was changed or added after signing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Bundle, IosApp
from appsec.facts.ios_binary import SealedFiles
from appsec.model.outcome import Cause, Gap
from appsec.readers.archive import Refusal
from appsec.readers.ipa.binaries import executables
from appsec.readers.ipa.contents import Contents, fold, gap
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.seal import SEAL
from appsec.readers.ipa.sealed import Seals, composed, told_hashes

_FACT = "sealed_files"
_MAX_HASHED = 4 << 30
"""Bytes that are hashed, in all."""
_LEFT_OUT = ("Info.plist", "PkgInfo", SEAL)
"""Of each bundle: a part of the signature, or left out by Apple's rules."""
_STORES = "SC_Info/"
"""Of each bundle: what the App Store puts in after signing."""
_NAMES_LEFT_OUT = (".DS_Store", "locversion.plist")


def read_sealed_files(
    contents: Contents, seals: Seals, scan: Scan, app: IosApp
) -> Known[SealedFiles]:
    """Without a seal of the app itself nothing is missing from one: the build is unsigned, or
    `signatures` has a gap."""
    reading = _Reading(contents, scan)
    listed: dict[str, Mapping[str, Any]] = {}
    for bundle in app.bundles:
        try:
            told = seals.of(bundle.path)
        except FactUnavailable as reason:
            reading.gaps.append(gap(_FACT, reason))
            continue
        if told is not None:
            listed[bundle.path] = told
    for folder, told in listed.items():
        reading.compare(folder, told)
    is_sealed = app.bundles[0].path in listed
    added = _added(contents.files, app.bundles, listed) if is_sealed else ()
    found = SealedFiles(tuple(sorted(reading.altered)), tuple(sorted(added)))
    return Known(found, fold(reading.gaps))


class _Reading:
    """Compares, hashing each file once for each algorithm; collects gaps on the way."""

    def __init__(self, contents: Contents, scan: Scan) -> None:
        self._contents = contents
        self._scan = scan
        self._names: dict[str, list[str]] = {}
        for name in contents.files:
            self._names.setdefault(composed(name), []).append(name)
        self._left = _MAX_HASHED
        self._hashes: dict[tuple[str, str], bytes] = {}
        self.altered: set[str] = set()
        self.gaps: list[Gap] = []

    def compare(self, folder: str, told: Mapping[str, Any]) -> None:
        """What one seal lists and is there; what is not, the bundles tell."""
        for path, about in sorted(told.items()):
            hashes = told_hashes(about)
            if not hashes and not (isinstance(about, dict) and "symlink" in about):
                values = {"file": f"{folder}/{SEAL}", "key": path}
                self.gaps.append(Gap(_FACT, Cause.LOST, "odd-value", values))
                continue
            for name in self._names.get(composed(f"{folder}/{path}"), ()):
                self._one(name, hashes)

    def _one(self, name: str, hashes: Mapping[str, bytes]) -> None:
        try:
            fits = all(self._hash(name, kind) == value for kind, value in hashes.items())
        except FactUnavailable as reason:
            self._miss(gap(_FACT, reason))
            return
        if fits:
            return
        file = self._scan.files.get(name)
        if file and any(part.slice.encrypted for part in file.parts):
            # Which form was sealed is open: the App Store encrypts afterwards.
            values = {"file": name}
            self._miss(Gap(_FACT, Cause.OUT_OF_REACH, "fairplay-encrypted", values))
        else:
            self.altered.add(name)

    def _hash(self, name: str, kind: str) -> bytes:
        if (name, kind) not in self._hashes:
            self._left -= self._contents.size(name)
            if self._left < 0:
                values = {"file": name, "why": Refusal.OVER_BUDGET.value}
                raise FactUnavailable(Cause.LOST, "entry-refused", values)
            self._hashes[name, kind] = self._contents.digest(name, kind)
        return self._hashes[name, kind]

    def _miss(self, found: Gap) -> None:
        if found not in self.gaps:  # by the seal of an outer bundle, too
            self.gaps.append(found)


def _added(
    files: Iterable[str], bundles: Sequence[Bundle], listed: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Files that no seal lists, nor the rules leave out that Apple's tools write.

    Rules of the app's own count for nothing: what they leave out is not sealed either. Of nested
    code the bundle around it lists the executable, too.
    """
    left_out = {f"{bundle.path}/{name}" for bundle in bundles for name in _LEFT_OUT}
    left_out |= set(executables(bundles[0]))
    stores = tuple(f"{bundle.path}/{_STORES}" for bundle in bundles)
    apart = tuple(_apart(listed))
    for name in files:
        if (
            name not in left_out
            and name.rpartition("/")[2] not in _NAMES_LEFT_OUT
            and not name.startswith((*stores, *apart))
            and not any(
                composed(name.removeprefix(f"{folder}/")) in listed[folder]
                for folder in _above(name)
                if folder in listed
            )
        ):
            yield name


def _apart(listed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Bundles that a seal lists as a whole, by a hash that is not compared: a gap of its own."""
    for folder, told in listed.items():
        for path, about in told.items():
            if isinstance(about, dict) and "cdhash" in about:
                yield f"{folder}/{path}/"


def _above(name: str) -> Iterator[str]:
    while name := name.rpartition("/")[0]:
        yield name
