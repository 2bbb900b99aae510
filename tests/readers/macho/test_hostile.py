"""Damage in every form: an image never raises, never hangs, and tells nothing after it gave up."""

import random
from time import process_time

import pytest

from appsec.assess.words import load
from appsec.readers.macho.slice_image import SliceImage, read_image
from tests.readers.macho.images import library

VARIANTS = ("opcodes", "chained", "small")
MUTATIONS = 5000
STEP = 64
SECONDS = 1.0
"""For one slice of 70 KB, which takes some 2 ms."""
KEYS = {
    "malformed-macho",
    "macho-architecture-unread",
    "macho-exports-unread",
    "macho-fixups-unread",
    "macho-functions-unread",
    "macho-objc-unread",
    "macho-sections-overlap",
    "macho-stubs-unread",
    "macho-swift-unread",
    "macho-symbols-unread",
}
"""All that an image may say of itself."""
STRANGE = (-8, 0, 4, 0x4001, 1 << 52, 1 << 61, 1 << 63, (1 << 64) - 1)


def test_what_is_lost_has_words() -> None:
    assert load("gaps").keys() >= KEYS


def use(image: SliceImage) -> None:
    """Ask for everything that a walker of code might."""
    assert set(image.lost) <= KEYS
    assert all(len(words) for _, words in image.text)
    for start in image.functions.tolist():
        image.names.get(start)
    for place in (*STRANGE, *range(0x4200, 0x4300, 12), *range(0x8000, 0xC800, 120)):
        image.pointer(place)
        image.constant(place)
        image.stub(place)
        image.swift_text(place)
        image.read(place, 16)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_slice_cut_anywhere(name: str) -> None:
    whole = library(name)
    for size in range(0, len(whole), STEP):
        start = process_time()
        image = read_image(memoryview(whole[:size]))
        use(image)
        assert process_time() - start < SECONDS
        # The last segment ends with the file.
        assert image.lost == ("malformed-macho",)


@pytest.mark.parametrize("name", VARIANTS)
def test_mutations(name: str) -> None:
    whole = library(name)
    places = [at for at, byte in enumerate(whole) if byte]
    chance = random.Random(name)
    intact = 0
    for _ in range(MUTATIONS // len(VARIANTS) + 1):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            at, size = chance.choice(places), chance.choice((1, 2, 4, 8))
            value = chance.choice((0, 1, chance.getrandbits(64), (1 << 64) - 1, 1 << 31))
            content[at : at + size] = value.to_bytes(8, "little")[:size]
        start = process_time()
        image = read_image(memoryview(bytes(content)))
        use(image)
        assert process_time() - start < SECONDS
        intact += not image.lost
    # Most bytes are names and code, where damage shows nowhere; but not all are.
    assert MUTATIONS // 30 < intact < MUTATIONS // 3
