"""Why a file must not go into a bundle: secrets, links, names that not every system can hold."""

import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from appsec.engine.files import FileProblem
from appsec.model.text import hidden

SEARCHED = 1 << 20
"""Bytes at the start of a file in which a key is looked for."""

_HEAD = 4096
_ZIP = b"PK\x03\x04"
"""What is packed is the app's or the evidence's own content, and not searched."""
_KEY_STORES = frozenset((".jks", ".p12", ".pfx", ".keystore", ".env"))
_MARK = b"PRIVATE KEY-----"
_PEM = re.compile(
    rb"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    rb"(?:\s|\\[nr]|[\w-]{1,30}: [^\r\n]{0,200})*[A-Za-z0-9+/]{32}"
)
"""With the key itself: a report may well say that an app holds the first line of one."""
_JAVA = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_LENGTH = rb"(?:[\x00-\x7f]|\x81.|\x82..|\x83...)"
_DER = re.compile(
    rb"\x30" + _LENGTH + rb"\x02\x01(?:\x03\x30|\x00\x02\x82|\x00\x30.\x06|\x01\x04\x20)", re.DOTALL
)
"""PKCS #12, and private keys as PKCS #1, PKCS #8 and SEC 1."""

_UNPORTABLE = re.compile(r'[<>:"|?*\\]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever follows the dot."""


def objections(name: str, path: Path) -> Iterator[str]:
    """The keys of the sentences that say why; nothing for a file that may be enclosed.

    Raises FileProblem if it cannot be read.
    """
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        yield "is-link"
        return
    if not stat.S_ISREG(mode):
        yield "is-special"
        return
    if not _is_portable(name):
        yield "bad-name"
    if _is_key_store(name) or _holds_key(path):
        yield "private-key"


def same_names(names: Iterable[str]) -> Iterator[str]:
    """Names of which a system that ignores case, or composes letters, makes one file or folder."""
    listed = list(names)
    folded: dict[str, set[str]] = {}
    for name in listed:
        for part in (PurePosixPath(name), *PurePosixPath(name).parents):
            folded.setdefault(_folded(str(part)), set()).add(str(part))
    for name in listed:
        parts = (PurePosixPath(name), *PurePosixPath(name).parents)
        if any(len(folded[_folded(str(part))]) > 1 for part in parts):
            yield name


def _folded(name: str) -> str:
    return normalize("NFC", normalize("NFC", name).casefold())


def _is_portable(name: str) -> bool:
    if any(hidden(char) for char in name) or not name.isprintable() or _UNPORTABLE.search(name):
        return False
    parts = name.split("/")
    return not any(part.endswith((".", " ")) or _DEVICE.fullmatch(part) for part in parts)


def _is_key_store(name: str) -> bool:
    own = PurePosixPath(name).name.lower()
    return own.startswith(".env.") or own == ".env" or PurePosixPath(own).suffix in _KEY_STORES


def _holds_key(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            raw = file.read(SEARCHED)
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    if raw.startswith(_ZIP):
        return False
    if raw.startswith(_JAVA) or _DER.match(raw):
        return True
    text = raw.replace(b"\0", b"")  # of UTF-16, its letters of ASCII
    return _MARK in text[:_HEAD] or bool(_PEM.search(text))
