"""Where functions begin, and what symbols and methods call them."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from appsec.readers.ipa.load_commands import Commands, MalformedMachO
from appsec.readers.macho.symbols import SymbolTable

FUNCTIONS_LOST = "macho-functions-unread"
MAX_FUNCTIONS = 4_000_000


class Names(Mapping[int, str]):
    """Names by address. A method's is taken before a symbol's; symbols are read when asked for."""

    def __init__(
        self,
        table: SymbolTable,
        numbers: NDArray[np.int64],
        addresses: NDArray[np.int64],
        methods: Mapping[int, str],
    ) -> None:
        order = np.argsort(addresses, kind="stable")
        self._table = table
        self._addresses = array("q", addresses[order].astype("=i8").tobytes())
        self._numbers = numbers[order]
        self._methods = methods

    def __getitem__(self, address: int) -> str:
        if address in self._methods:
            return self._methods[address]
        at = bisect_left(self._addresses, address)
        if at < len(self._addresses) and self._addresses[at] == address:
            return self._table.name(int(self._numbers[at])).removeprefix("_")
        raise KeyError(address)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted({*self._addresses, *self._methods}))

    def __len__(self) -> int:
        return len({*self._addresses, *self._methods})


def read_starts(data: memoryview, commands: Commands, base: int) -> NDArray[np.int64]:
    """What LC_FUNCTION_STARTS lists, as distances up to a zero. Raises MalformedMachO."""
    span = commands.function_starts
    if span is None or not span.size:
        return np.zeros(0, dtype=np.int64)
    octets = np.frombuffer(span.of(data), dtype=np.uint8)
    ends = np.flatnonzero(octets < 0x80)  # noqa: PLR2004 - the last byte of a number
    starts = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1] + 1))[: len(ends)]
    # A number may be padded to end with a zero; a zero alone ends the list.
    alone = np.flatnonzero((octets[ends] == 0) & (starts == ends))
    if len(alone):
        ends, starts = ends[: alone[0]], starts[: alone[0]]
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    sizes = ends - starts + 1
    if sizes.max() > 8 or len(ends) > MAX_FUNCTIONS:  # noqa: PLR2004 - 56 bits
        raise MalformedMachO
    used = octets[: ends[-1] + 1].astype(np.int64) & 0x7F
    shifts = (np.arange(len(used)) - np.repeat(starts, sizes)) * 7
    steps = np.add.reduceat(used << shifts, starts)
    if steps.max() > 1 << 40:
        raise MalformedMachO
    return np.cumsum(steps) + base


def within(addresses: NDArray[np.int64], ranges: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which of the addresses are in one of the ranges."""
    bounds = np.array(sorted(ranges), dtype=np.int64).reshape(-1, 2)
    if not len(bounds):
        return np.zeros(len(addresses), dtype=np.bool_)
    # Where sections overlap, the furthest end of those before counts.
    ends = np.maximum.accumulate(bounds[:, 1])
    before = np.searchsorted(bounds[:, 0], addresses, side="right") - 1
    return (before >= 0) & (addresses < ends[before])


def ascending(addresses: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each of the addresses once: `np.unique` hashes them, which takes ten times as long."""
    ordered = np.sort(addresses)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]
