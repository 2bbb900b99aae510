"""Verifies scheme v1, the JAR signature: each entry is listed, each list is signed."""

import hashlib
from collections.abc import Iterator

from appsec.facts.app import FactUnavailable
from appsec.facts.signing import Flaw, Scheme, Signer
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Location
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.signing.algorithms import Unsupported
from appsec.readers.apk.signing.checked import Checked, CheckedSigner, Refuted
from appsec.readers.apk.signing.cms import MAX_BYTES, CmsSigner, verify_cms
from appsec.readers.apk.signing.cursor import Malformed
from appsec.readers.apk.signing.jar_manifest import JarManifest, Section, parse_manifest
from appsec.readers.archive import Archive, EntryError, Refusal

MANIFEST = "META-INF/MANIFEST.MF"
MAX_LIST = 32 << 20
MAX_TOTAL = 1 << 30
MAX_SIGNERS = 10

_FOLDER = "META-INF/"
_BLOCKS = (".RSA", ".DSA", ".EC")
_MODERN_SDK = 18
_SCHEMES = {"2": Scheme.V2, "3": Scheme.V3}


@frozen
class _Signature:
    """A signature file that holds, and who signed it."""

    file: str
    covered: frozenset[str]
    also: frozenset[Scheme]
    signers: tuple[CmsSigner, ...]
    since: int


@slotted
class _Jar:
    """One APK's JAR signature under verification. `since` rises with what old versions lack."""

    files: ApkFiles
    since: int = 1

    def signature(self, block: str, list_name: str, manifest: JarManifest) -> _Signature:
        """One signature file. Raises Refuted, Malformed or Unsupported."""
        content = _content(self.files, list_name, MAX_LIST)
        signers = verify_cms(_content(self.files, block, MAX_BYTES), content)
        listed = parse_manifest(content)
        if "signature-version" not in listed.main.attributes:
            raise Refuted(Flaw.MALFORMED, list_name)
        self._compare_lists(listed, manifest, list_name)
        claimed = listed.main.attributes.get("x-android-apk-signed", "")
        also = {_SCHEMES[one.strip()] for one in claimed.split(",") if one.strip() in _SCHEMES}
        since = max(one.since for one in signers)
        return _Signature(block, frozenset(listed.entries), frozenset(also), signers, since)

    def _compare_lists(self, listed: JarManifest, manifest: JarManifest, where: str) -> None:
        """The signature file vouches for the manifest as a whole, or for each of its sections."""
        by_signtool = "signtool" in listed.main.attributes.get("created-by", "")
        whole = listed.main.digests("-Digest" if by_signtool else "-Digest-Manifest")
        if not by_signtool:
            main = listed.main.digests("-Digest-Manifest-Main-Attributes")
            if not _match(main, manifest.bytes_of(manifest.main)):
                raise Refuted(Flaw.DIGEST, where)
        if whole and _match(whole, manifest.data):
            self._note(whole)
            return
        for name, section in listed.entries.items():
            if name not in manifest.entries:
                raise Refuted(Flaw.DIGEST, name)
            digests = section.digests("-Digest")
            covered = manifest.bytes_of(manifest.entries[name])
            if by_signtool and covered.endswith(b"\n\n"):
                covered = covered[:-1]
            if not digests or not _match(digests, covered):
                raise Refuted(Flaw.DIGEST, name)
            self._note(digests)

    def entries(self, manifest: JarManifest, signatures: list[_Signature]) -> list[_Signature]:
        """The signatures that cover the entries, each of which must be that of all of them."""
        archive = self.files.archive
        names = [name for name in archive.names if _is_covered(name)]
        if missing := manifest.entries.keys() - set(archive.names):
            raise Refuted(Flaw.MISSING, min(missing))
        if not names:
            raise Refuted(Flaw.MALFORMED)
        first = [one for one in signatures if names[0] in one.covered]
        for name in names:
            covering = [one for one in signatures if name in one.covered]
            if name not in manifest.entries or not covering or covering != first:
                raise Refuted(Flaw.UNLISTED, name)
            self._compare_entry(manifest.entries[name], name)
        return first

    def _compare_entry(self, section: Section, name: str) -> None:
        digests = section.digests("-Digest")
        if not digests:
            raise Refuted(Flaw.UNLISTED, name)
        running = [getattr(hashlib, how)() for how, _ in digests]
        try:
            for piece in self.files.archive.pieces(name):
                for one in running:
                    one.update(piece)
        except EntryError as error:
            damaged = error.refusal in (Refusal.BAD_DATA, Refusal.BAD_CRC)
            raise Refuted(Flaw.DIGEST if damaged else Flaw.REFUSED, name) from error
        if any(one.digest() != wanted for one, (_, wanted) in zip(running, digests, strict=True)):
            raise Refuted(Flaw.DIGEST, name)
        self._note(digests)

    def _note(self, digests: list[tuple[str, bytes]]) -> None:
        if not any(how == "sha1" for how, _ in digests):
            self.since = max(self.since, _MODERN_SDK)


