"""Code of an app that is not in its DEX files: in frameworks, packers, native code and assets."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import field

from appsec.facts.android import Component, Manifest
from appsec.facts.framework import Framework
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.frameworks import unread_code
from appsec.readers.apk.ownership import is_below, own_packages
from appsec.readers.apk.platform import platform_parents
from appsec.readers.archive import Archive, EntryError, Refusal
from appsec.readers.dex.names import class_name, descriptor
from appsec.readers.dex.program import Program

_FACT = "code"
_NATIVE = ("android.app.NativeActivity", "com.google.androidgamesdk.GameActivity")
"""Activities that hand everything over to native code."""
_MAX_ARCHIVES = 256 << 20
"""Bytes of all archives inside the app that are searched."""
_HEAD = 4
_HALF = 2
_DEX, _ZIP = b"dex\n", b"PK\x03\x04"
_CLASSES = b"classes.dex"
"""What a class loader looks for in an archive; names stand in the clear in its directory."""
_LOADED = re.compile(r"(?:dex/)?classes\d*\.dex")
_PAGES = ("file:///android_asset/", "https://appassets.androidplatform.net/")
"""How an app names a page of its own."""


def elsewhere(
    files: AppFiles, frameworks: Iterable[Framework], manifest: Manifest, program: Program
) -> Iterator[Gap]:
    """Every sign that code of the app is somewhere else, as gaps of the code."""
    classes = program.named.keys()
    found = list(unread_code(frameworks, classes))
    yield from found
    if not found:
        yield from _scripts(files, program)
    yield from _bundled(files)
    yield from _native(manifest, program)
    packed = any(gap.key == "packed-code" for gap in found)
    if not packed:
        yield from _missing(manifest, classes)


def _native(manifest: Manifest, program: Program) -> Iterator[Gap]:
    """Activities of the manifest that are written in native code."""
    native = {
        *_NATIVE,
        *(class_name(c.name) for n in _NATIVE for c in program.below(descriptor(n))),
    }
    for one in manifest.components:
        if _class_of(one) in native:
            values = {"file": one.at.file, "component": one.name}
            yield Gap(_FACT, Cause.OUT_OF_REACH, "native-activity", values)


def _scripts(files: AppFiles, program: Program) -> Iterator[Gap]:
    """Scripts of pages that the app shows by itself, without a framework that is known. A script
    that no code can name (a library's, for a page from the network) is none of them."""
    texts = (
        text for file in program.files for page in _PAGES for text in file.dex.starting_with(page)
    )
    if next(texts, None):
        scripts = sorted(
            where
            for part in files.parts
            for name, where in part.files()
            if name.startswith("assets/") and name.endswith((".js", ".mjs"))
        )
        if scripts:
            values = {"file": scripts[0], "count": str(len(scripts))}
            yield Gap(_FACT, Cause.OUT_OF_REACH, "script-code", values)


def _missing(manifest: Manifest, classes: Set[str]) -> Iterator[Gap]:
    """What the manifest names and no DEX file has. Classes of Android itself are no part of it.

    A packer that nobody knows yet, a feature that was left out, code from the network: all take
    away what the app's makers wrote, and the launcher before all. So one class of theirs, or half
    of all, is lost. Single classes of libraries are what a removed library leaves behind in the
    manifest; nothing can start them. They are out of reach all the same, as code that is loaded
    later may have them: no tool passes such an item, a person who looked at it can.
    """
    named = [_class_of(one) for one in manifest.components]
    wanted = {one for one in (*named, manifest.application) if one} - platform_parents().keys()
    missing = sorted(wanted - classes)
    own = own_packages(manifest)
    makers = [one for one in missing if is_below(one, own)]
    if makers or _HALF * len(missing) > len(wanted):
        values = {"class": (makers or missing)[0], "count": str(len(missing))}
        yield Gap(_FACT, Cause.LOST, "classes-missing", values)
    elif missing:
        values = {"class": missing[0], "count": str(len(missing))}
        yield Gap(_FACT, Cause.OUT_OF_REACH, "library-classes-missing", values)


def _class_of(component: Component) -> str:
    return component.target or component.name


def _bundled(files: AppFiles) -> Iterator[Gap]:
    """Files that hold bytecode which the app itself has to load: a DEX file, or an archive with
    one, wherever it is and whatever it is called. One gap for all, however many there are."""
    search = _Search()
    found, lost = [], []
    for part in files.parts:
        for name, where in part.files():
            entry = part.entry(name)
            if name.endswith("/") or _LOADED.fullmatch(name) or entry in part.archive.refused:
                continue  # what is refused is a gap of the frameworks, which this fact inherits
            try:
                if search.holds_code(part.archive, entry):
                    found.append(where)
            except EntryError as error:
                lost.append({"file": where, "refusal": error.refusal.value})
    if found:
        values = {"file": found[0], "count": str(len(found))}
        yield Gap(_FACT, Cause.OUT_OF_REACH, "bundled-code", values)
    if lost:
        yield Gap(_FACT, Cause.LOST, "refused-file", lost[0])


@slotted
class _Search:
    """Looks into files for bytecode, and into archives only as far as a limit goes."""

    left: int = field(default_factory=lambda: _MAX_ARCHIVES)

    def holds_code(self, archive: Archive, entry: str) -> bool:
        """Raises EntryError."""
        head = archive.head(entry, _HEAD)
        if head != _ZIP:
            return head == _DEX
        self.left -= archive.entry(entry).size
        if self.left < 0:
            raise EntryError(entry, Refusal.OVER_BUDGET)
        return _names_classes(archive.pieces(entry))


def _names_classes(pieces: Iterable[bytes]) -> bool:
    """Whether an archive has a file for a class loader."""
    before = b""
    for piece in pieces:
        if _CLASSES in before + piece:
            return True
        before = piece[-len(_CLASSES) :]
    return False
