"""The APKs of a container that other devices get: whether their manifests say more than ours."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from appsec.facts.android import Component, DeclaredPermission, Manifest, UsesPermission
from appsec.facts.app import FactUnavailable, Known
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.components import Scope, affinity
from appsec.readers.apk.declared import declared_in
from appsec.readers.apk.files import MANIFEST, MAX_XML, ApkFiles, AppFiles
from appsec.readers.apk.manifest import application_of, manifest_settings, read_manifest
from appsec.readers.apk.settings import MAX_GAPS, Settings
from appsec.readers.archive import Archive, ArchiveError, EntryError, MissingEntry
from appsec.readers.zip_model import STORED

MAX_BYTES = 1 << 30
"""Of the APKs together that are opened for their manifests."""
_MAX_UNPACKED = 256 << 20
"""Of those that are compressed, which costs more; bundletool only stores them."""
_FLAGS = (
    "package",
    "target_sdk",
    "debuggable",
    "test_only",
    "allow_backup",
    "has_backup_agent",
    "uses_cleartext",
    "shared_user_id",
    "network_security_config",
    "full_backup_content",
    "data_extraction_rules",
)
_OF_A_PART = frozenset(("splits-missing", "split-missing"))
"""Gaps of any base that is looked at without its splits."""
_NOWHERE = Location("")

_Declaration = Component | DeclaredPermission | UsesPermission


def with_variants(files: AppFiles, known: Known[Manifest]) -> Known[Manifest]:
    """The manifest, with a gap for each unread APK that asks for more or is set otherwise."""
    seen = {_bytes(part) for part in files.parts}
    gaps: list[Gap] = []
    try:
        for apk in _opened(files):
            data = _bytes(apk)
            if data not in seen:
                seen.add(data)
                if what := _difference(files, apk, known.value):
                    gaps.append(_gap("variant-differs", apk.place.rstrip("!"), what=what))
    except _Unread as unread:
        gaps.append(_gap("variant-unread", unread.file, why=unread.why))
    return Known(known.value, (*known.gaps, *gaps[:MAX_GAPS]))


class _Unread(Exception):
    """An APK whose manifest cannot be had. One is enough: the fact is lost either way."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(file, why)
        self.file = file
        self.why = why


def _opened(files: AppFiles) -> Iterator[ApkFiles]:
    """One by one: none is kept, and none counts as read."""
    outer, left, unpacked = files.outer, MAX_BYTES, _MAX_UNPACKED
    if outer is None:
        return
    for name in files.others:
        try:
            entry = outer.archive.entry(name)
            left -= entry.size
            unpacked -= 0 if entry.method == STORED else entry.size
            if left < 0 or unpacked < 0:
                raise _Unread(name, "too-large")
            if entry.method == STORED:
                data = outer.archive.raw(entry.data_offset, entry.compressed_size)
            else:
                data = outer.archive.read(name)
            with Archive.from_bytes(data) as inside:
                yield ApkFiles(inside, place=f"{name}!")
        except MissingEntry:
            continue  # the index names it, and what it lacks is told there
        except EntryError as error:
            raise _Unread(name, error.refusal.value) from error
        except ArchiveError as error:
            raise _Unread(name, error.key.value) from error


def _bytes(apk: ApkFiles) -> bytes:
    try:
        return apk.archive.read(apk.entry(MANIFEST), MAX_XML)
    except (MissingEntry, EntryError):
        return b""


def _difference(files: AppFiles, apk: ApkFiles, ours: Manifest) -> str:
    """What it has that ours has not, by name; nothing where there is no such thing."""
    try:
        root = apk.xml(MANIFEST)
        alone = AppFiles(files.kind, apk)
        if root.plain_text("split"):
            settings = Settings("manifest", apk.where(MANIFEST), alone.resources)
            scope = replace(_scope(files, ours), settings=settings)
            more = declared_in(scope, root, next(root.all("application"), None))
            return _more((*more.permissions, *more.uses_permissions, *more.components), ours)
        theirs = read_manifest(alone)
    except FactUnavailable as reason:
        return reason.key
    if lost := [gap.key for gap in theirs.gaps if gap.key not in _OF_A_PART]:
        return lost[0]
    for flag in _FLAGS:
        if getattr(theirs.value, flag) != getattr(ours, flag):
            return flag
    other = theirs.value
    return _more((*other.permissions, *other.uses_permissions, *other.components), ours)


def _scope(files: AppFiles, ours: Manifest) -> Scope:
    """What splits take from the base."""
    application, settings = application_of(files.base), manifest_settings(files)
    permission = settings.text(application, "application", Attr.PERMISSION)
    return Scope(
        settings, ours.package, ours.target_sdk, permission, affinity(settings, application, None)
    )


def _more(theirs: Iterable[_Declaration], ours: Manifest) -> str:
    declared: tuple[_Declaration, ...] = (
        *ours.permissions,
        *ours.uses_permissions,
        *ours.components,
    )
    known = {_bare(one) for one in declared}
    return next((one.name for one in theirs if _bare(one) not in known), "")


def _bare(one: _Declaration) -> str:
    """Without its place, and without the meta-data that tell the variants apart."""
    if isinstance(one, Component):
        return repr(replace(one, at=_NOWHERE, meta_data=None))
    return repr(replace(one, at=_NOWHERE))


def _gap(key: str, file: str, **values: str) -> Gap:
    return Gap("manifest", Cause.LOST, key, {"file": file, **values})
