"""How binaries were built: compared with LLVM's reading, and damage in every form."""

import shutil
import struct
import subprocess
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.ios_binary import SliceBuild, Symbols
from appsec.readers.ipa.anatomy import entropy, read_anatomy
from appsec.readers.ipa.bindings import read_bindings
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Span, read_commands
from appsec.readers.ipa.symbol_table import read_symbols
from tests.ipa_builder import APP, Thin, app_files
from tests.readers.ipa.opening import LOST, app_of, gaps

SAMPLES = Path(__file__).parents[3] / "samples/ios"
LLVM = pytest.mark.skipif(not shutil.which("llvm-nm"), reason="llvm-nm is not installed")


def sample(name: str) -> bytes:
    """The executable of a sample."""
    with zipfile.ZipFile(SAMPLES / f"{name}.ipa") as archive:
        return archive.read("Payload/Locker.app/Locker")


def built(name: str) -> SliceBuild:
    (one,) = app_of((SAMPLES / f"{name}.ipa").read_bytes()).builds
    return one


def test_the_weak_build() -> None:
    one = built("binary/weak")
    assert (one.fixups, one.rpaths) == ("opcodes", ("/Users/builder/Locker/Frameworks",))
    assert one.symbols == Symbols(exported=6, local=42, undefined=16, debugging=63)
    assert one.imports_any("_OBJC_CLASS_$_UIWebView")
    assert not one.imports_any("___stack_chk_fail", "_objc_release")
    assert (one.has_objective_c, one.has_swift) == (True, False)


def test_the_fixed_build() -> None:
    one = built("binary/fixed")
    assert (one.fixups, one.rpaths) == ("chained", ("@executable_path/Frameworks",))
    assert (one.symbols.local, one.symbols.debugging) == (0, 0)
    assert one.imports_any("___stack_chk_fail")
    assert any(name.startswith("_objc_release") for name in one.imports)
    assert one.selectors is not None
    assert {"viewDidLoad", "setTitle:", "makeKeyAndVisible"} <= one.selectors


def test_what_is_for_the_simulator() -> None:
    assert [built(f"binary/{name}").simulator for name in ("fixed", "weak-simulator")] == [
        False,
        True,
    ]
    intel = Thin(cpu=(0x01000007, 3)).build()
    builds = app_of(app_files() | {f"{APP}/Demo": intel}).builds
    assert [(one.architecture, one.simulator) for one in builds if one.binary == f"{APP}/Demo"] == [
        ("x86_64", True)
    ]


