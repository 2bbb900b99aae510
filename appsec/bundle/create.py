"""Makes a bundle: the files, a guide for whoever checks them later, and the sealed manifest."""

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from appsec import __version__
from appsec.bundle.collect import Collected
from appsec.bundle.guide import guide
from appsec.bundle.manifest import BadManifest, Enclosed, Manifest, Part, parse
from appsec.bundle.seal import fingerprint, payload_of, public_pem, seal
from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.text import Lang
from appsec.readers.archive import Archive, ArchiveError, EntryError, MissingEntry

ENVELOPE = "manifest.dsse.json"
KEY = "signer.pem"
GUIDES = {Lang.ZH_TW: "GUIDE.zh-TW.txt", Lang.EN: "GUIDE.en.txt"}
YEARS_KEPT = 5
"""Years after the project's end for which a grantee keeps its records (contract, article 7)."""

_MAX_ENVELOPE = 64 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


@frozen
class Dates:
    """ISO dates: of the bundle, and of the project's end, which may be empty."""

    created: str
    closes: str

    @property
    def retain_until(self) -> str:
        """The last day of keeping; the 28th of February for what ends on a 29th. Empty without an
        end of the project."""
        if not self.closes:
            return ""
        year, rest = self.closes.split("-", 1)
        return f"{int(year) + YEARS_KEPT}-{'02-28' if rest == '02-29' else rest}"


def refuse_other_files(target: Path) -> None:
    """Raises FileProblem if something is there that is no earlier bundle: a key or evidence cannot
    be made again."""
    if not os.path.lexists(target):
        return
    try:
        if target.is_symlink():
            raise BadManifest("is-link")
        with Archive.open(target) as archive:
            parse(payload_of(archive.read(ENVELOPE, _MAX_ENVELOPE)))
    except (ArchiveError, EntryError, MissingEntry, BadManifest) as error:
        why = "exists and is no earlier bundle; it is not overwritten"
        raise FileProblem(target, why) from error


def create(target: Path, collected: Collected, key: Ed25519PrivateKey, dates: Dates) -> Manifest:
    """Writes the bundle, whole or not at all. The same content, key and dates are the same bytes.

    Raises FileProblem, also for a file that is no longer what was hashed, and for a target that is
    something else than an earlier bundle.
    """
    mark = fingerprint(key.public_key())
    texts = {GUIDES[lang]: guide(lang, mark, dates.retain_until).encode() for lang in Lang}
    texts[KEY] = public_pem(key.public_key())
    beside = [_beside(name, content) for name, content in texts.items()]
    manifest = Manifest(
        created=dates.created,
        tool=f"appsec {__version__}",
        closes=dates.closes,
        retain_until=dates.retain_until,
        builds=collected.builds,
        files=tuple(sorted((*beside, *(one for one, _ in collected.files)), key=lambda f: f.name)),
        left_out=collected.left_out,
    )
    texts[ENVELOPE] = seal(manifest.canonical(), key)
    _write(target, texts, collected)
    return manifest


def _beside(name: str, content: bytes) -> Enclosed:
    part = Part.KEY if name == KEY else Part.GUIDE
    return Enclosed(name, part, len(content), hashlib.sha256(content).hexdigest())


def _write(target: Path, texts: dict[str, bytes], collected: Collected) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise FileProblem(target, error.strerror or str(error)) from error
    try:
        with os.fdopen(handle, "w+b") as file, zipfile.ZipFile(file, "w") as archive:
            for inside, content in sorted(texts.items()):
                archive.writestr(_entry(inside), content)
            for one, path in collected.files:
                _copy(archive, one, path)
            archive.close()
            _settle(file)
        refuse_other_files(target)
        os.replace(name, target)
    except OSError as error:
        raise FileProblem(error.filename or target, error.strerror or str(error)) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _settle(file: IO[bytes]) -> None:
    """On the disk before it takes its name, and with the mode of any new file: it is no secret."""
    file.flush()
    mask = os.umask(0)
    os.umask(mask)
    os.fchmod(file.fileno(), 0o666 & ~mask)
    os.fsync(file.fileno())


def _copy(archive: zipfile.ZipFile, one: Enclosed, path: Path) -> None:
    digest = hashlib.sha256()
    entry = _entry(one.name)
    entry.file_size = one.size
    with path.open("rb") as source, archive.open(entry, "w") as into:
        for piece in iter(lambda: source.read(1 << 20), b""):
            digest.update(piece)
            into.write(piece)
    if digest.hexdigest() != one.sha256:
        raise FileProblem(path, "changed while the bundle was written; create it again")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _MODE
    return entry
