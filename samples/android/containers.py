"""Build the package twins once more as AAB, APKS and XAPK, those of the screens as AAB."""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from samples.android.build import (
    ANDROID,
    SAMPLE_APKS,
    Sample,
    assemble,
    link_resources,
    newer_attributes,
    pack,
    read_zip,
    sign,
)
from samples.packing import Entry, write_zip

CONTAINERS = ANDROID / "containers"
PACKAGE = "tw.example.sample.parcel"
BUNDLETOOL = "1.15.6"
MODULE_NAMES = {
    "AndroidManifest.xml": "manifest/AndroidManifest.xml",
    "classes.dex": "dex/classes.dex",
}


def varint(value: int) -> bytes:
    """A number of protobuf."""
    more = value >> 7
    return bytes([value & 0x7F | (0x80 if more else 0)]) + (varint(more) if more else b"")


def field(number: int, value: int | str | bytes) -> bytes:
    """One field of a protobuf message: a number, a text or a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def tool() -> bytes:
    """What bundletool says of itself."""
    return field(2, BUNDLETOOL)


def build_bundle(sample: Sample, target: Path, work: Path) -> None:
    """An AAB: manifest and resources in protobuf, and a second module with a manifest."""
    framework = newer_attributes(work)
    guide = replace(sample, manifest=CONTAINERS / "guide/AndroidManifest.xml", resources=())
    modules = {
        "guide": [
            read_zip(link_resources(guide, framework, work, "--proto-format"))[0],
            Entry("assets/guide.txt", (CONTAINERS / "guide/guide.txt").read_bytes()),
        ],
        "base": [
            *read_zip(link_resources(sample, framework, work, "--proto-format")),
            Entry("classes.dex", assemble(sample, work)),
        ],
    }
    entries = [
        replace(entry, name=f"{module}/{MODULE_NAMES.get(entry.name, entry.name)}", stored=False)
        for module, inside in modules.items()
        for entry in inside
    ]
    config = Entry("BundleConfig.pb", field(1, tool()))
    write_zip(target, [config, *sorted(entries, key=lambda e: e.name)])


def needing_splits(sample: Sample, work: Path) -> Sample:
    """The twin as a base: its manifest asks for a split of the device's density."""
    manifest = work / "AndroidManifest.xml"
    end_of_tag = 'android:versionName="1.0">'
    needs = 'android:versionName="1.0" android:requiredSplitTypes="base__density">'
    manifest.write_text(sample.manifest.read_text().replace(end_of_tag, needs))
    resources = (*sample.resources, CONTAINERS / "res")
    return replace(sample, manifest=manifest, resources=resources)


def build_splits(sample: Sample, work: Path) -> tuple[Entry, Entry]:
    """A base, and the split of its resources for one density."""
    framework, split = newer_attributes(work), work / "split.apk"
    linked = link_resources(
        needing_splits(sample, work), framework, work, "--split", f"{split}:xhdpi"
    )
    base_packed, base = work / "base.packed", work / "base.apk"
    pack(linked, assemble(sample, work), base_packed)
    sign(sample, base_packed, base)
    bare = replace(sample, manifest=CONTAINERS / "split/AndroidManifest.xml", resources=())
    manifest = read_zip(link_resources(bare, framework, work))[0]
    rest = [entry for entry in read_zip(split) if entry.name != manifest.name]
    split_packed, signed = work / "split.packed", work / "signed.apk"
    write_zip(split_packed, [manifest, *rest])
    sign(sample, split_packed, signed)
    return Entry("base", base.read_bytes(), True), Entry("split", signed.read_bytes(), True)


def described(path: str, split: str, master: bool) -> bytes:
    """ApkDescription: what bundletool's index says of one APK."""
    return field(2, path) + field(3, (field(1, split) if split else b"") + field(2, int(master)))


def write_apks(base: Entry, split: Entry, target: Path) -> None:
    """As bundletool lays it out: one variant of one module, with its index."""
    base = replace(base, name="splits/base-master.apk")
    split = replace(split, name="splits/base-xhdpi.apk")
    descriptions = (described(base.name, "", True), described(split.name, "config.xhdpi", False))
    module = field(1, field(1, "base"))
    apk_set = module + b"".join(field(2, described) for described in descriptions)
    toc = field(1, field(2, apk_set) + field(3, 1)) + field(2, tool()) + field(4, PACKAGE)
    write_zip(target, [Entry("toc.pb", toc), base, split])


def write_xapk(base: Entry, split: Entry, target: Path) -> None:
    """As app stores other than Google's pack it."""
    base = replace(base, name=f"{PACKAGE}.apk")
    split = replace(split, name="config.xhdpi.apk")
    index = {
        "xapk_version": 2,
        "package_name": PACKAGE,
        "version_code": "1",
        "version_name": "1.0",
        "split_configs": ["config.xhdpi"],
        "split_apks": [
            {"file": base.name, "id": "base"},
            {"file": split.name, "id": "config.xhdpi"},
        ],
    }
    manifest = Entry("manifest.json", json.dumps(index, indent=1).encode())
    write_zip(target, [manifest, base, split])


def build(sample: Sample, out: Path) -> None:
    """Write the three containers of one twin below `out`."""
    stem = out / "containers" / Path(sample.target).stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build_bundle(sample, stem.with_suffix(".aab"), Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        base, split = build_splits(sample, Path(folder))
    write_apks(base, split, stem.with_suffix(".apks"))
    write_xapk(base, split, stem.with_suffix(".xapk"))


def build_screens(sample: Sample, out: Path) -> None:
    """Write one twin of the screens as a bundle: layouts in protobuf."""
    target = (out / sample.target).with_suffix(".aab")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build_bundle(sample, target, Path(folder))


if __name__ == "__main__":
    for twin in SAMPLE_APKS:
        if twin.target.startswith("package/"):
            build(twin, Path(sys.argv[1]))
        elif twin.target.startswith("screens/"):
            build_screens(twin, Path(sys.argv[1]))
