"""Native libraries as LIEF and readelf see them, and what a crash or damage costs."""

import os
import random
import re
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from struct import pack_into, unpack_from
from typing import IO, Any

import pytest

from appsec.engine.child import Emit
from appsec.facts.native import NativeLibrary, Relro
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk import elf, elf_child, native_libraries
from appsec.readers.apk.elf import parse_elfs
from tests.apks import app, manifest
from tests.axml_builder import el
from tests.command import ROOT, SAMPLES

EMPTY = manifest(el("application"))
ABIS = ("arm64-v8a", "x86_64")


def library(twin: str, abi: str = "arm64-v8a", name: str = "liblocker.so") -> bytes:
    with zipfile.ZipFile(SAMPLES / f"android/native/{twin}.apk") as archive:
        return archive.read(f"lib/{abi}/{name}")


WEAK, FIXED = library("weak"), library("fixed")


def gap(key: str, file: str, **more: str) -> Gap:
    return Gap("native_libraries", Cause.LOST, key, {"file": file, **more})


@pytest.fixture(autouse=True)
def children_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_a_library_without_and_one_with_protections() -> None:
    found = app(EMPTY, {"lib/arm64-v8a/libweak.so": WEAK, "lib/arm64-v8a/libfixed.so": FIXED})
    exports = ("parcel_code", "parcel_length", "parcel_states")
    assert found.native_libraries == (
        NativeLibrary(
            name="libweak.so",
            abi="arm64-v8a",
            architecture="arm64",
            at=Location("lib/arm64-v8a/libweak.so"),
            stack_executable=True,
            relro=Relro.NONE,
            stripped=False,
            page_size=4096,
            soname="liblocker.so",
            run_paths=("/data/local/tmp",),
            libraries=("libc.so",),
            imports=("memcpy", "strlen"),
            exports=exports,
        ),
        NativeLibrary(
            name="libfixed.so",
            abi="arm64-v8a",
            architecture="arm64",
            at=Location("lib/arm64-v8a/libfixed.so"),
            page_size=16384,
            soname="liblocker.so",
            libraries=("libc.so",),
            imports=("__memcpy_chk", "__stack_chk_fail", "strlen"),
            exports=exports,
        ),
    )
    texts = ["sent-back", "waiting-in-locker", "handed-out"]  # as the linker laid them out
    assert [list(one.texts) for one in found.native_strings] == [texts, texts]
    assert found.gaps_of("native_libraries") == found.gaps_of("native_strings") == ()


def test_they_are_found_wherever_they_lie_and_what_must_be_one_is_missed() -> None:
    found = app(
        EMPTY,
        {
            "assets/tool": FIXED,
            "assets/notes.so": b"text",
            "lib/arm64-v8a/wrap.sh": b"#!",
            "lib/arm64-v8a/libpacked.so": b"junk",
            "res/raw/elf": FIXED,
            "res/drawable/icon.png": FIXED,
            "META-INF/data.bin": FIXED,
            "classes9.dex": FIXED,
        },
    )
    assert [(one.name, one.abi) for one in found.native_libraries] == [
        ("tool", ""),
        ("elf", ""),
        ("icon.png", ""),
        ("data.bin", ""),
        ("classes9.dex", ""),
    ]
    assert found.gaps_of("native_libraries") == (gap("not-elf", "lib/arm64-v8a/libpacked.so"),)
    assert [one.at.file for one in found.native_strings] == [
        "assets/tool",
        "res/raw/elf",
        "res/drawable/icon.png",
        "META-INF/data.bin",
        "classes9.dex",
    ]
    assert [g.key for g in found.gaps_of("native_strings")] == ["not-elf"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (WEAK[:20], "malformed-elf"),
        (WEAK[:300], "malformed-elf"),
        (WEAK[:-100], "malformed-elf"),
        (b"\x7fELF" + bytes(200), "malformed-elf"),
        (WEAK[:16] + b"\x01\x00" + WEAK[18:], "malformed-elf"),  # an object file
        (WEAK[:18] + b"\xff\xff" + WEAK[20:], "malformed-elf"),  # no machine
    ],
)
def test_a_damaged_library_is_lost_and_no_other(data: bytes, key: str) -> None:
    found = app(EMPTY, {"lib/arm64-v8a/liba.so": data, "lib/arm64-v8a/libb.so": FIXED})
    assert [one.name for one in found.native_libraries] == ["libb.so"]
    assert found.gaps_of("native_libraries") == (gap(key, "lib/arm64-v8a/liba.so"),)


