"""What inflates entries takes and refuses exactly what Python's own zlib does, byte by byte."""

import random
import zlib
from types import ModuleType

import pytest
from zlib_ng import zlib_ng

from appsec.readers import archive

TEXT = b"".join(b"line %d of what an app holds\n" % n for n in range(400))
ZEROS = bytes(3 << 20)


def deflated(content: bytes, level: int, strategy: int) -> bytes:
    engine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
    return engine.compress(content) + engine.flush()


WHOLE = [
    deflated(content, level, strategy)
    for content in (b"", b"a", TEXT, random.Random(1).randbytes(3000))
    for level in (0, 1, 6, 9)
    for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY, zlib.Z_FIXED)
]


def told(module: ModuleType, stream: bytes, most: int) -> object:
    """All that an engine says: what comes out piece by piece, what is left, and whether it ends."""
    engine, feed = module.decompressobj(-zlib.MAX_WBITS), stream
    seen: list[object] = []
    try:
        for _ in range(5):
            piece = engine.decompress(feed, most)
            feed = engine.unconsumed_tail
            seen.append((piece, feed, engine.eof, engine.unused_data))
    except module.error:
        seen.append("refused")
    return seen


def spoilt(stream: bytes, chance: random.Random) -> bytes:
    """Cut, lengthened, or with some bits turned: most in the tables of codes at the beginning."""
    kind = chance.randrange(5)
    if kind == 0:
        return stream[: chance.randrange(len(stream) + 1)]
    if kind == 1:
        return stream + chance.randbytes(chance.randrange(1, 20))
    if kind == 2:
        return chance.randbytes(chance.randrange(1, 60))
    spoilt = bytearray(stream)
    for _ in range(chance.randrange(1, 4)):
        spoilt[chance.randrange(len(spoilt) if kind == 3 else min(40, len(spoilt)))] ^= (
            1 << chance.randrange(8)
        )
    return bytes(spoilt)


def test_entries_are_inflated_with_the_package() -> None:
    assert vars(archive)["zlib"] is zlib_ng


@pytest.mark.parametrize("most", [1, 64, 1 << 20])
@pytest.mark.parametrize("number", range(len(WHOLE)))
def test_whole_streams(number: int, most: int) -> None:
    assert told(zlib_ng, WHOLE[number], most) == told(zlib, WHOLE[number], most)


@pytest.mark.parametrize("seed", range(20))
def test_spoilt_streams(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        stream = spoilt(chance.choice(WHOLE), chance)
        most = chance.choice((1, 64, 1000, 1 << 20))
        assert told(zlib_ng, stream, most) == told(zlib, stream, most), stream.hex()


def test_a_bomb_gives_no_more_than_is_asked_for() -> None:
    bomb = deflated(ZEROS, 9, zlib.Z_DEFAULT_STRATEGY)
    for most in (1, 1000, 64 << 10):
        assert told(zlib_ng, bomb, most) == told(zlib, bomb, most)
    assert zlib_ng.crc32(TEXT, 5) == zlib.crc32(TEXT, 5)
