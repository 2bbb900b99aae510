"""Build rebuilt/: one app built twice, the second time with other names, and once changed.

`second` is `first` with another build time, other names of its classes, and everything elsewhere;
`mapping.txt` gives the names back, as R8 writes it. `changed` is `second` with one trust anchor
more.
"""

import re
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from samples.android.build import (
    ANDROID,
    COMMON,
    Sample,
    assemble,
    link_resources,
    newer_attributes,
    sign,
)
from samples.packing import Entry, When, run, write_zip

REBUILT = ANDROID / "rebuilt"
SOURCE = COMMON / "smali/tw/example/sample/parcel"
PACKAGE = "tw.example.sample.parcel"

SHORT = {
    "ArrivalReceiver": "o.a",
    "LinkActivity": "o.b",
    "LockerService": "o.c",
    "MainActivity": "o.d",
    "ParcelProvider": "o.a.a",
    "TrackActivity": "o.e",
    "TrackAlias": "o.f",
}
"""What the second build calls the classes of the first; the alias has no class of its own."""

MOVED = "SyncJobService"
"""A class that the second build alone has, under a name that sorts first: offsets move."""


@dataclass(frozen=True, slots=True)
class Build:
    """One of the builds: where its resources come from, when it was built, and with what names."""

    target: str
    resources: tuple[str, ...]
    time: str
    when: When
    renamed: bool


BUILDS = (
    Build("first", ("first",), "2025-06-01T09:00:00Z", (2025, 6, 1, 9, 0, 0), renamed=False),
    Build(
        "second",
        ("first", "second"),
        "2025-06-02T17:30:00Z",
        (2025, 6, 2, 17, 30, 0),
        renamed=True,
    ),
    Build(
        "changed",
        ("changed", "second"),
        "2025-06-03T08:15:00Z",
        (2025, 6, 3, 8, 15, 0),
        renamed=True,
    ),
)


def mapping() -> str:
    """R8's mapping of the renamed builds."""
    lines = [
        "# compiler: R8",
        "# compiler_version: 8.5.35",
        '# {"id":"com.android.tools.r8.mapping","version":"2.2"}',
    ]
    for name, short in SHORT.items():
        lines.append(f"{PACKAGE}.{name} -> {short}:")
        if (SOURCE / f"{name}.smali").exists():
            lines.append('# {"id":"sourceFile","fileName":"' + name + '.java"}')
            lines.append("    1:1:void <init>():9:9 -> <init>")
    return "\n".join(lines) + "\n"


def dotted(text: str) -> str:
    """A manifest with the short names."""
    names = "|".join(SHORT)
    return re.sub(rf'"{re.escape(PACKAGE)}\.({names})"', lambda found: f'"{SHORT[found[1]]}"', text)


def smali(build: Build, folder: Path) -> None:
    """The classes, under the names of the build."""
    for path in sorted(SOURCE.glob("*.smali")):
        name, text = path.stem, path.read_text(encoding="utf-8")
        if name == MOVED:
            if not build.renamed:
                continue
            text = text.replace(f"L{PACKAGE.replace('.', '/')}/{name};", "La/moved;")
        if build.renamed:
            for long, short in SHORT.items():
                here = f"L{PACKAGE.replace('.', '/')}/{long};"
                text = text.replace(here, f"L{short.replace('.', '/')};")
        (folder / path.name).write_text(text, encoding="utf-8")


def pack(linked: Path, dex: bytes, build: Build, target: Path) -> None:
    """Join manifest, resources and code; a renamed build has them in the other order, padded."""
    with zipfile.ZipFile(linked) as archive:
        entries = [
            Entry(info.filename, archive.read(info), info.compress_type == zipfile.ZIP_STORED)
            for info in archive.infolist()
        ]
    entries.append(Entry("classes.dex", dex))
    entries.sort(key=lambda entry: entry.name, reverse=build.renamed)
    if build.renamed:
        entries.insert(0, Entry("assets/padding.bin", bytes(1021), stored=True))
    write_zip(target, entries, build.when)


def make(build: Build, out: Path) -> None:
    """Write one build below `out`."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        classes, manifest = work / "smali", work / "AndroidManifest.xml"
        classes.mkdir()
        smali(build, classes)
        text = (REBUILT / manifest.name).read_text(encoding="utf-8")
        text = text.replace("BUILD_TIME", build.time)
        manifest.write_text(dotted(text) if build.renamed else text, encoding="utf-8")
        resources = (COMMON / "res", *(REBUILT / name / "res" for name in build.resources))
        sample = Sample(
            f"rebuilt/{build.target}.apk",
            manifest,
            resources,
            (classes,),
            "test-only-android-release",
            (2, 3),
        )
        linked = link_resources(sample, newer_attributes(work), work)
        packed, aligned = work / "packed.apk", work / "aligned.apk"
        pack(linked, assemble(sample, work), build, packed)
        run(("zipalign", "-f", "-p", "4", packed, aligned))
        sign(sample, aligned, out / sample.target)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / "rebuilt").mkdir(parents=True, exist_ok=True)
    for each in BUILDS:
        make(each, place)
    (place / "rebuilt/mapping.txt").write_text(mapping(), encoding="utf-8")
