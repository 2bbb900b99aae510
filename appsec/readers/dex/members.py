"""What the classes of a DEX file define: methods with code, and fields with initial values."""

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.dex.file import BadDex, Dex

STATIC = 0x8
"""The access flag of what needs no object."""
_MAX_ULEB = 5
_LAST_BYTE = 0x7F
CODE_HEADER = 16
_CLASS_DATA = 6
MAP_ITEM = np.dtype([("kind", "<u2"), ("unused", "<u2"), ("size", "<u4"), ("at", "<u4")])


@frozen
class Methods:
    """The methods with code, one row each, in the order of the classes.

    `code` is the offset of the code item, `first` and `end` delimit its instructions in units of
    two bytes from the start of the file, `owner` is the row of the class. `bare` are the methods
    without code, by their index, and `bare_owner` the rows of their classes.
    """

    method: NDArray[np.int64]
    access: NDArray[np.int64]
    owner: NDArray[np.int64]
    code: NDArray[np.int64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]
    bare: NDArray[np.int64]
    bare_owner: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.method)

    def at(self, unit: int) -> int:
        """The row of the method whose instructions include a unit. Rows are not sorted by code."""
        rows = np.flatnonzero((self.first <= unit) & (unit < self.end))
        return int(rows[0]) if len(rows) else -1


@frozen
class Numbers:
    """Every ULEB128 number of a part of the file, and where it begins."""

    start: NDArray[np.int64]
    value: NDArray[np.int64]

    def index(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which number begins at each place; a number must."""
        found = np.searchsorted(self.start, at)
        inside = found < len(self.start)
        if not inside.all() or (self.start[found] != at).any():
            raise BadDex("class data begins inside of a number")
        return found

    def take(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """The values at these indexes."""
        if len(at) and (at.max() >= len(self.value) or at.min() < 0):
            raise BadDex("class data cut off")
        values = self.value[at]
        if (values < 0).any():
            raise BadDex("odd number in class data")
        return values


def read_methods(dex: Dex) -> Methods:
    """Every method that has code. Raises BadDex."""
    places = dex.classes[:, _CLASS_DATA].astype(np.int64)
    rows = np.flatnonzero(places)
    if not len(rows):
        none = np.zeros(0, np.int64)
        return Methods(none, none, none, none, none, none, none, none)
    numbers = _numbers(dex, int(places[rows].min()))
    at = numbers.index(places[rows])
    counts = [numbers.take(at + n) for n in range(4)]
    fields, direct, virtual = counts[0] + counts[1], counts[2], counts[3]
    if int((fields + direct + virtual).sum()) > len(dex.data):
        raise BadDex("class data overlaps")
    begin = at + 4 + 2 * fields
    starts = np.concatenate([begin, begin + 3 * direct])
    lengths = np.concatenate([direct, virtual])
    owners = np.concatenate([rows, rows])
    return _with_code(dex, numbers, starts, lengths, owners)


def _with_code(
    dex: Dex,
    numbers: Numbers,
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    owners: NDArray[np.int64],
) -> Methods:
    lists = np.flatnonzero(lengths)
    starts, lengths = starts[lists], lengths[lists]
    first = np.cumsum(lengths) - lengths
    which = np.repeat(np.arange(len(lengths)), lengths)
    at = starts[which] + 3 * (np.arange(len(which)) - first[which])
    steps, access, code = (numbers.take(at + n) for n in range(3))
    if not len(at):
        return Methods(at, at, at, at, at, at, at, at)
    # Within a list each index is the difference to the one before.
    running = np.cumsum(steps)
    method = running - (running[first] - steps[first])[which]
    if len(method) and method.max() >= len(dex.methods):
        raise BadDex("class data names a method that is not there")
    kept, bare = np.flatnonzero(code), np.flatnonzero(code == 0)
    code = code[kept]
    sizes = _sizes(dex, code)
    begin = (code + CODE_HEADER) // 2
    owner = owners[lists][which]
    units = begin, begin + sizes
    without = method[bare], owner[bare]
    return Methods(method[kept], access[kept], owner[kept], code, *units, *without)


def _sizes(dex: Dex, code: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many units of instructions each code item has."""
    if len(code) and ((code % 4).any() or code.max() + CODE_HEADER > len(dex.data)):
        raise BadDex("code outside of the file")
    low, high = dex.units[code // 2 + 6], dex.units[code // 2 + 7]
    sizes = low.astype(np.int64) | high.astype(np.int64) << 16
    if len(code) and (code + CODE_HEADER + 2 * sizes).max() > len(dex.data):
        raise BadDex("code runs out of the file")
    if int(sizes.sum()) * 2 > 2 * len(dex.data):
        raise BadDex("code overlaps")
    return sizes


def _numbers(dex: Dex, start: int) -> Numbers:
    """The numbers from the first class data on; what follows the last one is read in vain."""
    area = np.frombuffer(dex.data, np.uint8)[start : _end_of_class_data(dex, start)]
    ends = np.flatnonzero(area <= _LAST_BYTE)
    if not len(ends):
        raise BadDex("class data cut off")
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts
    value = (area[starts] & 0x7F).astype(np.int64)
    longer = np.flatnonzero(lengths)
    for more in range(1, _MAX_ULEB):
        value[longer] |= (area[starts[longer] + more] & 0x7F).astype(np.int64) << 7 * more
        longer = longer[lengths[longer] > more]
    # Longer numbers are no numbers; beyond class data they are another table's bytes.
    value[lengths >= _MAX_ULEB] = -1
    return Numbers(starts + start, value)


def _end_of_class_data(dex: Dex, start: int) -> int:
    """Where the next part begins by the file's own map. Android holds the file to its map."""
    count = int.from_bytes(dex.part(dex.map_offset, 4), "little")
    items = np.frombuffer(dex.part(dex.map_offset + 4, count * MAP_ITEM.itemsize), MAP_ITEM)
    later = items["at"][items["at"] > start]
    return int(later.min()) if len(later) else len(dex.data)
