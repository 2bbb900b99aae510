"""The arm64 slices of the samples, and what LLVM says of them."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "samples/ios"
LLVM = pytest.mark.skipif(not shutil.which("llvm-objdump"), reason="LLVM is not installed")
_MAGIC = b"\xcf\xfa\xed\xfe"
OBJECT_WITHOUT_CODE = 10
"""The file type of what a dSYM holds."""


def library(name: str) -> bytes:
    """One of the three builds of the library whose metadata is known: see image/Vault.m."""
    return (SAMPLES / f"image/{name}.dylib").read_bytes()


@cache
def slices() -> dict[str, bytes]:
    """Every slice in the samples that differs from the others, by where it is."""
    found: dict[bytes, str] = {}
    for name, content in _files():
        if content.startswith(_MAGIC) and content[12] != OBJECT_WITHOUT_CODE:
            found.setdefault(content, name)
    return {name: content for content, name in found.items()}


def _files() -> Iterator[tuple[str, bytes]]:
    for path in sorted(SAMPLES.rglob("*")):
        name = path.relative_to(SAMPLES).as_posix()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from (
                    (f"{name}!{inner}", archive.read(inner)) for inner in archive.namelist()
                )
        elif path.is_file():
            yield name, path.read_bytes()


def objdump(content: bytes, folder: Path, *options: str) -> str:
    """What llvm-objdump prints of a slice."""
    path = folder / "slice"
    path.write_bytes(content)
    command = ["llvm-objdump", "--macho", *options, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
