"""Cuts a function into blocks that are run from their first to their last instruction, and tells
where each goes on: for the jump table of a `switch` to each of its cases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TypeAlias

from appsec.model.frozen import frozen, slotted
from appsec.readers.macho.arm64 import Kind, add_immediate, adr_offset, jump

MAX_BLOCKS = 20_000
_MAX_CASES = 4096
_PAGE = 1 << 12
_WINDOW = 24
"""How many instructions before the jump the number of cases is compared."""
_EPILOGUE = 8
"""Within so many instructions before a tail call the frame is given up."""
_SP = 31
_ADD_REGISTER = 0x8B
"""The upper bits of ADD of a register of 64 bits, shifted or extended."""
_HIGHER, _COMPARE_NUMBER = 0x54000008, 0x71000000
"""B.HI, and CMP with a number, as far as they are told from others."""
ENDS = frozenset((Kind.BRANCH, Kind.BRANCH_REGISTER, Kind.RETURN, Kind.TRAP))
FORKS = frozenset((Kind.CONDITIONAL, Kind.COMPARE, Kind.TEST))
_SILENT = (*FORKS, *ENDS, Kind.NOTHING, Kind.SYSTEM_CALL)
_LOST_IN_CALLS = (*range(19), 30)

Instruction: TypeAlias = tuple[int, int, int]
"""The address, the word and its kind."""
Read: TypeAlias = Callable[[int, int], bytes | None]


class TooMuch(Exception):
    """A function is too large to be followed."""


@slotted
class Block:
    """The numbers of the first instruction, and of one beyond the last; which begin the blocks
    behind it."""

    first: int
    last: int
    next: tuple[int, ...]


def blocks(code: Sequence[Instruction], read: Read) -> Iterator[Block]:
    """Raises TooMuch. After a jump that cannot be read any block may follow."""
    if not code:
        return
    base = code[0][0]
    starts, targets = {0}, dict[int, tuple[int, ...]]()
    for number, (at, word, kind) in enumerate(code):
        if kind in FORKS or kind in ENDS:
            starts.add(number + 1)
        if kind in FORKS or kind == Kind.BRANCH:
            to = (at + jump(word, Kind(kind)) - base) // 4
            if 0 <= to < len(code):
                targets[number] = (to,)
    tables = _tables(code, read)
    targets |= {number: to for number, to in tables.items() if to is not None}
    starts.update(one for to in targets.values() for one in to)
    order = sorted(start for start in starts if start < len(code))
    if len(order) > MAX_BLOCKS:
        raise TooMuch
    targets |= {number: tuple(order) for number, to in tables.items() if to is None}
    for first, last in zip(order, [*order[1:], len(code)], strict=True):
        falls = (last,) if code[last - 1][2] not in ENDS and last < len(code) else ()
        yield Block(first, last, (*falls, *targets.get(last - 1, ())))


@frozen
class _Entry:
    """What an entry of a table says: how many units beyond the base its case is."""

    table: int
    size: int
    signs: bool


@frozen
class _Case:
    """Where a case begins: `base` and an entry, shifted."""

    base: int
    entry: _Entry
    shift: int


@slotted
class _Registers:
    """Addresses that are put together, one instruction after the other as they stand."""

    held: dict[int, int | _Entry | _Case] = field(default_factory=dict)

    def step(self, at: int, word: int, kind: int) -> None:
        if kind in (Kind.CALL, Kind.CALL_REGISTER):
            for number in _LOST_IN_CALLS:
                self.held.pop(number, None)
        elif kind not in _SILENT:
            found = self._made(at, word, kind)
            self.held.pop(word & 31, None)
            if kind in (Kind.PAIR, Kind.MEMORY):
                self.held.pop(word >> 10 & 31, None)
            if found is not None:
                self.held[word & 31] = found

    def _made(  # noqa: PLR0911 - one for each kind
        self, at: int, word: int, kind: int
    ) -> int | _Entry | _Case | None:
        source, other = self.held.get(word >> 5 & 31), self.held.get(word >> 16 & 31)
        if kind == Kind.ADR:
            return at + adr_offset(word)
        if kind == Kind.ADRP:
            return (at & -_PAGE) + adr_offset(word) * _PAGE
        if kind == Kind.ADD_IMMEDIATE and isinstance(source, int):
            return source + add_immediate(word)
        if kind == Kind.INDEXED and isinstance(source, int) and word >> 22 & 3:
            return _Entry(source, 1 << (word >> 30), word >> 22 & 3 != 1)
        if kind == Kind.MOVE:
            return other
        if word >> 24 == _ADD_REGISTER:
            extended = word >> 21 & 1
            shift = word >> 10 & (7 if extended else 63)
            if isinstance(source, _Entry) and not shift:
                source, other = other, source
            if isinstance(source, int) and isinstance(other, _Entry):
                return _Case(source, other, shift)
        return None


def _tables(code: Sequence[Instruction], read: Read) -> Mapping[int, tuple[int, ...] | None]:
    """The cases of each jump through a register that is no tail call; None if not known."""
    jumps = [number for number, one in enumerate(code) if one[2] == Kind.BRANCH_REGISTER]
    found: dict[int, tuple[int, ...] | None] = {}
    registers, done = _Registers(), 0
    for number in jumps:
        for one in code[done:number]:
            registers.step(*one)
        done = number
        case = registers.held.get(code[number][1] >> 5 & 31)
        if isinstance(case, _Case):
            found[number] = _cases(code, number, case, read)
        elif not _is_tail_call(code, number):
            found[number] = None
    return found


def _cases(
    code: Sequence[Instruction], number: int, case: _Case, read: Read
) -> tuple[int, ...] | None:
    """Without a comparison as many as there may be: one too many only makes values less sure."""
    count, found = _count(code, number), set[int]()
    size = case.entry.size
    for at in range(count or _MAX_CASES):
        raw = read(case.entry.table + at * size, size)
        if raw is None:
            return None if count else tuple(sorted(found)) or None
        entry = int.from_bytes(raw, "little", signed=case.entry.signs)
        to, beside = divmod(case.base + (entry << case.shift) - code[0][0], 4)
        if beside or not 0 <= to < len(code):
            return None if count else tuple(sorted(found)) or None
        found.add(to)
    return tuple(sorted(found))


def _count(code: Sequence[Instruction], number: int) -> int:
    """How many cases there are by the comparison before the jump, or 0."""
    for at in range(number - 1, max(number - _WINDOW, 0), -1):
        word = code[at][1]
        if word & 0xFF00001F == _HIGHER:
            compared = code[at - 1][1]
            is_number = compared & 0x7FC00000 == _COMPARE_NUMBER
            return min((compared >> 10 & 0xFFF) + 1, _MAX_CASES) if is_number else 0
    return 0


def _is_tail_call(code: Sequence[Instruction], number: int) -> bool:
    """Whether the frame is given up before the jump, or there was none."""
    before = code[max(number - _EPILOGUE, 0) : number]
    return any(_moves_stack(*one[1:]) > 0 for one in before) or not any(
        _moves_stack(*one[1:]) < 0 for one in code[:number]
    )


def _moves_stack(word: int, kind: int) -> int:
    """Up (positive) or down, if the stack pointer is moved by a number."""
    if kind == Kind.ADD_IMMEDIATE and word & 31 == _SP and word >> 5 & 31 == _SP:
        return add_immediate(word)
    writes_back = word >> 23 & 1
    if kind == Kind.PAIR and word >> 5 & 31 == _SP and writes_back:
        return -1 if word >> 21 & 1 else 1
    if kind == Kind.UNSCALED and word >> 5 & 31 == _SP and word >> 10 & 1:
        return -1 if word >> 20 & 1 else 1
    return 0
