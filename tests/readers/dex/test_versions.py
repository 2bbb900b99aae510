"""DEX 035 to 041, and several files in one, against what the script put in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from appsec.facts.values import Constant
from appsec.readers.dex.dex_file import dex_file
from appsec.readers.dex.file import BadDex, read_dex
from appsec.readers.dex.program import read_program
from tests.dex_builder import container, dex

OWNER, TEXT = "tw/example/A", "包裹 \U0001f4e6 parcel"


def told(data: bytes) -> list[tuple[str, str, object]]:
    """Class, called method and argument of each call."""
    program = read_program(dex_file("classes.dex", one) for one in read_dex(data))
    return [
        (file.method(row).owner, call.reference.api, call.arguments[0])
        for file in program.files
        for row in range(len(file.methods))
        for call in file.walk(row).calls
    ]


def call(owner: str, text: str) -> tuple[str, str, object]:
    return f"L{owner};", f"{owner.replace('/', '.')}.take", Constant(text)


@pytest.mark.parametrize("version", ["035", "036", "037", "038", "039", "040"])
def test_each_version(version: str) -> None:
    assert told(dex(OWNER, TEXT, version)) == [call(OWNER, TEXT)]


def test_a_container_of_one_and_of_three() -> None:
    files = [(OWNER, TEXT), ("tw/example/B", "b"), ("tw/example/C", "c")]
    assert told(container(files[0])) == [call(*files[0])]
    assert told(container(*files)) == [call(*one) for one in files]


def test_the_builder_writes_what_dexdump_accepts(tmp_path: Path) -> None:
    if not shutil.which("dexdump"):
        pytest.skip("dexdump is not installed (Debian package of that name)")
    (tmp_path / "a.dex").write_bytes(dex(OWNER, "x"))
    ran = subprocess.run(
        ["dexdump", "-i", "-d", tmp_path / "a.dex"], capture_output=True, text=True, check=False
    )
    assert "invoke-static {v0}, Ltw/example/A;.take:(Ljava/lang/String;)V" in ran.stdout


@pytest.mark.parametrize("version", ["034", "042", "999"])
def test_a_version_that_is_not_known_is_refused(version: str) -> None:
    with pytest.raises(BadDex, match="unknown version"):
        list(read_dex(dex(OWNER, TEXT, version)))


@pytest.mark.parametrize("at", [0x70, 0x74, 0x20])
def test_a_container_that_does_not_add_up_is_refused(at: int) -> None:
    data = bytearray(container((OWNER, TEXT), ("tw/example/B", "b")))
    data[at] ^= 1
    with pytest.raises(BadDex):
        list(read_dex(bytes(data)))


def test_a_class_that_is_there_twice_is_the_first() -> None:
    files = [
        dex_file(f"{n}.dex", one) for n, t in enumerate("ab") for one in read_dex(dex(OWNER, t))
    ]
    assert read_program(files).classes[f"L{OWNER};"].file is files[0]
