"""What a branch to a stub comes to: its own instructions tell, then the symbol table."""

import struct
from collections.abc import Callable, Iterator

from appsec.readers.ipa.load_commands import RawSection
from appsec.readers.macho.image import Import, Target
from appsec.readers.macho.memory import Memory, Sections
from appsec.readers.macho.pointers import Pointers
from appsec.readers.macho.symbols import SymbolTable

STUBS_LOST = "macho-stubs-unread"
MAX_STUBS = 200_000
_STUBS = 0x8
"""Type of a section of stubs."""
_MESSAGES, _HELPERS = "__objc_stubs", "__stub_helper"
_WORD = 4
_LEAST, _MOST = 12, 32
"""Bytes of a stub. Those of messages have either."""
_HELPER = 12
_SELECTOR = 1
"""The register of a message's name."""
_WIDE = (1 << 64) - 1
_ADRP, _ADD, _LDR, _LDR_NEAR = 0x90000000, 0x91000000, 0xF9400000, 0x58000000
_BR, _BRAA = 0xD61F0000, 0xD71F0800
_LDR_OFFSET = 0x18000050
"""`ldr w16, #8`: the number that follows the next instruction."""


def read_stubs(
    memory: Memory,
    sections: Sections,
    pointers: Pointers,
    table: SymbolTable,
    told: Callable[[int], Target | None],
) -> tuple[dict[int, Target], bool]:
    """The stubs of arm64 by address, and whether all could be read. `told` reads a pointer."""
    found: dict[int, Target] = {}
    left, whole = MAX_STUBS, True
    for section in sections.all:
        size = _size(section)
        if not size:
            continue
        if section.size // size > left:
            return found, False
        left -= section.size // size
        content = memory.view(section.address, section.size)
        if content is None:
            # What is encrypted is out of reach, not lost.
            whole &= memory.is_hidden(section.address, section.size)
        elif section.name == _MESSAGES:
            found.update(_messages(section, content, told))
        elif section.name == _HELPERS:
            found.update(_helpers(section, content, pointers))
        else:
            for at, target in _calls(section, content, size, told, table):
                whole &= target is not None
                if target is not None:
                    found[at] = target
    return found, whole


def _size(section: RawSection) -> int:
    """Bytes of each stub; 0 for a section that holds none."""
    if section.name in (_MESSAGES, _HELPERS) and section.code:
        return _LEAST
    size = section.reserved[1]
    return size if section.kind == _STUBS and _LEAST <= size <= _MOST and not size % _WORD else 0


def _calls(
    section: RawSection,
    content: memoryview,
    size: int,
    told: Callable[[int], Target | None],
    table: SymbolTable,
) -> Iterator[tuple[int, Target | None]]:
    for number in range(section.size // size):
        address = section.address + number * size
        slots = _loads(content[number * size : (number + 1) * size], address)
        target = told(slots[branch]) if (branch := slots.pop(-1, -1)) in slots else None
        if target is None and (named := table.imported(section.reserved[0] + number)):
            target = Import(named[0].removeprefix("_"))
        yield address, target


def _messages(
    section: RawSection, content: memoryview, told: Callable[[int], Target | None]
) -> Iterator[tuple[int, Target]]:
    """Stubs that load the name of a message and go on to objc_msgSend, in 12 or 32 bytes."""
    at = 0
    while at + _LEAST <= len(content):
        slots = _loads(content[at : at + 2 * _WORD], section.address + at)
        if _SELECTOR in slots and (target := told(slots[_SELECTOR])) is not None:
            yield section.address + at, target
            at += 2 * _WORD
        at += _WORD


def _helpers(
    section: RawSection, content: memoryview, pointers: Pointers
) -> Iterator[tuple[int, Target]]:
    """Stubs that name, as an offset, the entry by which dyld binds on the first call.

    `ldr w16, offset; b common; offset: .long`
    """
    for at in range(0, len(content) - _HELPER + 1, _WORD):
        load, _, offset = struct.unpack_from("<3I", content, at)
        if load != _LDR_OFFSET:
            continue
        number = pointers.helpers.get(offset)
        if number is not None and number < len(pointers.imports):
            yield section.address + at, pointers.imports[number]


def _loads(content: memoryview, address: int) -> dict[int, int]:
    """From where each register is loaded; under -1 the register that is branched to."""
    known: dict[int, int] = {}
    loads: dict[int, int] = {}
    for at in range(0, len(content), _WORD):
        (word,) = struct.unpack_from("<I", content, at)
        target, base = word & 31, word >> 5 & 31
        if word & 0x9F000000 == _ADRP:
            pages = (word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3
            pages -= (pages & 1 << 20) << 1
            known[target] = (address + at & ~0xFFF) + (pages << 12) & _WIDE
        elif word & 0xFF800000 == _ADD and base in known:
            amount = (word >> 10 & 0xFFF) << (12 if word & 1 << 22 else 0)
            known[target] = known[base] + amount & _WIDE
        elif word & 0xFFC00000 == _LDR and base in known:
            loads[target] = known[base] + (word >> 10 & 0xFFF) * 8
        elif word & 0xFF000000 == _LDR_NEAR:
            distance = word >> 5 & 0x7FFFF
            loads[target] = address + at + ((distance - ((distance & 1 << 18) << 1)) << 2)
        elif word & 0xFFFFFC1F == _BR or word & 0xFFFFFC00 == _BRAA:
            loads[-1] = base
    return loads
