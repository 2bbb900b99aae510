"""Opens an archive of several APKs: APKS (bundletool), XAPK, APKM. They are one app."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import NoReturn

from appsec.facts.app import FactUnavailable, Journal, Reader
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.apk_listing import Listing, read_listing
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles
from appsec.readers.apk.package import open_app
from appsec.readers.archive import Archive, ArchiveError
from appsec.readers.opened import Opened, Unreadable

MAX_APKS = 500
MAX_BYTES = 384 << 20
"""How much of the memory of a child the APKs of one app may take together."""


@slotted
class ContainerFiles(ApkFiles):
    """The archive around the APKs."""

    def kind(self, entry: str) -> str:
        return "variants" if is_apk(entry) else "container"


def is_apk(name: str) -> bool:
    return name.lower().endswith(".apk")


def open_apk_set(
    archive: Archive, kind: str, journal: Journal, instead: Mapping[str, Reader]
) -> Opened:
    """The app whose base and splits these are. Raises Unreadable without one base among them."""
    names = [name for name in (*archive.names, *archive.refused) if is_apk(name)]
    if len(names) > MAX_APKS:
        raise Unreadable("too-many-apks", count=str(len(names)), limit=str(MAX_APKS))
    outer = ContainerFiles(archive)
    listing = read_listing(outer, sorted(set(names)))
    opening = _Opening(outer, [*listing.gaps, *_refused(archive)])
    parts = [part for name in listing.chosen if (part := opening.part(name))]
    base = _base(parts, listing, journal, read="manifest" not in instead)
    splits = tuple(part for part in parts if part is not base)
    others = tuple(name for name in sorted(set(names)) if name not in listing.chosen)
    files = AppFiles(kind, base, splits, outer, tuple(opening.gaps), others)
    return open_app(files, journal, instead)


def _refused(archive: Archive) -> Iterator[Gap]:
    """Entries that cannot be read could be splits, whatever they are called."""
    for name, refusal in archive.refused.items():
        values = {"file": name, "refusal": refusal.value}
        yield Gap("manifest", Cause.LOST, "refused-file", values)


@slotted
class _Opening:
    """Opens the inner APKs, and notes a gap for each that cannot be."""

    outer: ContainerFiles
    gaps: list[Gap] = field(default_factory=list)
    left: int = MAX_BYTES

    def part(self, name: str) -> ApkFiles | None:
        try:
            data = self.outer.content(name, self.left)
            self.left -= len(data)
            return ApkFiles(Archive.from_bytes(data), place=f"{name}!")
        except FactUnavailable as reason:
            gap = Gap("manifest", reason.cause, reason.key, reason.values)
        except ArchiveError as error:
            values = {"file": name, "why": error.key.value}
            gap = Gap("manifest", Cause.LOST, "split-unreadable", values)
        if gap not in self.gaps:
            self.gaps.append(gap)
        return None


def _base(parts: list[ApkFiles], listing: Listing, journal: Journal, read: bool) -> ApkFiles:
    """The APK that is no split. Without `read`, manifests killed a child and are left alone."""
    if not parts:
        _no_base(listing)
    if not read:
        return parts[0]
    journal.begin("manifest")
    try:
        found = [(part, _split_of(part)) for part in parts]
    finally:
        journal.end("manifest")
    bases = [part for part, split in found if split == ""]
    if len(bases) > 1:
        apks = ", ".join(base.place.rstrip("!") for base in bases[:5])
        raise Unreadable("several-bases", apks=apks)
    unreadable = [part for part, split in found if split is None]
    # Whichever is unreadable may be the base; its manifest is a fact that is lost.
    candidates = bases or unreadable
    if not candidates:
        _no_base(listing)
    return candidates[0]


def _no_base(listing: Listing) -> NoReturn:
    raise Unreadable("no-base-apk", count=str(len(listing.chosen)))


def _split_of(part: ApkFiles) -> str | None:
    """The name of the split, empty for a base, None if it cannot be told."""
    try:
        return part.xml(MANIFEST).plain_text("split") or ""
    except FactUnavailable:
        return None
