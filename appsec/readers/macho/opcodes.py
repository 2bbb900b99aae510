"""The opcodes by which older linkers say what dyld has to rebase and bind."""

from collections.abc import Iterator, Sequence
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import slotted
from appsec.readers.ipa.bindings import THREADED, Step, bind_steps, leb_numbers
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Segment, Span

MAX_POINTERS = 2_000_000
_SIZE, _WORD = 8, (1 << 64) - 1
_HIGHEST = _WORD >> 2
"""No address of a pointer is higher, so that all are signed numbers of 64 bits."""
_REBASE_NUMBERS = {0x20: 1, 0x30: 1, 0x60: 1, 0x70: 1, 0x80: 2}
"""Opcode of a rebase: how many numbers follow it."""
_REBASES = range(0x00, 0x81, 0x10)
_MOVES = (0x10, 0x20, 0x30, 0x40)


@slotted
class Bound:
    """Places that are bound, each with its name, the library's number and whether it lies beside
    what the name means; `helpers` says which of them an offset in the stream begins."""

    places: list[int] = field(default_factory=list)
    names: list[tuple[str, int, bool]] = field(default_factory=list)
    helpers: dict[int, int] = field(default_factory=dict)


def read_rebases(stream: memoryview, segments: Sequence[Segment]) -> NDArray[np.int64]:
    """The addresses of pointers into the slice itself. Raises MalformedMachO."""
    runs, total = [], 0
    for address, count, step in _runs(bytes(stream), segments):
        total += count
        if total > MAX_POINTERS or address + count * step > _HIGHEST:
            raise MalformedMachO
        runs.append(np.arange(count, dtype=np.int64) * step + address)
    return np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)


def _runs(data: bytes, segments: Sequence[Segment]) -> Iterator[tuple[int, int, int]]:
    """Address, count and distance of pointers that one opcode stands for."""
    at = address = 0
    while at < len(data):
        opcode, immediate = data[at] & 0xF0, data[at] & 0x0F
        if opcode not in _REBASES:
            raise MalformedMachO
        if opcode == 0:
            return
        numbers, at = leb_numbers(data, at + 1, _REBASE_NUMBERS.get(opcode, 0))
        if opcode in _MOVES:
            address = _moved(address, opcode, immediate, numbers, segments)
            continue
        count, step = _repeat(opcode, immediate, numbers)
        # A distance that is used once may be negative: it only moves on.
        yield address, count, step if count > 1 else 0
        address = address + count * step & _WORD


def _moved(
    address: int,
    opcode: int,
    immediate: int,
    numbers: tuple[int, ...],
    segments: Sequence[Segment],
) -> int:
    """Where an opcode leads that rebases nothing."""
    match opcode:
        case 0x10 if immediate != 1:
            # Any other type of pointer is a 32-bit slice's.
            raise MalformedMachO
        case 0x20:
            return _base(segments, immediate) + numbers[0] & _WORD
        case 0x30:
            return address + numbers[0] & _WORD
        case 0x40:
            return address + immediate * _SIZE & _WORD
    return address


def _repeat(opcode: int, immediate: int, numbers: tuple[int, ...]) -> tuple[int, int]:
    """How many pointers an opcode rebases, and how far they are from each other."""
    match opcode:
        case 0x60:
            return numbers[0], _SIZE
        case 0x70:
            return 1, numbers[0] + _SIZE & _WORD
        case 0x80:
            return numbers[0], numbers[1] + _SIZE & _WORD
    return immediate, _SIZE


def _base(segments: Sequence[Segment], number: int) -> int:
    if number >= len(segments):
        raise MalformedMachO
    return segments[number].address


def read_binds(stream: memoryview, segments: Sequence[Segment], *, lazy: bool) -> Bound:
    """What a stream binds. In a lazy one each entry ends with a zero. Raises MalformedMachO."""
    found, state = Bound(), _State(segments)
    begins = 0
    for step in bind_steps(stream):
        if step.opcode == 0:
            if not lazy:
                break
            begins = step.at + 1
            continue
        for place in state.take(step):
            found.helpers.setdefault(begins, len(found.places))
            found.places.append(place)
            found.names.append(state.meaning)
        if len(found.places) > MAX_POINTERS:
            raise MalformedMachO
    return found


class _State:
    """The registers of dyld's machine."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._address = 0
        self.meaning = "", 0, False
        """Name, library, and whether a pointer lies beside what the name means."""

    def take(self, step: Step) -> Sequence[int]:
        """Where the step binds."""
        opcode, immediate, numbers = step.opcode, step.immediate, step.numbers
        name, library, beside = self.meaning
        match opcode:
            case 0x10:
                self.meaning = name, immediate, beside
            case 0x20:
                self.meaning = name, numbers[0], beside
            case 0x30:
                self.meaning = name, -(-immediate & 0x0F), beside
            case 0x40:
                self.meaning = step.name, library, beside
            case 0x60:
                self.meaning = name, library, numbers[0] != 0
            case 0x70:
                self._address = _base(self._segments, immediate) + numbers[0] & _WORD
            case 0x80:
                self._address = self._address + numbers[0] & _WORD
            case 0x90 | 0xA0 | 0xB0 | 0xC0:
                return self._bind(opcode, immediate, numbers)
            case _ if opcode == THREADED:
                raise MalformedMachO
        return ()

    def _bind(self, opcode: int, immediate: int, numbers: tuple[int, ...]) -> Sequence[int]:
        count, more = 1, 0
        match opcode:
            case 0xA0:
                more = numbers[0]
            case 0xB0:
                more = immediate * _SIZE
            case 0xC0:
                count, more = numbers
        start, step = self._address, more + _SIZE & _WORD
        # A distance that is used once may be negative: it only moves on.
        last = start + max(count - 1, 0) * step
        if not self.meaning[0] or count > MAX_POINTERS or last > _HIGHEST:
            raise MalformedMachO
        self._address = start + count * step & _WORD
        return [start + number * step for number in range(count)]


def spans_of(commands: Commands) -> tuple[Span, Span, Span]:
    """Where binds, weak binds and lazy binds are. Raises MalformedMachO if there are several."""
    if not commands.binds:
        return Span(0, 0), Span(0, 0), Span(0, 0)
    try:
        first, weak, lazy = commands.binds
    except ValueError as error:
        raise MalformedMachO from error
    return first, weak, lazy