def check_jar(files: ApkFiles) -> Checked:
    """What scheme v1 comes to."""
    at = Location(MANIFEST)
    blocks = dict(_blocks(files.archive))
    if not blocks or MANIFEST not in _names(files.archive):
        flaw = Flaw.MALFORMED if blocks else None
        return Checked(Scheme.V1, flaw=flaw, found=bool(blocks), at=at)
    jar = _Jar(files)
    signatures: list[_Signature] = []
    try:
        _refuse_unreadable(files.archive)
        if len(blocks) > MAX_SIGNERS:
            raise Refuted(Flaw.TOO_LARGE)
        manifest = parse_manifest(_content(files, MANIFEST, MAX_LIST))
        signatures = [jar.signature(*names, manifest) for names in blocks.items()]
        signatures = jar.entries(manifest, signatures)
    except Refuted as refuted:
        return _checked(at, signatures, jar.since, refuted.flaw, refuted.where)
    except Malformed:
        return _checked(at, signatures, jar.since, Flaw.MALFORMED)
    except Unsupported:
        return _checked(at, signatures, jar.since, Flaw.UNSUPPORTED)
    return _checked(at, signatures, jar.since)


def _checked(
    at: Location,
    signatures: list[_Signature],
    since: int,
    flaw: Flaw | None = None,
    where: str = "",
) -> Checked:
    signers = tuple(
        CheckedSigner(
            Signer(signer.certificate, (signer.hash_name,), Location(one.file)), also=one.also
        )
        for one in signatures
        for signer in one.signers
    )
    latest = max((since, *(one.since for one in signatures)))
    return Checked(Scheme.V1, True, flaw, where, signers, latest, at)


def _names(archive: Archive) -> set[str]:
    return {*archive.names, *archive.refused}


def _blocks(archive: Archive) -> Iterator[tuple[str, str]]:
    """Each signature block with its signature file; one without is none to Android either."""
    names = _names(archive)
    for name in sorted(names):
        stem, dot, suffix = name.rpartition(".")
        if name.startswith(_FOLDER) and dot + suffix in _BLOCKS and f"{stem}.SF" in names:
            yield name, f"{stem}.SF"


def _refuse_unreadable(archive: Archive) -> None:
    if archive.refused:
        raise Refuted(Flaw.REFUSED, min(archive.refused))
    if sum(archive.entry(name).size for name in archive.names) > MAX_TOTAL:
        raise Refuted(Flaw.TOO_LARGE)


def _content(files: ApkFiles, name: str, limit: int) -> bytes:
    try:
        return files.content(name, limit)
    except FactUnavailable as reason:
        raise Refuted(Flaw.REFUSED, name) from reason


def _is_covered(name: str) -> bool:
    """Android leaves folders and all of META-INF out."""
    return not name.endswith("/") and not name.startswith(_FOLDER)


def _match(digests: list[tuple[str, bytes]], data: bytes) -> bool:
    return all(hashlib.new(how, data).digest() == wanted for how, wanted in digests)
