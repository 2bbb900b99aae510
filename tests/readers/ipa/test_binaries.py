"""Mach-O files: flags, damage in every form, and what is linked or named but not there."""

import struct
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.model.outcome import Cause
from appsec.readers.archive import Archive
from appsec.readers.ipa import macho
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.macho_header import read_header
from tests.command import SAMPLES
from tests.ipa_builder import (
    APP,
    ARM64,
    ARMV7,
    DYLIB,
    HELPER,
    NO_HEAP_EXECUTION,
    NORMAL,
    PIE,
    SHARE,
    STACK_EXECUTION,
    Signing,
    Thin,
    app_files,
    fat,
    info,
    zipped,
)
from tests.readers.ipa.lief_header import read_by_lief
from tests.readers.ipa.opening import LOST, app_of, gaps

MAIN = f"{APP}/Demo"
GOOD = Thin().build()
JAVA = b"\xca\xfe\xba\xbe\0\0\0\x34\1\0\x0a\0"
I386 = struct.pack("<7I", 0xFEEDFACE, 7, 3, 2, 1, 24, NORMAL) + struct.pack("<2I16x", 0x1B, 24)


def with_main(data: bytes) -> dict[str, bytes]:
    """An unsealed app of one executable."""
    return {f"{APP}/Info.plist": info("Demo"), MAIN: data}


def scanned(*datas: bytes) -> list[macho.MachO]:
    """What becomes of some files, in order."""
    names = [f"{APP}/{number:03}" for number in range(len(datas))]
    archive = Archive.from_bytes(zipped(dict(zip(names, datas, strict=True))))
    files = macho.Scan(Contents(archive, APP)).files
    return [files[name] for name in names]


def members(path: Path) -> list[tuple[str, bytes]]:
    """The Mach-O files of an IPA, thin ones."""
    with zipfile.ZipFile(path) as archive:
        found = [(name, archive.read(name)) for name in archive.namelist()]
    return [(name, data) for name, data in found if data[:4] == b"\xcf\xfa\xed\xfe"]


def problems(*datas: bytes) -> list[str]:
    return [one.problem.key if one.problem else "" for one in scanned(*datas)]


def test_flags_of_each_slice() -> None:
    thins = [
        Thin(flags=NORMAL | PIE),
        Thin(flags=NORMAL | STACK_EXECUTION),
        Thin(cryptid=1),
        Thin(signing=None),
        Thin(weak=("/usr/lib/libnew.dylib",)),
        Thin(cpu=(ARM64[0], 0x80000002)),
    ]
    (first, *rest) = scanned(*(thin.build() for thin in thins))
    one = first.parts[0].slice
    assert (one.architecture, one.file_type, one.min_os) == ("arm64", "execute", "15.0")
    assert (one.pie, one.stack_executable, one.heap_executable) == (True, False, False)
    assert (one.encrypted, one.signed) == (False, True)
    stack, encrypted, unsigned, weak, arm64e = (file.parts[0].slice for file in rest)
    assert (stack.pie, stack.stack_executable) == (False, True)
    assert encrypted.encrypted
    assert not unsigned.signed
    assert weak.libraries == ("/usr/lib/libSystem.B.dylib", "/usr/lib/libnew.dylib")
    assert arm64e.architecture == "arm64e"


def test_only_an_intel_heap_can_be_executable() -> None:
    flags = NORMAL | NO_HEAP_EXECUTION
    guarded = I386[:24] + struct.pack("<I", flags) + I386[28:]
    shown = [one.parts[0].slice for one in scanned(GOOD, I386, guarded)]
    assert [(one.architecture, one.heap_executable) for one in shown] == [
        ("arm64", False),
        ("i386", True),
        ("i386", False),
    ]


def test_a_universal_file() -> None:
    (file,) = scanned(fat((ARM64, GOOD), ((ARM64[0], 2), Thin(cpu=(ARM64[0], 2)).build())))
    assert [part.slice.architecture for part in file.parts] == ["arm64", "arm64e"]
    assert file.problem is None


def _patched(at: int, value: int, data: bytes = GOOD) -> bytes:
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


