"""Decoding by masks, compared with capstone: on words of chance, and on the samples."""

import numpy as np
import pytest

from appsec.readers.macho.arm64 import (
    Kind,
    add_immediate,
    adr_offset,
    jump,
    kinds_of,
    logic_immediate,
)
from appsec.readers.macho.arm64_access import pair_access, signed_offset, unsigned_offset
from appsec.readers.macho.slice_image import read_image
from tests.readers.macho.images import slices

capstone = pytest.importorskip("capstone")

FLAGS = {"nzcv", "fpcr", "ffr", "vg", "zt0", "fpmr"}
COMPARING = {"cmp", "cmn", "tst", "ccmp", "ccmn"}
"""Capstone takes the first operand of some of these for one that is written."""
BASE = 0x1000000
PACKED = "binary/weak.ipa!Payload/Locker.app/Locker"
"""It has a section of noise where instructions should be."""
TOP = (1 << 64) - 1


@pytest.fixture(scope="module")
def disassembler():
    found = capstone.Cs(capstone.CS_ARCH_ARM64, capstone.CS_MODE_ARM)
    found.detail = True
    return found


def disassembled(disassembler, words):
    """Each word that is an instruction, with its kind."""
    kinds = kinds_of(words)
    for word, kind in zip(words.tolist(), kinds.tolist(), strict=True):
        one = next(disassembler.disasm(word.to_bytes(4, "little"), BASE), None)
        if one is not None:
            yield word, Kind(kind), one


def written(one):
    """The general registers that an instruction writes, by their 64-bit names."""
    names = {one.reg_name(number) for number in one.regs_access()[1]} - FLAGS - {"wzr", "xzr"}
    same = {"fp": "x29", "lr": "x30", "wsp": "sp"}
    wide = {same.get(name, f"x{name[1:]}" if name[0] == "w" else name) for name in names}
    return {name for name in wide if name == "sp" or name[0] == "x"}


def random_words(count, seed, fixed=0, mask=0):
    words = np.random.default_rng(seed).integers(0, 1 << 32, count, dtype=np.uint64)
    return ((words & np.uint64(~mask & 0xFFFFFFFF)) | np.uint64(fixed)).astype(np.uint32)


def test_what_is_not_followed_writes_no_more_than_is_forgotten(disassembler):
    seen = 0
    for word, kind, one in disassembled(disassembler, random_words(60_000, 1)):
        named = {f"x{word >> shift & 31}" for shift in (0, 5, 10, 16)}
        allowed = {
            Kind.NOTHING: set(),
            Kind.WRITES: {f"x{word & 31}"},
            Kind.MEMORY: named | {f"x{(word & 31) + 1}", f"x{(word >> 16 & 31) + 1}", "sp"},
        }.get(kind)
        authenticates = word & 0xFFFF0000 == 0xDAC10000
        if allowed is None or one.mnemonic in COMPARING or authenticates:
            continue
        seen += 1
        assert written(one) <= allowed, f"{word:#x} {one.mnemonic} {one.op_str}"
    assert seen > 4_000


def test_masks_of_logic(disassembler):
    seen = 0
    words = random_words(20_000, 2, 0x12000000, 0x1F800000)
    for word, kind, one in disassembled(disassembler, words):
        assert kind == Kind.LOGIC_IMMEDIATE
        constants = [operand.imm for operand in one.operands if operand.type == 2]
        top = TOP if word >> 31 else 0xFFFFFFFF
        if constants:
            seen += 1
            assert logic_immediate(word) == constants[-1] & top
    assert seen > 10_000


@pytest.mark.parametrize(
    ("fixed", "mask", "kind"),
    [
        (0x14000000, 0xFC000000, Kind.BRANCH),
        (0x94000000, 0xFC000000, Kind.CALL),
        (0x54000000, 0xFF000010, Kind.CONDITIONAL),
        (0x34000000, 0x7E000000, Kind.COMPARE),
        (0x36000000, 0x7E000000, Kind.TEST),
    ],
)
def test_where_jumps_go(disassembler, fixed, mask, kind):
    words = random_words(2_000, 3, fixed, mask)
    for word, found, one in disassembled(disassembler, words):
        assert found == kind
        assert (BASE + jump(word, kind)) & TOP == one.operands[-1].imm & TOP


def test_addresses_and_sums(disassembler):
    for word, kind, one in disassembled(
        disassembler, random_words(2_000, 4, 0x10000000, 0x1F000000)
    ):
        page = BASE if kind == Kind.ADR else BASE & ~0xFFF
        scale = 1 if kind == Kind.ADR else 0x1000
        assert (page + adr_offset(word) * scale) & TOP == one.operands[1].imm & TOP
    for word, kind, one in disassembled(
        disassembler, random_words(2_000, 5, 0x11000000, 0x3F800000)
    ):
        assert kind == Kind.ADD_IMMEDIATE
        if one.mnemonic in ("add", "sub"):
            value = one.operands[2].imm << one.operands[2].shift.value
            assert add_immediate(word) == (value if one.mnemonic == "add" else -value)


READERS = {
    Kind.PAIR: pair_access,
    Kind.UNSIGNED: unsigned_offset,
    Kind.UNSCALED: signed_offset,
}


@pytest.mark.parametrize(
    ("fixed", "mask"),
    [(0x28000000, 0x3A000000), (0x39000000, 0x3B000000), (0x38000000, 0x3B200000)],
)
def test_loads_and_stores(disassembler, fixed, mask):
    seen = 0
    for word, kind, one in disassembled(disassembler, random_words(5_000, 6, fixed, mask)):
        if kind not in READERS or one.mnemonic.startswith(("prf", "stgp")):
            continue
        access = READERS[kind](word)
        memory = next(operand.mem for operand in one.operands if operand.type == 3)
        constants = [operand.imm for operand in one.operands if operand.type == 2]
        base = {"sp": 31, "x29": 29, "fp": 29, "x30": 30, "lr": 30}
        name = one.reg_name(memory.base)
        assert access.base == base.get(name, -1) or name == f"x{access.base}"
        offset = constants[0] if constants else memory.disp
        assert (access.offset if access.back is None else access.back) == offset
        assert access.load == one.mnemonic.startswith("ld")
        seen += 1
    assert seen > 2_000


def test_every_instruction_of_the_samples_is_known(disassembler):
    for name, content in slices().items():
        if name == PACKED:
            continue
        for _, words in read_image(memoryview(content)).text:
            wild = [
                (name, hex(word), one.mnemonic)
                for word, kind, one in disassembled(disassembler, words)
                if kind == Kind.WILD
            ]
            assert wild == []
