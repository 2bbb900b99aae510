"""Whether an answer that a run kept is code for the app: by what is in it, or by its name alone.

Archives are looked into, in bounds: their names, how each member begins, and what lies in archives
within. What cannot be looked at is told, so that no archive passes for none.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from appsec.facts.traffic import CodeKind
from appsec.model.frozen import frozen
from appsec.model.run_files import Exchange
from appsec.readers.trace.archives import BadArchive, is_tar, tarred
from appsec.readers.trace.bodies import encodings
from appsec.readers.trace.streams import FOLDED, OPAQUE, Ended, decompressed
from appsec.readers.zip_directory import Listing, read_directory
from appsec.readers.zip_end import find_end
from appsec.readers.zip_model import DEFLATED, STORED, ArchiveError, Entry, Limits

_BEGINS = (
    (b"dex\n", CodeKind.DEX),
    (b"\x7fELF", CodeKind.ELF),
    *((magic, CodeKind.MACH_O) for magic in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")),
    (b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f", CodeKind.BUNDLE),  # Hermes
)
_FAT = b"\xca\xfe\xba\xbe"
_MOST_SLICES = 20
"""Java's classes begin like a Mach-O file of several: a version of theirs is a higher number."""
_METRO = (b"__d(function", b"__BUNDLE_START_TIME__")
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_DATA = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|[\[{]\s*[\"\[{\d\]}])")
_JS_BUNDLE = re.compile(r"(?:^|/)(?:(?:index\.)?(?:android|ios)\.bundle|[^/]+\.(?:jsbundle|hbc))\Z")
_IPA = re.compile(r"Payload/[^/]+\.app/")
_NAMED = {".apk": CodeKind.APK, ".dex": CodeKind.DEX, ".ipa": CodeKind.IPA}
_PACKAGE = "application/vnd.android.package-archive"
_ANSWERED = (200, 203, 206)
_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
_MOST_ENTRIES = 2_000
_MOST_NAME = 512
_LIMITS = Limits(max_entries=50_000, max_directory_bytes=8 << 20, max_name_bytes=_MOST_NAME)
_HEAD = 512
"""Bytes of a member that tell what it is."""
_MOST_WITHIN = 3
_MOST_UNPACKED, _MOST_OF_RUN = 64 << 20, 256 << 20
"""So much of one answer is unpacked, and of all answers of a run."""
_SURE = 64
"""Bytes that zlib makes sense of, from which on it must have been that."""
_GZIP, _ZLIB = b"\x1f\x8b\x08", (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_SHUT = tuple(one for one in (*OPAQUE, b"BZh", b"\xfd7zXZ\0") if not one.startswith(b"%PDF"))
"""Beginnings of what is not unpacked here and may be code. A document is none."""


@frozen
class Came:
    """What kind of code came with an answer, None if none is known to have. `looked` is whether
    all of it was looked at, `kept` whether there was all to look at."""

    kind: CodeKind | None = None
    looked: bool = True
    kept: bool = True


class Answers:
    """Looks at the answers of one run, at each content once: one body may be that of many answers.
    `came` gives what was kept of a body, and whether it could be unpacked."""

    def __init__(self, came: Callable[[Exchange], tuple[bytes, bool]]) -> None:
        self._came = came
        self._left = _MOST_OF_RUN
        self._known: dict[tuple[str, ...], Came | None] = {}

    def code(self, one: Exchange) -> Came:
        """What came. A page's scripts are no code: only what the bundlers of app frameworks
        make."""
        if one.status not in _ANSWERED:
            return Came()
        content = (one.response_body, *encodings(one.response_headers))
        if content not in self._known:
            self._known[content] = self._of(one)
        return self._known[content] or Came(_by_name(one), kept=not _is_lost(one))

    def _of(self, one: Exchange) -> Came | None:
        """By what is in it; None if there is nothing."""
        body, whole = self._came(one)
        if not body:
            return None
        looked = _Looked(min(_MOST_UNPACKED, self._left))
        found = Came(looked.kind(body), looked.whole, whole)
        self._left -= looked.unpacked
        return found


def _by_name(one: Exchange) -> CodeKind | None:
    types = [value for name, value in one.response_headers if name.casefold() == "content-type"]
    if any(_PACKAGE in value.casefold() for value in types):
        return CodeKind.APK
    path = _path(one.url)
    return next((kind for end, kind in _NAMED.items() if path.endswith(end)), None)


def _is_lost(one: Exchange) -> bool:
    """Whether an answer had a body that nobody kept."""
    if one.response_body or one.method.upper() in ("", "HEAD"):
        return False
    headers = {name.casefold(): value.strip() for name, value in one.response_headers}
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


class _Looked:
    """Looks into one answer. `whole` is whether nothing of it was left out, `unpacked` how much
    came out of it, of `most` bytes that may."""

    def __init__(self, most: int) -> None:
        self.whole = True
        self.unpacked = 0
        self._most = most

    @property
    def _left(self) -> int:
        return max(self._most - self.unpacked, 0)

    def kind(self, body: bytes, depth: int = 0) -> CodeKind | None:
        """What kind of code this is, or holds."""
        if found := _by_beginning(body):
            return found
        if depth > _MOST_WITHIN:
            self.whole &= not _is_folded(body)
            return _script(body)
        if body.startswith(_LOCAL) or body[-22:].startswith(_END):
            return self._in_zip(body, depth)
        if is_tar(body):
            return self._in_tar(body, depth)
        if body.startswith((_GZIP, *_ZLIB)):
            return self._in_stream(body, depth)
        self.whole &= not body.startswith(_SHUT)
        return _script(body)

    def _in_stream(self, body: bytes, depth: int) -> CodeKind | None:
        gzip = body.startswith(_GZIP)
        inner = decompressed(lambda: zlib.decompressobj(31 if gzip else 15), body, 0, self._left)
        if not gzip and inner.how is Ended.BROKEN and len(inner.data) < _SURE:
            return None  # nothing but two letters
        self.unpacked += len(inner.data)
        # What follows is another stream, to who reads on.
        self.whole &= inner.how is Ended.WHOLE and inner.end == len(body)
        return self.kind(inner.data, depth + 1)

    def _in_tar(self, body: bytes, depth: int) -> CodeKind | None:
        found: dict[str, CodeKind | None] = {}
        try:
            for one in tarred(body, lambda: len(body)):
                found[one.name.removeprefix("tar ")] = self.kind(one.data, depth + 1)
        except BadArchive:
            self.whole = False
        return _of_names(list(found)) or next(filter(None, found.values()), None)

    def _in_zip(self, body: bytes, depth: int) -> CodeKind | None:
        names = list(_names(body))
        try:
            listing = read_directory(body, find_end(body), _LIMITS)
        except ArchiveError:
            self.whole = False
            return _of_names(names)
        if found := _of_names([*names, *listing.entries, *listing.refused]):
            return found
        heads = _HEAD * len(listing.entries)
        if heads > self._left:
            self.whole = False
            return None
        self.unpacked += heads
        self.whole &= not listing.refused and not _hides(body, listing)
        every = (self._in_member(body, one, depth) for one in listing.entries.values())
        return next(filter(None, every), None)

    def _in_member(self, body: bytes, one: Entry, depth: int) -> CodeKind | None:
        head = _head(body, one)
        if found := _by_beginning(head):
            return found
        if not _is_folded(head) and not _may_be_script(head):
            return None
        stop = one.data_offset + one.compressed_size
        inner = body[one.data_offset : stop]
        if one.method == DEFLATED:
            stream = decompressed(lambda: zlib.decompressobj(-15), inner, 0, self._left)
            self.whole &= stream.how is Ended.WHOLE
            inner = stream.data
        if len(inner) > self._left:
            self.whole = False
            return None
        self.unpacked += len(inner)
        return self.kind(inner, depth + 1)


def _by_beginning(body: bytes) -> CodeKind | None:
    for magic, kind in _BEGINS:
        if body.startswith(magic):
            return kind
    java = not 0 < int.from_bytes(body[4:8], "big") < _MOST_SLICES
    return CodeKind.MACH_O if body.startswith(_FAT) and not java else None


def _script(body: bytes) -> CodeKind | None:
    return CodeKind.BUNDLE if all(one in body for one in _METRO) else None


def _may_be_script(head: bytes) -> bool:
    """Whether it is text, and neither JSON nor markup: a bundle's marks may stand far behind."""
    return bool(head) and not _BINARY.search(head) and not _DATA.match(head)


def _is_folded(head: bytes) -> bool:
    return head.startswith((*FOLDED, *_SHUT)) or is_tar(head)


def _head(body: bytes, one: Entry) -> bytes:
    """How a member begins."""
    length = min(one.compressed_size, _HEAD)
    data = body[one.data_offset : one.data_offset + length]
    if one.method == STORED:
        return data
    try:
        return zlib.decompressobj(-15).decompress(data, _HEAD)
    except zlib.error:
        return b""


def _hides(body: bytes, listing: Listing) -> bool:
    """Whether there are members that only who reads from the front finds."""
    return any(body.find(_LOCAL, one.start, one.stop) >= 0 for one in listing.uncovered)


def _of_names(names: list[str]) -> CodeKind | None:
    if "AndroidManifest.xml" in names and "classes.jar" not in names:
        return CodeKind.APK
    if any(_IPA.match(one) for one in names):
        return CodeKind.IPA
    if any(one.casefold().endswith(".apk") for one in names):
        return CodeKind.APK
    if any(one.endswith(".dex") for one in names):
        return CodeKind.DEX
    if any(_JS_BUNDLE.search(one) for one in names):
        return CodeKind.BUNDLE
    return CodeKind.ELF if any(one.endswith(".so") for one in names) else None


def _names(body: bytes) -> Iterator[str]:
    """The names of entries as their own headers tell them: the directory may not have come."""
    at = 0
    for _ in range(_MOST_ENTRIES):
        at = body.find(_LOCAL, at)
        if at < 0:
            return
        length = int.from_bytes(body[at + 26 : at + 28], "little")
        yield body[at + 30 : at + 30 + min(length, _MOST_NAME)].decode("utf-8", "replace")
        at += len(_LOCAL)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.casefold()
    except ValueError:
        return ""
