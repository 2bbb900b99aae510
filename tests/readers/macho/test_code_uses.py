"""Which functions may name an address, by instructions that are written by hand."""

import numpy as np
import pytest

from appsec.readers.macho.arm64 import kinds_of
from appsec.readers.macho.arm64_refs import references
from appsec.readers.macho.code_uses import SectionUses, naming

BASE = 0x10000
WANTED = 0x13008
NOP, RET = 0xD503201F, 0xD65F03C0
MOVE_9_TO_8 = 0xAA0903E8
PAIR_8 = 0xA94027E8  # ldp x8, x9, [sp]
EXCLUSIVE_8 = 0xC85F7C08  # ldxr x8, [x0]


def adrp(register: int, page: int) -> int:
    """ADRP from the first page to one so many pages behind it."""
    return 0x90000000 | (page & 3) << 29 | (page >> 2) << 5 | register


def load(base: int, offset: int) -> int:
    """LDR of 64 bits."""
    return 0xF9400000 | (offset // 8) << 10 | base << 5


def compare(distance: int) -> int:
    """CBZ, so many instructions further."""
    return 0xB4000000 | distance << 5


HERE, OTHER, READ = adrp(8, 3), adrp(8, 4), load(8, 8)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ([HERE, READ, RET], True),
        ([HERE, *[NOP] * 40, READ, RET], True),
        ([OTHER, READ, RET], False),
        # The page is there, but what is read is in another, or on the stack.
        ([HERE, NOP, OTHER, READ, RET], False),
        ([HERE, load(31, 8), load(29, 8), RET], False),
        # From elsewhere another page may come: by a jump, in another register, from memory.
        ([HERE, compare(2), OTHER, READ, RET], True),
        ([adrp(9, 3), OTHER, MOVE_9_TO_8, READ, RET], True),
        ([HERE, OTHER, PAIR_8, READ, RET], True),
        ([HERE, OTHER, EXCLUSIVE_8, READ, RET], True),
        ([HERE, OTHER, RET, READ, RET], True),
    ],
)
def test_who_may_name(code: list[int], found: bool) -> None:
    words = np.array([*code, *[NOP] * 12, READ, RET], np.uint32)
    kinds = kinds_of(words)
    starts = np.array([BASE, BASE + 4 * len(code)], np.int64)
    uses = SectionUses(BASE, words, kinds, references(BASE, words, kinds), starts)
    assert naming([uses], WANTED) == ([BASE] if found else [])
