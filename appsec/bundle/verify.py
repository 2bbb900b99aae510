"""Holds a bundle against its sealed manifest: every file that is not what was sealed, by name."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from appsec.bundle.create import ENVELOPE, KEY
from appsec.bundle.manifest import BadManifest, Manifest, parse
from appsec.bundle.opened import FolderBundle, Opened, ZipBundle
from appsec.bundle.seal import fingerprint, public_key, unseal
from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.readers.archive import Archive, ArchiveError

MAX_ENVELOPE = 64 << 20
OUTSIDE = "(outside of any file)"
"""Named where bytes of the bundle belong to no file."""


class Fault(StrEnum):
    """What is wrong with a bundle, or with one of its files."""

    ALTERED = "altered"
    MISSING = "missing"
    ADDED = "added"
    REFUSED = "refused"
    EXPIRED = "expired"
    BAD_SEAL = "bad-seal"
    OTHER_KEY = "other-key"
    BAD_MANIFEST = "bad-manifest"
    NO_MANIFEST = "no-manifest"
    NO_KEY = "no-key"


@frozen
class Problem:
    """One fault: the file that it is about (or the manifest), and a detail that is a key of the
    words, a date, or empty."""

    fault: Fault
    name: str
    detail: str = ""


@frozen
class Verified:
    """What became of a bundle. `fingerprint` is that of the key that the seal was held against;
    `known` says that the user named that key, so that not only the files but their signer is known.
    """

    problems: tuple[Problem, ...]
    manifest: Manifest | None
    fingerprint: str
    known: bool

    @property
    def intact(self) -> bool:
        """Whether everything is what was sealed; what has expired since is intact, too."""
        return not any(one.fault is not Fault.EXPIRED for one in self.problems)

    @property
    def changes(self) -> int:
        """In how many places it is not what was sealed: neither age nor another key is one."""
        return sum(one.fault not in (Fault.EXPIRED, Fault.OTHER_KEY) for one in self.problems)

    @property
    def expired(self) -> bool:
        return any(one.fault is Fault.EXPIRED for one in self.problems)


def verify(bundle: Path, today: str, key: Ed25519PublicKey | None, mark: str = "") -> Verified:
    """`bundle` is the file or a folder that it was unpacked to; `today` an ISO date. `key`, or the
    fingerprint `mark`, say who must have signed. Raises FileProblem if it cannot be opened at all.
    """
    with ExitStack() as stack:
        opened = _open(bundle, stack)
        return _verify(opened, today, key, mark)


def _open(bundle: Path, stack: ExitStack) -> Opened:
    if bundle.is_dir():
        return FolderBundle(bundle)
    try:
        return ZipBundle(stack.enter_context(Archive.open(bundle)))
    except ArchiveError as error:
        raise FileProblem(bundle, f"cannot be read as a bundle ({error.key})") from error


def _verify(opened: Opened, today: str, key: Ed25519PublicKey | None, mark: str) -> Verified:
    enclosed = _enclosed_key(opened)
    chosen = key or enclosed
    if chosen is None:
        return Verified((Problem(Fault.NO_KEY, KEY),), None, "", known=False)
    print_ = fingerprint(chosen)
    known = key is not None or (bool(mark) and mark == print_)
    raw = opened.read(ENVELOPE, MAX_ENVELOPE)
    if raw is None:
        return Verified((Problem(Fault.NO_MANIFEST, ENVELOPE),), None, print_, known)
    problems = [Problem(Fault.OTHER_KEY, KEY, print_)] if mark and mark != print_ else []
    try:
        sealed = unseal(raw, chosen)
        if not sealed.signed:
            other = key is not None and enclosed is not None and fingerprint(enclosed) != print_
            problems.append(Problem(Fault.OTHER_KEY if other else Fault.BAD_SEAL, ENVELOPE))
        manifest = parse(sealed.payload)
    except BadManifest as bad:
        problems.append(Problem(Fault.BAD_MANIFEST, ENVELOPE, bad.key))
        return Verified(tuple(problems), None, print_, known)
    problems += _compare(opened, manifest)
    problems += _expired(manifest, today)
    return Verified(tuple(problems), manifest, print_, known)


def _enclosed_key(opened: Opened) -> Ed25519PublicKey | None:
    raw = opened.read(KEY, MAX_ENVELOPE)
    try:
        return public_key(raw) if raw is not None else None
    except ValueError:
        return None


def _compare(opened: Opened, manifest: Manifest) -> Iterator[Problem]:
    """Every file by name, sealed or there, and what is no file."""
    if opened.has_more():
        yield Problem(Fault.ADDED, OUTSIDE)
    sealed = {one.name: one for one in manifest.files}
    refused = opened.refused()
    there = set(opened.names()) - {ENVELOPE}
    for name in sorted(sealed.keys() | there | refused.keys()):
        if name in refused:
            yield Problem(Fault.REFUSED, name, refused[name])
        elif name not in sealed:
            yield Problem(Fault.ADDED, name)
        elif name not in there:
            yield Problem(Fault.MISSING, name)
        elif _digest(opened, name, sealed[name].size) != sealed[name].sha256:
            yield Problem(Fault.ALTERED, name)


def _digest(opened: Opened, name: str, size: int) -> str:
    """The hash of a file; empty if it is larger than what was sealed, or cannot be read."""
    digest, total = hashlib.sha256(), 0
    for piece in opened.pieces(name):
        if piece is None:
            return ""
        total += len(piece)
        if total > size:
            return ""
        digest.update(piece)
    return digest.hexdigest()


def _expired(manifest: Manifest, today: str) -> Iterator[Problem]:
    for one in manifest.files:
        if one.expires and one.expires < today:
            yield Problem(Fault.EXPIRED, one.name, one.expires)
