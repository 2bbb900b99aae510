"""Damage to a DEX file is told, never a crash, and costs little."""

import random
import zipfile

import pytest

from appsec.readers.dex.dex_file import dex_file
from appsec.readers.dex.file import BadDex, read_dex
from appsec.readers.dex.program import Place, read_program
from appsec.readers.dex.reach import links_of
from tests.command import SAMPLES

with zipfile.ZipFile(SAMPLES / "android/values/values.apk") as archive:
    GOOD = archive.read("classes.dex")
ROUNDS = 2000


def read_all(data: bytes) -> int:
    """Everything that a check could ask for; how many methods could be read."""
    try:
        program = read_program(dex_file("classes.dex", dex) for dex in read_dex(data))
    except BadDex:
        return 0
    links_of(program).reached_from(program.classes)
    read = 0
    for file in program.files:
        for row in range(len(file.methods)):
            try:
                Place(file, row).file.walk(row)
                read += 1
            except BadDex:
                continue
    return read


def test_the_good_file_is_read_whole() -> None:
    assert read_all(GOOD) == 22


@pytest.mark.parametrize("seed", range(4))
def test_changed_bytes(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(ROUNDS // 4):
        data = bytearray(GOOD)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.choice(
                (0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256))
            )
        assert 0 <= read_all(bytes(data)) <= 200


@pytest.mark.parametrize("size", range(0, len(GOOD), 97))
def test_cut_off(size: int) -> None:
    assert read_all(GOOD[:size]) == 0
