"""Which APKs of a container are one installation: by its index, or else by its folders."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap
from appsec.readers.aab.wire import Message, Wire
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.xml_shape import BadShape

TOC, XAPK_INDEX = "toc.pb", "manifest.json"
_MAX_INDEX = 4 << 20
_UNIVERSAL = "universal.apk"
_SPLIT_FOLDERS = ("splits/", "asset-slices/")
_STANDALONE_FOLDERS = ("standalones/",)

# BuildApksResult of bundletool, and what is inside.
_VARIANT, _ASSET_SLICES = 1, 3
_APK_SET, _NUMBER = 2, 3
_APK, _PATH, _SPLIT = 2, 2, 3


@frozen
class Listing:
    """The APKs to read, and what of the index could not be taken at its word."""

    chosen: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()


def read_listing(outer: ApkFiles, apks: list[str]) -> Listing:
    """`apks` are those that the container holds, in order."""
    names = {*outer.archive.names, *outer.archive.refused}
    try:
        if TOC in names or any(name.startswith(_by_bundletool()) for name in apks):
            return _of_toc(outer, apks)
        if XAPK_INDEX in names:
            return _of_xapk(outer, apks)
    except FactUnavailable as reason:
        gap = Gap("manifest", reason.cause, reason.key, reason.values)
        return Listing(_by_folders(apks), (gap,))
    return Listing(_by_folders(apks))


def _by_bundletool() -> tuple[str, ...]:
    """The folders of bundletool, which always writes an index as well."""
    return (*_SPLIT_FOLDERS, *_STANDALONE_FOLDERS)


def _by_folders(apks: list[str]) -> tuple[str, ...]:
    splits = tuple(name for name in apks if name.startswith(_SPLIT_FOLDERS))
    if splits:
        return splits
    if _UNIVERSAL in apks:
        return (_UNIVERSAL,)
    standalones = tuple(name for name in apks if name.startswith(_STANDALONE_FOLDERS))
    return standalones[:1] or tuple(apks)


def _of_toc(outer: ApkFiles, apks: list[str]) -> Listing:
    try:
        variants, slices = _toc(outer.content(TOC, _MAX_INDEX))
    except BadShape as error:
        raise _malformed(TOC, error) from error
    listed = {*slices, *(path for variant in variants for path in variant.paths)}
    if not listed:
        raise _malformed(TOC, "no APK is listed")
    in_splits = [variant for variant in variants if variant.of_splits]
    if in_splits:
        # What holds for most versions of Android: the others differ in how files are packed.
        chosen = (*min(in_splits, key=lambda variant: variant.number).paths, *slices)
    else:
        chosen = _by_folders(sorted(listed))
    unlisted = (_gap("unlisted-apk", name, TOC) for name in apks if name not in listed)
    missing = (_gap("unpacked-apk", name, TOC) for name in sorted(listed) if name not in apks)
    present = dict.fromkeys(name for name in chosen if name in apks)
    return Listing(tuple(present), (*missing, *unlisted))


@frozen
class _Variant:
    """APKs for some devices, by bundletool's number."""

    number: int
    paths: tuple[str, ...]
    of_splits: bool


def _toc(data: bytes) -> tuple[list[_Variant], tuple[str, ...]]:
    """The variants, and the asset packs that go with each of them."""
    root = Wire().message(data)
    slices = _apks(root.messages(_ASSET_SLICES))
    variants = []
    for variant in root.messages(_VARIANT):
        apks = list(_apks(variant.messages(_APK_SET)))
        paths = tuple(apk.text(_PATH) for apk in apks)
        of_splits = any(apk.has(_SPLIT) for apk in apks)
        variants.append(_Variant(variant.integer(_NUMBER), paths, of_splits))
    return variants, tuple(apk.text(_PATH) for apk in slices)


def _apks(sets: Iterable[Message]) -> Iterator[Message]:
    return (apk for one in sets for apk in one.messages(_APK))


def _of_xapk(outer: ApkFiles, apks: list[str]) -> Listing:
    try:
        index: Any = json.loads(outer.content(XAPK_INDEX, _MAX_INDEX))
        splits = index.get("split_apks", [])
        listed = sorted({str(split["file"]) for split in splits})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _malformed(XAPK_INDEX, error) from error
    missing = (_gap("unpacked-apk", name, XAPK_INDEX) for name in listed if name not in apks)
    return Listing(tuple(apks), tuple(missing))


def _gap(key: str, apk: str, index: str) -> Gap:
    return Gap("manifest", Cause.LOST, key, {"file": apk, "index": index})


def _malformed(file: str, why: object) -> FactUnavailable:
    values = {"file": file, "why": str(why) or type(why).__name__}
    return FactUnavailable(Cause.LOST, "malformed-index", values)
