"""Whether an answer that a run kept is code for the app: by what is in it, or by its name alone."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from appsec.facts.traffic import CodeKind
from appsec.model.run_files import Exchange

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
_JS_BUNDLE = re.compile(r"(?:^|/)(?:(?:index\.)?(?:android|ios)\.bundle|[^/]+\.(?:jsbundle|hbc))\Z")
_IPA = re.compile(r"Payload/[^/]+\.app/")
_NAMED = {".apk": CodeKind.APK, ".dex": CodeKind.DEX, ".ipa": CodeKind.IPA}
_PACKAGE = "application/vnd.android.package-archive"
_ANSWERED = (200, 203, 206)
_LOCAL = b"PK\x03\x04"
_MOST_ENTRIES = 2_000
_MOST_NAME = 512


def code_kind(one: Exchange, body: bytes) -> CodeKind | None:
    """What kind of code came; None if none is known to have. A page's scripts are none: only what
    the bundlers of app frameworks make."""
    if one.status not in _ANSWERED:
        return None
    if body:
        return _of_bytes(body)
    types = [value for name, value in one.response_headers if name.casefold() == "content-type"]
    if any(_PACKAGE in value.casefold() for value in types):
        return CodeKind.APK
    path = _path(one.url)
    return next((kind for end, kind in _NAMED.items() if path.endswith(end)), None)


def is_lost(one: Exchange) -> bool:
    """Whether an answer had a body that nobody kept."""
    if one.response_body or one.status not in _ANSWERED or one.method.upper() in ("", "HEAD"):
        return False
    headers = {name.casefold(): value.strip() for name, value in one.response_headers}
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _of_bytes(body: bytes) -> CodeKind | None:
    for magic, kind in _BEGINS:
        if body.startswith(magic):
            return kind
    if body.startswith(_FAT) and 0 < int.from_bytes(body[4:8], "big") < _MOST_SLICES:
        return CodeKind.MACH_O
    if body.startswith(_LOCAL):
        return _of_zip(list(_names(body)))
    return CodeKind.BUNDLE if all(one in body for one in _METRO) else None


def _of_zip(names: list[str]) -> CodeKind | None:
    if "AndroidManifest.xml" in names and "classes.jar" not in names:
        return CodeKind.APK
    if any(_IPA.match(one) for one in names):
        return CodeKind.IPA
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