# Load commands of GOOD: two segments of 72 bytes from 32, build version at 176, encryption at
# 200, one library of 56 at 224, signature at 280.
UNIVERSAL = fat((ARM64, GOOD), (ARMV7, GOOD))
DAMAGE = {
    "header cut": (GOOD[:20], "malformed-macho"),
    "commands cut": (GOOD[:100], "malformed-macho"),
    "content cut": (GOOD[:0x1000], "truncated-binary"),
    "signature cut": (GOOD[:-1], "truncated-binary"),
    "fewer commands": (_patched(16, 3), "malformed-macho"),
    "more commands": (_patched(16, 99), "malformed-macho"),
    "no commands": (_patched(16, 0), "malformed-macho"),
    "size of commands": (_patched(20, 8), "malformed-macho"),
    "empty command": (_patched(36, 0), "malformed-macho"),
    "huge command": (_patched(36, 0xFFFFFFFF), "malformed-macho"),
    "unknown processor": (_patched(4, 0x1234), "malformed-macho"),
    "unknown file type": (_patched(12, 0x77), "malformed-macho"),
    "segment beyond the end": (_patched(32 + 72 + 48, 0x7FFFFFFF), "truncated-binary"),
    "encryption beyond the end": (_patched(200 + 8, 0xFFFFFFF0), "truncated-binary"),
    "signature beyond the end": (_patched(280 + 8, 0xFFFFFFF0), "truncated-binary"),
    "library name outside": (_patched(224 + 8, 0xFFFF), "malformed-macho"),
    "library name is no text": (
        Thin(libraries=("@rpath/XXXX",)).build().replace(b"XXXX", b"\xff\xfe\xfd\xfc"),
        "malformed-macho",
    ),
    "a slice lost": (UNIVERSAL.replace(GOOD[:4], b"\0" * 4, 1), "malformed-macho"),
    "no slices": (UNIVERSAL[:4] + bytes(4) + UNIVERSAL[8:], "malformed-macho"),
    "more slices": (UNIVERSAL[:4] + b"\0\0\0\3" + UNIVERSAL[8:], "malformed-macho"),
    "universal cut": (UNIVERSAL[:-10], "truncated-binary"),
    "too many slices": (
        struct.pack(">2I", 0xCAFEBABE, 60) + UNIVERSAL[8:].ljust(2000, b"\0"),
        "malformed-macho",
    ),
    "the other byte order": (b"\xbe\xba\xfe\xca" + UNIVERSAL[4:], "malformed-macho"),
    "64-bit universal": (b"\xca\xfe\xba\xbf" + UNIVERSAL[4:], "malformed-macho"),
    "a header beyond the end": (UNIVERSAL[:16], "malformed-macho"),
}


def test_damage_is_told() -> None:
    found = problems(*(data for data, _ in DAMAGE.values()))
    assert dict(zip(DAMAGE, found, strict=True)) == {name: key for name, (_, key) in DAMAGE.items()}


def test_damage_costs_that_file_alone() -> None:
    app = app_of(app_files() | {f"{HELPER}/Helper": GOOD[:0x1000]})
    values = {"file": f"{HELPER}/Helper"}
    assert gaps(app, "binaries") == [(LOST, "truncated-binary", values)]
    assert [binary.path for binary in app.binaries] == [MAIN, f"{HELPER}/Helper", f"{SHARE}/Share"]
    assert gaps(app, "entitlements") == []


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_mutated_headers_end_as_documented(data: st.DataObject) -> None:
    mutated = []
    for _ in range(10):
        copy = bytearray(GOOD)
        for _ in range(data.draw(st.integers(1, 3))):
            copy[data.draw(st.integers(4, 300))] = data.draw(st.integers(0, 255))
        mutated.append(bytes(copy))
    assert set(problems(*mutated)) <= {"", "malformed-macho", "truncated-binary"}


EXECUTABLES = [
    pytest.param(data, id=f"{path.parent.name}/{path.stem}:{name.rpartition('/')[2]}")
    for path in sorted(SAMPLES.glob("ios/**/*.ipa"))
    for name, data in members(path)
]


@pytest.mark.parametrize("data", EXECUTABLES)
def test_lief_reads_the_same_header(data: bytes) -> None:
    ours = asdict(read_header(memoryview(data)))
    ours["signatures"] = [list(one.values()) for one in ours["signatures"]]
    assert ours == read_by_lief(data)


def test_lief_reads_the_same_of_what_the_builder_varies() -> None:
    for data in (
        Thin(flags=NORMAL | PIE).build(),
        Thin(flags=NORMAL | STACK_EXECUTION).build(),
        Thin(cryptid=1, weak=("/usr/lib/libnew.dylib",)).build(),
        Thin(cpu=(ARM64[0], 0x80000002), signing=None).build(),
        I386,
    ):
        ours = asdict(read_header(memoryview(data)))
        ours["signatures"] = [list(one.values()) for one in ours["signatures"]]
        assert ours == read_by_lief(data)


def unsealed() -> dict[str, bytes]:
    return {n: d for n, d in app_files().items() if "_CodeSignature" not in n}