@LLVM
@pytest.mark.parametrize("name", ["binary/weak", "binary/fixed"])
def test_symbols_are_as_llvm_reads_them(name: str, tmp_path: Path) -> None:
    file = tmp_path / "binary"
    file.write_bytes(sample(name))
    command = ["llvm-nm", "--debug-syms", "--format=posix", str(file)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kinds = [line.rsplit(" ", 3)[1] for line in shown.splitlines()]
    names = {line.rsplit(" ", 3)[0] for line in shown.splitlines() if line.split()[-3] == "U"}
    one = built(name)
    assert one.imports == names
    assert one.symbols == Symbols(
        exported=sum(kind.isupper() and kind != "U" for kind in kinds),
        local=sum(kind.islower() for kind in kinds),
        undefined=kinds.count("U"),
        debugging=kinds.count("-"),
    )


@LLVM
@pytest.mark.parametrize("name", ["binary/weak", "binary/fixed"])
def test_sections_are_as_llvm_reads_them(name: str, tmp_path: Path) -> None:
    file = tmp_path / "binary"
    file.write_bytes(sample(name))
    command = ["llvm-objdump", "--section-headers", str(file)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in shown.splitlines()]
    sizes = [(row[1], int(row[2], 16)) for row in rows if row and row[0].isdigit()]
    assert [(one.name, one.size) for one in built(name).sections] == sizes


@pytest.mark.parametrize("name", ["binary/weak", "binary/fixed"])
def test_imports_without_a_symbol_table(name: str) -> None:
    """dyld needs no symbol table: what is bound is told by the fixups alone."""
    data = memoryview(sample(name))
    commands = read_commands(data)
    _, undefined = read_symbols(data, commands)
    how, bound = read_bindings(data, commands)
    assert how == ("chained" if name.endswith("fixed") else "opcodes")
    # Lazy stubs of the old linker need this one, and bind it like any other.
    assert bound ^ undefined <= {"dyld_stub_binder", "__mh_execute_header"}


def chained(form: int, *, packed: bool = False, names: bytes = b"\0_one\0_two\0") -> memoryview:
    """Chained fixups that import _one and _two."""
    starts = names.index(b"_one"), names.index(b"_two")
    if form == 3:
        table = b"".join(struct.pack("<2Q", start << 32, 0) for start in starts)
    else:
        extra = b"\0\0\0\0" if form == 2 else b""
        table = b"".join(struct.pack("<I", start << 9 | 1) + extra for start in starts)
    text = zlib.compress(names) if packed else names
    head = struct.pack("<7I", 0, 28, 28, 28 + len(table), 2, form, int(packed))
    return memoryview(head + table + text)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("form", [1, 2, 3])
def test_every_form_of_chained_imports(form: int, packed: bool) -> None:
    data = chained(form, packed=packed)
    commands = Commands(is_64=True, chained=Span(0, len(data)))
    assert read_bindings(data, commands) == ("chained", {"_one", "_two"})


@pytest.mark.parametrize(
    "data",
    [
        chained(1)[:20],
        chained(1)[:30],
        chained(1, names=b"\0_one\0_two"),
        memoryview(b"\1" + bytes(chained(1)[1:])),
        memoryview(bytes(chained(1)[:20]) + b"\4" + bytes(chained(1)[21:])),
        memoryview(bytes(chained(1)[:24]) + b"\2" + bytes(chained(1)[25:])),
        memoryview(bytes(chained(1)[:24]) + b"\1" + bytes(chained(1)[25:])),
    ],
    ids=["head", "table", "name", "version", "form", "compression", "not packed"],
)
def test_chained_imports_that_do_not_hold_together(data: memoryview) -> None:
    with pytest.raises(MalformedMachO):
        read_bindings(data, Commands(is_64=True, chained=Span(0, len(data))))


@pytest.mark.parametrize(
    ("stream", "names"),
    [
        (b"\x11\x40_one\0\x51\x72\x80\x01\x90\0", {"_one"}),
        (b"\x40_one\0\x90\0\0\x40_two\0\x90\0", {"_one", "_two"}),
        (b"\x20\x80\x01\x40_one\0\x60\x01\xa0\x02\xb0\xc0\x01\x02", {"_one"}),
        (b"\xd0\x05\x40_one\0\xd1", {"_one"}),
    ],
    ids=["plain", "lazy", "numbers", "threaded"],
)
def test_opcodes(stream: bytes, names: set[str]) -> None:
    commands = Commands(is_64=True, binds=[Span(0, len(stream))])
    assert read_bindings(memoryview(stream), commands) == ("opcodes", names)


@pytest.mark.parametrize("stream", [b"\x40_one", b"\x70\x80", b"\xe0", b"\x40\0", b"\x20"])
def test_opcodes_that_do_not_hold_together(stream: bytes) -> None:
    with pytest.raises(MalformedMachO):
        read_bindings(memoryview(stream), Commands(is_64=True, binds=[Span(0, len(stream))]))


def test_a_stab_is_no_import() -> None:
    """An entry of a source file has the type bits of an undefined symbol."""
    entries = [(1, 0x64, 0), (6, 0x01, 0), (6, 0x0F, 1), (6, 0x0E, 1), (6, 0x3C, 0), (6, 0x1F, 1)]
    table = b"".join(struct.pack("<IBBHQ", name, kind, s, 0, 0) for name, kind, s in entries)
    data = memoryview(table + b"\0a.m\0\0_x\0")
    commands = Commands(is_64=True, symbols=(Span(0, 6), Span(len(table), 9)))
    assert read_symbols(data, commands) == (Symbols(1, 2, 1, 1), {"_x"})


def test_entropy() -> None:
    assert entropy(memoryview(bytes(2048))) == 0.0
    assert entropy(memoryview(bytes(range(256)) * 8)) == 8.0
    assert entropy(memoryview(bytes(range(256)) * 8000)) == 8.0


def test_encrypted_code_tells_no_entropy_and_no_selectors() -> None:
    data = bytearray(sample("binary/fixed"))
    at = data.index(struct.pack("<2I", 0x2C, 24))
    struct.pack_into("<3I", data, at + 8, 0x4000, 0x4000, 1)
    plain = read_anatomy(memoryview(sample("binary/fixed")))
    found = read_anatomy(memoryview(data))
    assert found.selectors is None
    assert found.imports == plain.imports
    told = {one.name for one in found.sections if one.entropy is not None}
    assert "__text" in {one.name for one in plain.sections if one.entropy is not None}
    assert "__text" not in told


WEAK, FIXED = sample("binary/weak"), sample("binary/fixed")


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_mutated_file_is_read_or_malformed(data: st.DataObject) -> None:
    mutated = bytearray(data.draw(st.sampled_from([WEAK, FIXED])))
    head = st.integers(0, 3000)
    linkedit = st.integers(len(mutated) - 24_000, len(mutated) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        mutated[data.draw(head | linkedit)] = data.draw(st.integers(0, 255))
    with suppress(MalformedMachO, struct.error):
        read_anatomy(memoryview(mutated))


@pytest.mark.parametrize("cut", [0, 3, 27, 40, 500, 2000, 30_000, 60_000])
def test_a_file_that_is_cut_short_is_malformed(cut: int) -> None:
    for whole in (WEAK, FIXED):
        with pytest.raises((MalformedMachO, struct.error)):
            read_anatomy(memoryview(whole)[:cut])


def test_a_header_that_is_sound_with_tables_that_are_not_is_a_gap() -> None:
    """A symbol table that lies outside the file."""
    thin = bytearray(Thin().build())
    ncmds, size = struct.unpack_from("<2I", thin, 16)
    struct.pack_into("<6I", thin, 32 + size, 0x2, 24, 0x100000, 9, 0x200000, 9)
    struct.pack_into("<2I", thin, 16, ncmds + 1, size + 24)
    app = app_of(app_files() | {f"{APP}/Demo": bytes(thin)})
    assert (LOST, "malformed-macho", {"file": f"{APP}/Demo"}) in gaps(app, "builds")
    assert [one.binary.rpartition("/")[2] for one in app.builds] == ["Helper", "Share"]