def test_one_without_section_headers_is_whole() -> None:
    """Android loads a library by its segments; its table of sections may be gone."""
    bare = bytearray(WEAK)
    bare[0x28:0x30] = bytes(8)  # where the table of sections starts
    bare[0x3C:0x40] = bytes(4)  # how many there are, and which holds their names
    found = app(EMPTY, {"lib/arm64-v8a/liba.so": bytes(bare)})
    (whole,) = found.native_libraries
    assert (whole.stripped, whole.imports) == (True, ("memcpy", "strlen"))
    assert "sent-back" in found.native_strings[0].texts
    assert found.gaps_of("native_libraries") == ()


def test_one_whose_segment_lies_beyond_its_end_is_cut_short() -> None:
    """It is told of what is there all the same."""
    cut = bytearray(WEAK)
    (start,) = unpack_from("<Q", cut, 0x20)
    kinds = [unpack_from("<I", cut, start + 56 * n)[0] for n in range(cut[0x38])]
    at = start + 56 * kinds.index(0x6474E550)  # PT_GNU_EH_FRAME
    pack_into("<Q", cut, at + 32, 1 << 20)
    found = app(EMPTY, {"lib/arm64-v8a/liba.so": bytes(cut)})
    assert [one.name for one in found.native_libraries] == ["liba.so"]
    assert found.gaps_of("native_libraries") == (gap("truncated-binary", "lib/arm64-v8a/liba.so"),)


def test_only_so_many_texts_are_kept_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_libraries, "MAX_TEXTS", 4)
    found = app(EMPTY, {"lib/arm64-v8a/liba.so": WEAK, "lib/x86/libb.so": FIXED})
    assert [len(one.texts) for one in found.native_strings] == [3, 1]
    assert [g.key for g in found.gaps_of("native_strings")] == ["too-many-texts"]
    assert found.native_libraries
    assert found.gaps_of("native_libraries") == ()


def dies_of_some(request: dict[str, Any], payload: IO[bytes], emit: Emit) -> None:
    """As the real one, but killed by a file that ends in a bang."""
    for number, size in enumerate(request["sizes"]):
        data = payload.read(size)
        emit({"begin": number})
        if data.endswith(b"!"):
            os.kill(os.getpid(), signal.SIGSEGV)
        emit({"end": number, "elf": elf_child._elf(data)})


def test_a_crash_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elf, "_CHILD", f"{__name__}:dies_of_some")
    files = {"a": FIXED, "b": WEAK + b"!", "c": FIXED}
    found = app(EMPTY, {f"lib/arm64-v8a/lib{name}.so": data for name, data in files.items()})
    assert [one.name for one in found.native_libraries] == ["liba.so", "libc.so"]
    lost = gap("elf-crashed", "lib/arm64-v8a/libb.so", how="SIGSEGV")
    assert found.gaps_of("native_libraries") == (lost,)


def test_after_a_few_crashes_the_rest_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elf, "_CHILD", f"{__name__}:dies_of_some")
    told = parse_elfs([FIXED] + [WEAK + b"!"] * (elf.MAX_DEATHS + 2))
    assert told[0].plain is not None
    assert [one.problem for one in told[1:]] == ["elf-crashed"] * (elf.MAX_DEATHS + 2)


def raves(request: dict[str, Any], payload: IO[bytes], emit: Emit) -> None:
    """Taken over, as it were: writes what nobody asked for."""
    emit({"end": 0, "elf": {"architecture": 1}})
    emit({"end": 5, "elf": None})
    emit("x")


