"""Build the Android samples from their source."""

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from samples.packing import KEYS, SAMPLES, Entry, run, write_zip

ANDROID = SAMPLES / "android"
COMMON = ANDROID / "common"
PACKAGE = ANDROID / "package"
SCREENS = ANDROID / "screens"
FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")
MIN_SDK = "24"


@dataclass(frozen=True, slots=True)
class Sample:
    """One APK: its folders of source, and how it is signed. `files` is a folder of files that go
    into it as they are."""

    target: str
    manifest: Path
    resources: tuple[Path, ...]
    smali: tuple[Path, ...]
    key: str
    schemes: tuple[int, ...]
    files: Path | None = None


SAMPLE_APKS = (
    Sample(
        target="package/weak.apk",
        manifest=PACKAGE / "weak/AndroidManifest.xml",
        resources=(COMMON / "res", PACKAGE / "weak/res"),
        smali=(COMMON / "smali", PACKAGE / "common/smali", PACKAGE / "weak/smali"),
        key="test-only-android-debug",
        schemes=(1, 2),
    ),
    Sample(
        target="package/fixed.apk",
        manifest=PACKAGE / "fixed/AndroidManifest.xml",
        resources=(COMMON / "res", PACKAGE / "fixed/res"),
        smali=(COMMON / "smali", PACKAGE / "common/smali"),
        key="test-only-android-release",
        schemes=(2, 3),
    ),
    Sample(
        target="offline/offline.apk",
        manifest=ANDROID / "offline/AndroidManifest.xml",
        resources=(COMMON / "res", PACKAGE / "fixed/res"),
        smali=(COMMON / "smali",),
        key="test-only-android-release",
        schemes=(2, 3),
    ),
    *(
        Sample(
            target=f"screens/{twin}.apk",
            manifest=SCREENS / twin / "AndroidManifest.xml",
            resources=(SCREENS / "common/res", SCREENS / twin / "res"),
            smali=(SCREENS / "common/smali", SCREENS / twin / "smali"),
            key="test-only-android-release",
            schemes=(2, 3),
        )
        for twin in ("weak", "fixed")
    ),
)


def newer_attributes(work: Path) -> Path:
    """A second framework, for attributes that Debian's (API 29) does not know yet."""
    compiled, framework = work / "framework.zip", work / "framework.apk"
    run(("aapt2", "compile", "--dir", ANDROID / "framework/res", "-o", compiled))
    manifest = ANDROID / "framework/AndroidManifest.xml"
    run(("aapt2", "link", "--manifest", manifest, "-o", framework, compiled))
    return framework


def link_resources(sample: Sample, framework: Path, work: Path, *options: str | Path) -> Path:
    """An APK with the compiled manifest and resources, and nothing else."""
    compiled = [work / f"resources{number}.zip" for number in range(len(sample.resources))]
    for folder, archive in zip(sample.resources, compiled, strict=True):
        # The table of a bundle names its sources: by paths that are the same on every machine.
        run(("aapt2", "compile", "--dir", folder.relative_to(Path.cwd()), "-o", archive))
    linked = work / "linked.apk"
    run(
        ("aapt2", "link", "-I", FRAMEWORK, "-I", framework, *options),
        ("--compile-sdk-version-code", "34", "--compile-sdk-version-name", "14"),
        ("--manifest", sample.manifest, "-o", linked, *compiled),
    )
    return linked


def assemble(sample: Sample, work: Path) -> bytes:
    """classes.dex. One job, because smali's threads make the order of strings vary."""
    dex = work / "classes.dex"
    run(("smali", "assemble", "-j", "1", "--api", MIN_SDK, "-o", dex, *sample.smali))
    return dex.read_bytes()


def pack(linked: Path, dex: bytes, target: Path, files: Path | None = None) -> None:
    """Join manifest, resources, code and other files; what aapt2 stored stays stored, as Android
    demands."""
    others = sorted(path for path in files.rglob("*") if path.is_file()) if files else []
    entries = [
        *read_zip(linked),
        Entry("classes.dex", dex),
        *(Entry(str(path.relative_to(files)), path.read_bytes()) for path in others if files),
    ]
    write_zip(target, sorted(entries, key=lambda e: (e.name != "AndroidManifest.xml", e.name)))


def read_zip(path: Path) -> list[Entry]:
    """Its entries, in order."""
    with zipfile.ZipFile(path) as archive:
        return [
            Entry(info.filename, archive.read(info), info.compress_type == zipfile.ZIP_STORED)
            for info in archive.infolist()
        ]


def sign(sample: Sample, packed: Path, target: Path) -> None:
    """Align, and sign with exactly the schemes that the sample names."""
    aligned = packed.with_suffix(".aligned")
    run(("zipalign", "-f", "-p", "4", packed, aligned))
    run(
        ("apksigner", "sign", "--v1-signer-name", "CERT"),
        ("--key", KEYS / f"{sample.key}.pk8", "--cert", KEYS / f"{sample.key}.crt"),
        tuple(f"--v{n}-signing-enabled={str(n in sample.schemes).lower()}" for n in range(1, 5)),
        ("--in", aligned, "--out", target),
    )


def build(sample: Sample, out: Path) -> None:
    """Write one sample below `out`."""
    target = out / sample.target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        linked = link_resources(sample, newer_attributes(work), work)
        packed = work / "packed.apk"
        pack(linked, assemble(sample, work), packed, sample.files)
        sign(sample, packed, target)
