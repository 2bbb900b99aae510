"""Build the twins of one topic each: network rules, sharing, packed files, native code,
secrets, components."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from samples.android.build import (
    ANDROID,
    COMMON,
    PACKAGE,
    Sample,
    assemble,
    link_resources,
    newer_attributes,
    read_zip,
    sign,
)
from samples.packing import KEYS, Entry, run, write_zip
from samples.planted import files

TOPICS = ("network", "sharing", "content", "native", "secrets", "components")
TWINS = ("weak", "fixed")
NATIVE = ANDROID / "native"
CLANG = Path("/usr/lib/llvm-14/bin/clang")
TARGET = {"arm64-v8a": "aarch64-linux-android21", "x86_64": "x86_64-linux-android21"}

SHARED = (
    "-nostdlib",
    "-fuse-ld=lld",
    "-fPIC",
    "-shared",
    "-O1",
    "-fno-builtin",
    "-Wl,--build-id=none",
)
HARDENED = (
    "-DFORTIFIED",
    "-fstack-protector-all",
    "-Wl,-z,relro,-z,now,-z,noexecstack,-z,max-page-size=16384,-s",
)
BARE = (
    "-fno-stack-protector",
    "-Wl,-z,norelro,-z,execstack,-z,max-page-size=4096",
    "-Wl,--disable-new-dtags,-rpath,/data/local/tmp",
)


def build_library(name: str, abi: str, flags: tuple[str, ...], work: Path) -> Entry:
    """The library of our own source, linked against a stand-in for the device's C library."""
    libc, target = work / f"{abi}-libc.so", work / f"{abi}-{name}"
    clang = (CLANG, f"--target={TARGET[abi]}", *SHARED)
    run(clang, ("-Wl,-soname,libc.so", "-o", libc, NATIVE / "src/libc.c"))
    run(clang, flags, (f"-Wl,-soname,{name}", "-o", target, NATIVE / "src/locker.c", libc))
    return Entry(f"lib/{abi}/{name}", target.read_bytes())


def native(twin: str, work: Path) -> Iterator[Entry]:
    """Weak: no protections, and a library that one ABI lacks."""
    flags = BARE if twin == "weak" else HARDENED
    for abi in TARGET:
        yield build_library("liblocker.so", abi, flags, work)
    if twin == "weak":
        yield build_library("libextra.so", "arm64-v8a", HARDENED, work)


def content(twin: str, work: Path) -> Iterator[Entry]:
    """Weak: a private key, a library named as a packer's, code. Fixed: a certificate."""
    key = "test-only-android-old"
    if twin == "weak":
        pem = work / "server.pem"
        run(
            ("openssl", "pkcs8", "-topk8", "-nocrypt", "-inform", "DER"),
            ("-in", KEYS / f"{key}.pk8", "-out", pem),
        )
        yield Entry("assets/server.pem", pem.read_bytes())
        yield build_library("libjiagu.so", "arm64-v8a", HARDENED, work)
        yield Entry("assets/plugin.bin", assemble(sample_of("content", twin), work))
    else:
        yield Entry("assets/server.crt", (KEYS / f"{key}.crt").read_bytes())


def components(twin: str) -> Iterator[Entry]:
    """Files in which build tools tell of components. Weak: a tracker, and a script of nobody's."""
    if twin == "weak":
        told = b"version=18.4.3\nclient=firebase-crashlytics\n"
        yield Entry("firebase-crashlytics.properties", told)
        yield Entry("assets/www/page.js", b"document.title = 'parcel';\n")
    else:
        yield Entry("META-INF/androidx.core_core.version", b"1.12.0\n")
        yield Entry("assets/www/jquery.js", b"/*! jQuery v3.7.1 */\n")


def more(topic: str, twin: str, work: Path) -> Iterator[Entry]:
    """The files that neither aapt2 nor smali makes."""
    if topic == "native":
        yield from native(twin, work)
    if topic == "content":
        yield from content(twin, work)
    if topic == "secrets":
        for name, data in files(twin).items():
            yield Entry(f"assets/{name}", data)
    if topic == "components":
        yield from components(twin)


def sample_of(topic: str, twin: str) -> Sample:
    """The twin's own folders, and those that it shares; the backup rules are the package twin's."""
    folder = ANDROID / topic
    resources = (
        COMMON / "res",
        PACKAGE / "fixed/res",
        folder / "common/res",
        folder / twin / "res",
    )
    smali = (COMMON / "smali", folder / "common/smali", folder / twin / "smali")
    return Sample(
        target=f"{topic}/{twin}.apk",
        manifest=folder / twin / "AndroidManifest.xml",
        resources=tuple(path for path in resources if path.is_dir()),
        smali=tuple(path for path in smali if path.is_dir()),
        key="test-only-android-release",
        schemes=(2, 3),
    )


def build(topic: str, twin: str, out: Path) -> None:
    """Write one twin below `out`."""
    sample = sample_of(topic, twin)
    target = out / sample.target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        linked = link_resources(sample, newer_attributes(work), work)
        entries = [*read_zip(linked), Entry("classes.dex", assemble(sample, work))]
        entries += more(topic, twin, work)
        packed = work / "packed.apk"
        write_zip(packed, sorted(entries, key=lambda e: (e.name != "AndroidManifest.xml", e.name)))
        sign(sample, packed, target)


if __name__ == "__main__":
    for topic in TOPICS:
        for twin in TWINS:
            build(topic, twin, Path(sys.argv[1]))