def test_what_a_child_says_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elf, "_CHILD", f"{__name__}:raves")
    told = parse_elfs([WEAK, WEAK])
    assert [one.problem for one in told] == ["malformed-elf", "elf-crashed"]


def test_any_change_of_bytes_ends_in_facts_or_in_a_gap() -> None:
    """A fixed seed: a case that fails once fails again."""
    chance = random.Random(20251101)
    batch = []
    for number in range(300):
        data = bytearray(WEAK if number % 2 else FIXED)
        for _ in range(chance.randint(1, 6)):
            # Headers and tables more often than code.
            end = chance.choice((64, 600, len(data)))
            width = chance.choice((1, 2, 4, 8))
            at = chance.randrange(end)
            data[at : at + width] = bytes([chance.choice((0, 1, 0x7F, 0x80, 0xFF))] * width)
        batch.append(bytes(data[: chance.choice((len(data), len(data), 500))]))
    told = parse_elfs(batch)
    assert len(told) == len(batch)
    assert all(bool(one.plain) != bool(one.problem) for one in told)
    assert sum(bool(one.plain) for one in told) > 30


def oracle(path: Path) -> dict[str, Any]:
    """What readelf tells of a file."""

    def shown(*options: str) -> str:
        tool = shutil.which("llvm-readelf") or shutil.which("readelf")
        assert tool
        command = [tool, "-W", *options, path]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    segments, dynamic, sections = shown("-l"), shown("-d"), shown("-S")
    loads = re.findall(r"^\s+LOAD\s+(?:0x\w+\s+){5}([RWE ]{3})\s+0x(\w+)", segments, re.M)
    stack = re.search(r"GNU_STACK\s+(?:0x\w+\s+){5}([RWE ]{3})", segments)
    row = r"^ +\d+: +\w+ +\w+ +\w+ +(\w+) +(\w+) +(\w+) +([^\s@]+)"
    symbols = re.findall(row, shown("--dyn-syms"), re.M)
    shown_out = [
        s for s in symbols if s[0] in ("GLOBAL", "WEAK") and s[1] in ("DEFAULT", "PROTECTED")
    ]
    now = re.search(r"BIND_NOW|\bNOW\b", dynamic)
    return {
        "stack_executable": stack is None or "E" in stack[1],
        "writable_code": any("W" in flags and "E" in flags for flags, _ in loads),
        "relro": ("full" if now else "partial") if "GNU_RELRO" in segments else "none",
        "text_relocations": "TEXTREL" in dynamic,
        "page_size": min(int(align, 16) for _, align in loads),
        "stripped": not re.search(r"\bSYMTAB\b|\.debug_", sections),
        "run_paths": re.findall(r"(?:rpath|runpath): \[([^\]]*)\]", dynamic),
        "libraries": re.findall(r"\(NEEDED\)\s+Shared library: \[([^\]]*)\]", dynamic),
        "imports": sorted({name for *_, index, name in symbols if index == "UND"}),
        "exports": sorted({name for *_, index, name in shown_out if index != "UND"}),
    }


def elf_files(folder: Path) -> Iterator[Path]:
    """The samples' libraries, and a few of this machine's, which other tools made."""
    for twin in ("weak", "fixed"):
        for abi in ABIS:
            path = folder / f"{twin}-{abi}.so"
            path.write_bytes(library(twin, abi))
            yield path
    for name in ("libc.so.6", "libm.so.6", "libz.so.1", "libstdc++.so.6"):
        yield from sorted(Path("/usr/lib").glob(f"*-linux-gnu/{name}"))


@pytest.mark.skipif(
    not (shutil.which("llvm-readelf") or shutil.which("readelf")),
    reason="readelf is not installed, so there is nothing to compare with",
)
def test_readelf_agrees(tmp_path: Path) -> None:
    paths = list(elf_files(tmp_path))
    for path, told in zip(paths, parse_elfs([p.read_bytes() for p in paths]), strict=True):
        expected = oracle(path)
        assert told.plain, (path, told)
        found = {name: told.plain[name] for name in expected}
        assert found == expected, path