def test_an_executable_that_is_not_there() -> None:
    files = unsealed()
    del files[f"{SHARE}/Share"]
    missing = (LOST, "executable-missing", {"file": f"{SHARE}/Share"})
    app = app_of(files)
    assert gaps(app, "binaries") == [missing]
    assert gaps(app, "entitlements") == [missing]


def test_an_executable_that_is_no_macho() -> None:
    app = app_of(unsealed() | {MAIN: b"\0" * 100, f"{APP}/Frameworks/libX.DYLIB": b"encrypted"})
    main = (LOST, "not-macho", {"file": MAIN})
    assert gaps(app, "binaries") == [
        main,
        (LOST, "not-macho", {"file": f"{APP}/Frameworks/libX.DYLIB"}),
    ]
    assert gaps(app, "entitlements") == [main]


def test_a_bundle_that_names_no_executable() -> None:
    app = app_of(
        unsealed()
        | {
            f"{SHARE}/Info.plist": info("Share", CFBundleExecutable=None),
            f"{HELPER}/Info.plist": info("Helper", CFBundleExecutable=None),
        }
    )
    unnamed = (LOST, "executable-unnamed", {"file": f"{SHARE}/Info.plist"})
    assert gaps(app, "binaries") == [unnamed]
    assert gaps(app, "entitlements") == [unnamed]


def test_a_linked_framework_that_is_not_there() -> None:
    files = {n: d for n, d in unsealed().items() if not n.startswith(HELPER)}
    values = {"file": MAIN, "library": "@rpath/Helper.framework/Helper"}
    assert gaps(app_of(files), "binaries") == [(LOST, "linked-file-missing", values)]


def test_what_may_be_linked_without_being_there() -> None:
    thin = Thin(
        libraries=(
            "/usr/lib/libSystem.B.dylib",
            "@rpath/libswiftCore.dylib",
            "@executable_path/../../Frameworks/libPart.dylib",
        ),
        weak=("@rpath/New.framework/New",),
    )
    part = Thin(file_type=DYLIB).build()
    app = app_of(with_main(thin.build()) | {f"{APP}/Frameworks/libPart.dylib": part})
    assert gaps(app, "binaries") == []


def test_macho_is_found_by_content() -> None:
    app = app_of(
        app_files()
        | {f"{APP}/assets/logo.bin": GOOD}
        | {f"{APP}/A.class": JAVA, f"{APP}/cut.class": JAVA[:8]}
    )
    assert gaps(app, "binaries") == []
    assert [(b.path, b.bundle, b.main) for b in app.binaries] == [
        (MAIN, APP, True),
        (f"{HELPER}/Helper", HELPER, False),
        (f"{SHARE}/Share", SHARE, True),
        (f"{APP}/assets/logo.bin", APP, False),
    ]


def test_libraries_anywhere_are_found() -> None:
    library = Thin(file_type=DYLIB).build()
    places = ["Stuff/libX.dylib", "Stuff/Y.framework/Y", "Plugin.bundle/Plugin", "www/data.js", "x"]
    app = app_of(app_files() | {f"{APP}/{place}": library for place in places})
    assert {f"{APP}/{place}" for place in places} <= {binary.path for binary in app.binaries}
    assert gaps(app, "binaries") == []


def test_a_universal_file_of_many_slices_is_no_java_class() -> None:
    """A kernel takes more slices than we do, and more than the oldest version of Java."""
    many = struct.pack(">2I", 0xCAFEBABE, 60) + struct.pack(">5I", *ARM64, 0x1000, 9, 12) * 60
    named, other = f"{APP}/a.class", f"{APP}/b"
    odd = many[:10] + b"\x0a" + many[11:]
    app = app_of(app_files() | {named: many + GOOD, other: odd + GOOD})
    lost = [(LOST, "malformed-macho", {"file": file}) for file in (named, other)]
    assert gaps(app, "binaries") == lost
    assert gaps(app, "bundles") == lost


def test_code_of_encrypted_slices() -> None:
    app = app_of(with_main(fat((ARM64, GOOD), (ARM64, Thin(cryptid=1, signing=Signing()).build()))))
    assert app.code == ()
    assert gaps(app, "code") == [(Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": MAIN})]


def test_an_entry_that_cannot_be_read_may_be_anything() -> None:
    data = bytearray(zipped(app_files()))
    entry = data.rindex(f"{SHARE}/Share".encode())
    data[entry - 46 + 8] |= 1  # the flag of encryption, in the central directory alone
    values = {"file": f"{SHARE}/Share", "why": "encrypted"}
    app = app_of(bytes(data))
    assert gaps(app, "binaries") == [(LOST, "entry-refused", values)]
    assert gaps(app, "entitlements") == [(LOST, "entry-refused", values)]
