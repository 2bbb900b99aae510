"""Our reader counts the calls that `dexdump -d` and androguard's instruction walk count."""

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from appsec.readers.dex import opcodes
from appsec.readers.dex.file import read_dex
from appsec.readers.dex.members import read_methods
from appsec.readers.dex.sweep import sweep
from appsec.readers.dex.walk import walk
from tests.command import SAMPLES

APKS = sorted((SAMPLES / "android").glob("**/*.apk"))
INVOKE = re.compile(
    r"\|[0-9a-f]{4}: invoke-(?:virtual|super|direct|static|interface)(?:/range)? "
    r"\{.*?\}, (\S+?):?(?=\()"
)
"""A line of dexdump: the address, the instruction, its registers, then class and method."""


def dex_of(apk: Path) -> bytes:
    with zipfile.ZipFile(apk) as archive:
        return archive.read("classes.dex") if "classes.dex" in archive.namelist() else b""


def swept(data: bytes) -> Counter[str]:
    """By the sweep over all methods at once."""
    found: Counter[str] = Counter()
    for dex in read_dex(data):
        for index in sweep(dex, read_methods(dex)).of(opcodes.INVOKES, opcodes.INVOKES_RANGE).index:
            method = dex.method(int(index))
            found[f"{method.owner}.{method.name}"] += 1
    return found


def walked(data: bytes) -> Counter[str]:
    """By following the registers, method by method."""
    found: Counter[str] = Counter()
    for dex in read_dex(data):
        methods = read_methods(dex)
        for row in range(len(methods)):
            for call in walk(dex, methods, row).calls:
                method = dex.method(call.method)
                found[f"{method.owner}.{method.name}"] += 1
    return found


@pytest.mark.parametrize("apk", APKS, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_both_ways_of_reading_agree_with_dexdump(apk: Path, tmp_path: Path) -> None:
    program = shutil.which("dexdump")
    if not program:
        pytest.skip("dexdump is not installed (Debian package of that name)")
    data = dex_of(apk)
    (tmp_path / "classes.dex").write_bytes(data)
    dumped = subprocess.run(
        [program, "-d", tmp_path / "classes.dex"], capture_output=True, check=True
    )
    expected = Counter(INVOKE.findall(dumped.stdout.decode("utf-8", "replace")))
    assert expected
    assert swept(data) == expected
    assert walked(data) == expected


@pytest.mark.parametrize("apk", APKS[:4], ids=lambda path: str(path.relative_to(SAMPLES)))
def test_they_agree_with_androguard(apk: Path) -> None:
    from androguard.core.dex import DEX
    from loguru import logger

    logger.disable("androguard")
    expected: Counter[str] = Counter()
    parsed = DEX(dex_of(apk))
    for method in parsed.get_encoded_methods():
        for one in method.get_instructions():
            if one.get_name().startswith("invoke-"):
                owner, rest = one.get_output().rpartition(", ")[2].split("->")
                expected[f"{owner}.{rest.partition('(')[0]}"] += 1
    assert swept(dex_of(apk)) == expected
