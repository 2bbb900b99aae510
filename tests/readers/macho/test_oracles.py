"""Every arm64 slice of the samples, compared with what LLVM and LIEF read."""

import re
from pathlib import Path

import lief
import pytest

from appsec.readers.ipa.load_commands import read_commands
from appsec.readers.macho.chained import read_chained
from appsec.readers.macho.functions import read_starts
from appsec.readers.macho.image import ImageAddress, Import
from appsec.readers.macho.memory import BESIDE, BIND, Memory
from appsec.readers.macho.opcodes import read_binds, read_rebases, spans_of
from appsec.readers.macho.slice_image import read_image
from tests.readers.macho.images import LLVM, objdump, slices

ROW = re.compile(r"^\S+ +\S+ +0x([0-9A-F]+) +(.*)$", re.MULTILINE)
STUB = re.compile(r"^0x([0-9a-f]+) +\d+ (\S+)$", re.MULTILINE)
METHOD = re.compile(r"name 0x[0-9a-f]+ (.*)\n\t\t +types 0x[0-9a-f]+ (.*)\n\t\t +imp (\S.*)")
CLASS = re.compile(r"\n {21}name 0x[0-9a-f]+ (.*)\n")


@pytest.fixture(params=sorted(slices()))
def content(request: pytest.FixtureRequest) -> bytes:
    return slices()[request.param]


def test_the_samples_are_many() -> None:
    assert len(slices()) >= 20
    names = {name for name, one in slices().items() if read_image(memoryview(one)).lost}
    assert names == set()


@LLVM
def test_what_opcodes_fix(content: bytes, tmp_path: Path) -> None:
    data = memoryview(content)
    commands = read_commands(data)
    if commands.rebase is None:
        pytest.skip("this slice has chains")
    rebased = set(read_rebases(commands.rebase.of(data), commands.segments).tolist())
    assert rebased == {
        int(row[1], 16) for row in ROW.finditer(objdump(content, tmp_path, "--rebase"))
    }
    for span, option in zip(spans_of(commands), ("bind", "weak-bind", "lazy-bind"), strict=True):
        found = read_binds(span.of(data), commands.segments, lazy=option == "lazy-bind")
        names = {at: name for at, (name, _, _) in zip(found.places, found.names, strict=True)}
        rows = ROW.finditer(objdump(content, tmp_path, f"--{option}"))
        told = {int(row[1], 16): row[2].removesuffix(" (weak_import)").split()[-1] for row in rows}
        assert names == told


def test_what_chains_fix(content: bytes, tmp_path: Path) -> None:
    data = memoryview(content)
    commands = read_commands(data)
    if commands.chained is None:
        pytest.skip("this slice has opcodes")
    base = Memory(data, commands, plain=False).base
    found = read_chained(data, commands, commands.chained, base)
    names = [one.name for one in found.imports]
    values = zip(found.addresses.tolist(), found.values.tolist(), strict=True)
    ours = {at: names[one % BESIDE] if one & BIND else one for at, one in values}
    parsed = lief.MachO.parse(list(content))
    assert parsed is not None
    theirs = parsed.at(0)
    assert theirs is not None
    told: dict[int, object] = {one.address: one.symbol.name for one in theirs.bindings}
    told |= {one.address: one.target for one in theirs.relocations}
    assert ours == told


@LLVM
def test_function_starts_and_exports(content: bytes, tmp_path: Path) -> None:
    data = memoryview(content)
    commands = read_commands(data)
    base = Memory(data, commands, plain=False).base
    lines = objdump(content, tmp_path, "--function-starts").splitlines()
    told = [int(line, 16) for line in lines if re.fullmatch("[0-9a-f]{16}", line)]
    assert read_starts(data, commands, base).tolist() == told
    lines = objdump(content, tmp_path, "--exports-trie").splitlines()
    rows = [line.split() for line in lines if line.startswith("0x")]
    exports = {row[1].removeprefix("_") for row in rows}
    assert not exports or read_image(data).exports == exports


@LLVM
def test_stubs(content: bytes, tmp_path: Path) -> None:
    image = read_image(memoryview(content))
    if not image.text:
        pytest.skip("this slice is encrypted")
    told = objdump(content, tmp_path, "--indirect-symbols").partition("(__TEXT,__stubs)")[2]
    told = told.partition("Indirect symbols")[0]
    for address, name in STUB.findall(told):
        stub = image.stub(int(address, 16))
        if isinstance(stub, ImageAddress):
            stub = Import(image.names[stub.address])
        assert isinstance(stub, Import)
        assert f"_{stub.name}" == name


SWIFT = re.compile(r"\A_TtC\d+[A-Za-z]+\d+")
"""The beginning of the mangled name of a class: of which module it is."""


@LLVM
def test_classes_and_methods(content: bytes, tmp_path: Path) -> None:
    image = read_image(memoryview(content))
    if not image.text or read_commands(memoryview(content)).chained:
        pytest.skip("LLVM 14 does not follow chains")
    told = objdump(content, tmp_path, "--objc-meta-data")
    methods = {(one.selector, one.types) for kind in image.classes for one in kind.methods}
    # Without an implementation it is a protocol's.
    assert methods == {(m[1], m[2]) for m in METHOD.finditer(told) if m[3].strip() != "0x0"}
    named = {name.partition(" ")[0] for name in CLASS.findall(told)}
    own = {kind.name for kind in image.classes if not any(one.category for one in kind.methods)}
    assert {SWIFT.sub("", name) for name in named} == {name.rpartition(".")[2] for name in own}
