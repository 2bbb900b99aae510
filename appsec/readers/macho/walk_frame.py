"""By which registers a function finds its frame, and which objects it takes the addresses of."""

from collections.abc import Mapping, Sequence

from appsec.readers.macho.arm64 import Kind, add_immediate
from appsec.readers.macho.walk_blocks import ENDS, FORKS, Instruction
from appsec.readers.macho.walk_objects import FP, SP, Taken
from appsec.readers.macho.walk_state import State
from appsec.readers.macho.walk_step import Machine
from appsec.readers.macho.walk_values import Datum, Stack
from appsec.readers.macho.walk_view import View

_COPY_SP = 0x910003E0
"""MOV from the stack pointer."""
_SAVED = range(19, 29)
"""The registers that calls keep, but for that of the frame."""
_ENTRY_ENDS = (*FORKS, *ENDS, Kind.CALL, Kind.CALL_REGISTER)
_FIRST_JUMP = int(Kind.BRANCH)
_LOADS = (Kind.PAIR, Kind.UNSIGNED, Kind.UNSCALED)
_WITH_FLAGS = 3
_INDEXING: Mapping[int, int] = {Kind.PAIR: 23, Kind.UNSCALED: 10}
"""The bit by which accesses say that they move their base."""


def find_taken(view: View, code: Sequence[Instruction], entry: State) -> None:
    """Notes the register by which the frame is found, and all objects on the stack whose address
    the function takes: by what the registers of the frame are once it is set up, before the first
    call or jump."""
    machine, copies = Machine(view, entry.copy()), dict[int, int]()
    for number, (at, word, kind) in enumerate(code):
        if kind in _ENTRY_ENDS:
            break
        if _concerns_frame(word, kind):
            machine.step(word, kind, at)
            if word & ~31 == _COPY_SP and word & 31 in _SAVED:
                copies[word & 31] = number
    registers, taken = machine.state.registers, entry.taken
    for register, number in copies.items():
        where = registers[register]
        if isinstance(where, Stack) and _is_base(view, register, code[number + 1 :]):
            taken.base = register, where.offset
    frame = {number: registers[number] for number in taken.frame}
    adds = int(Kind.ADD_IMMEDIATE)
    for word in [word for _, word, kind in code if kind == adds]:
        base = frame.get(word >> 5 & 31)
        if isinstance(base, Stack) and word & 31 not in (SP, FP):
            taken.add(base.offset + add_immediate(word))


def _concerns_frame(word: int, kind: int) -> bool:
    """Whether an instruction may set a register of the frame, or one by way of which it is set:
    the others of the entry need not be followed for that."""
    if kind in _INDEXING:
        return word >> 5 & 31 == SP and word >> _INDEXING[kind] & 1 == 1
    into_frame = word & 31 in (SP, FP) and kind < Kind.PAIR
    return into_frame or (kind == Kind.ADD_IMMEDIATE and word >> 5 & 31 in (SP, FP))


def _is_base(view: View, register: int, code: Sequence[Instruction]) -> bool:
    """Whether a copy of the stack pointer is there to find the frame by: the stack pointer goes on
    moving by who knows what, and the copy stays until what the caller had is put back."""
    moves, machine, mark = False, Machine(view, State(Taken())), Datum("")
    for at, word, kind in code:
        source = word >> 5 & 31
        if _moves_stack(word, kind):
            moves = True
            if source == register:
                return False  # it was kept to give up what was taken below it
        if kind >= _FIRST_JUMP or register not in (word & 31, source, word >> 10 & 31):
            continue
        machine.state.registers[register] = mark
        machine.step(word, kind, at)
        put_back = kind in _LOADS and source == SP
        if machine.state.registers[register] is not mark and not put_back:
            return False
    return moves


def _moves_stack(word: int, kind: int) -> bool:
    """Whether the stack pointer is put where only a run tells, or by more than one way."""
    if word & 31 != SP:
        return False
    if kind == Kind.ADD_IMMEDIATE:
        return word >> 5 & 31 not in (SP, FP)
    operation = word >> 29 & 3
    is_add = kind == Kind.ADD_EXTENDED and not operation & 1
    return is_add or (kind == Kind.LOGIC_IMMEDIATE and operation != _WITH_FLAGS)
