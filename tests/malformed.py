"""DEX files with damage that a seed repeats, and what the tool makes of the app around one."""

import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from struct import calcsize, pack_into, unpack_from
from typing import TypeAlias

from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.model.check import Check
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from appsec.readers.dex.file import read_dex
from appsec.readers.dex.members import read_methods
from tests.apks import Silent, pack_zip
from tests.command import SAMPLES

CODE = "classes.dex"
APPS = sorted([*SAMPLES.glob("android/code/*/weak.apk"), SAMPLES / "android/values/values.apk"])
_EDGES = (0, 1, 2, 0x70, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_SIZES, _MAP_OFFSET = range(0x20, 0x70, 4), 0x34
_MAP_ITEM = 12

Change: TypeAlias = Callable[[bytearray, Random], None]


@cache
def parts(app: Path) -> Mapping[str, bytes]:
    """What is in an APK."""
    with zipfile.ZipFile(app) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def apk_of(app: Path, code: bytes) -> bytes:
    """The APK with other code. Its signature no longer fits, which no check of code looks at."""
    return pack_zip({**parts(app), CODE: code})


def malformed(seed: int) -> tuple[Path, bytes]:
    """One of the samples of code, and its code with one to four pieces of damage.

    Every other one is damaged within its instructions only: what is wrong with a table most often
    ends the reading at once.
    """
    chance = Random(seed)
    app = chance.choice(APPS)
    data = bytearray(parts(app)[CODE])
    deep = chance.random() < 0.5
    for _ in range(chance.randint(1, 4)):
        if deep:
            _instruction(data, chance, *chance.choice(methods(app)))
        else:
            chance.choice(_CHANGES)(data, chance)
    return app, bytes(data)


@cache
def methods(app: Path) -> tuple[tuple[int, int], ...]:
    """Where the instructions of each method begin and end."""
    (dex,) = read_dex(parts(app)[CODE])
    found = read_methods(dex)
    places = zip(found.first.tolist(), found.end.tolist(), strict=True)
    return tuple((2 * first, 2 * end) for first, end in places)


def _instruction(data: bytearray, chance: Random, first: int, end: int) -> None:
    """Another opcode, register, index or distance; or what stands before: registers and tries."""
    at = chance.randrange(first - 16, end)
    if chance.random() < 0.5:
        data[at] = chance.randrange(256)
    else:
        pack_into("<H", data, at // 2 * 2, chance.choice((*_EDGES[:10], chance.randrange(1 << 16))))


def _bytes(data: bytearray, chance: Random) -> None:
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.choice((*_EDGES[:7], chance.randrange(256)))


def _number(data: bytearray, chance: Random) -> None:
    """A field of two or four bytes anywhere gets a value at the edge of what it may have."""
    kind = chance.choice(("<H", "<I"))
    size = calcsize(kind)
    at = chance.randrange(len(data) - size) // size * size
    value = chance.choice((*_EDGES, len(data), len(data) - 1, chance.randrange(len(data))))
    pack_into(kind, data, at, value % (1 << 8 * size))


def _header(data: bytearray, chance: Random) -> None:
    """A table's size or place."""
    at = chance.choice(_SIZES)
    (old,) = unpack_from("<I", data, at)
    value = chance.choice((*_EDGES, old + 1, old * 2, old + 4, max(old - 1, 0), len(data)))
    pack_into("<I", data, at, value % (1 << 32))


def _table(data: bytearray, chance: Random) -> None:
    """A number in one of the tables after the header, where indexes and places are."""
    (end,) = unpack_from("<I", data, _MAP_OFFSET)
    limit = max(min(end, len(data)) - 4, 0x74)
    at = chance.randrange(0x70, limit) // 2 * 2
    pack_into("<H", data, min(at, len(data) - 2), chance.choice((*_EDGES[:10], at % 0xFFFF)))


def _moved(data: bytearray, chance: Random) -> None:
    """A piece of the file comes to stand somewhere else as well."""
    size = chance.randint(1, 64)
    there, here = (chance.randrange(max(len(data) - size, 1)) for _ in range(2))
    data[here : here + size] = data[there : there + size]


def _shifted(data: bytearray, chance: Random) -> None:
    """Bytes too many or too few, so that all places behind them are wrong."""
    at, size = chance.randrange(len(data)), chance.randint(1, 16)
    if chance.random() < 0.5:
        del data[at : at + size]
    else:
        data[at:at] = chance.randbytes(size)
    _filled(data)


def _cut(data: bytearray, chance: Random) -> None:
    del data[chance.randrange(1, len(data)) :]
    _filled(data)


def _filled(data: bytearray) -> None:
    """Damage that follows needs a header to stand in."""
    data.extend(bytes(max(0x78 - len(data), 0)))


_CHANGES: tuple[Change, ...] = (_bytes, _number, _header, _table, _moved, _shifted, _cut)


@cache
def code_checks() -> tuple[Check, ...]:
    """Every check that asks for code."""
    every = load_checks("android").values()
    return tuple(one for one in every if one.about.watches or one.about.watches_own)


def crashes(app: Path, code: bytes) -> list[str]:
    """What went wrong inside this process when every check of code looked at it."""
    opened = open_apk(Archive.from_bytes(apk_of(app, code)), Silent(), {})
    checks = code_checks()
    given = opened.app
    given.watched = frozenset(api for one in checks for api in one.about.watches)
    given.watched_in_own = frozenset(api for one in checks for api in one.about.watches_own)
    try:
        outcomes = [run(check, given) for check in checks]
    finally:
        opened.close()
    return [f"{one.check}: {one.crash}" for one in outcomes if one.crash]
