"""The strings of a DEX file: where they are is found for all of them at once."""

import numpy as np
from numpy.typing import NDArray

_LAST_BYTE = 0x7F
"""The greatest value of a byte that ends a number, and of one that is a letter by itself."""
_MAX_ULEB = 5


def plain_strings(data: bytes, offsets: NDArray[np.uint32]) -> list[str | None]:
    """Each string that is plain ASCII; None for one that has to be read by itself.

    Strings may share their bytes. Where they would fill more than the file does, all are None.
    """
    if not len(offsets):
        return []
    area, low = _area(data, offsets)
    if (row := _split(area, offsets - low)) is not None:
        return row
    # Its length in UTF-16 units stands before each: a number whose last byte is below 0x80.
    begin = offsets.astype(np.int64) - low
    for _ in range(_MAX_ULEB):
        begin += area[begin] > _LAST_BYTE
        np.minimum(begin, len(area) - 1, out=begin)
    ends = np.flatnonzero(area == 0)
    begin += 1
    which = np.searchsorted(ends, begin)
    sound = which < len(ends)
    end = ends[np.minimum(which, len(ends) - 1)] if len(ends) else begin
    sound &= (area[begin - 1] <= _LAST_BYTE) & (end >= begin)
    beyond = np.flatnonzero(area > _LAST_BYTE)
    sound &= np.searchsorted(beyond, begin) == np.searchsorted(beyond, end)
    if int((end - begin)[sound].sum()) > len(data):
        return [None] * len(offsets)
    text = area.tobytes().decode("latin-1")
    pairs = zip(begin.tolist(), end.tolist(), strict=True)
    found: list[str | None] = [text[start:stop] for start, stop in pairs]
    for index in np.flatnonzero(~sound).tolist():
        found[index] = None
    return found


def _split(area: NDArray[np.uint8], offsets: NDArray[np.uint32]) -> list[str | None] | None:
    """The same where one string follows the other, as compilers write them; None elsewhere."""
    if area[-1]:
        return None
    begin = np.flatnonzero(area[:-1] == 0) + 1
    # The length of an empty string looks like an end. There is one at most, before all others.
    empty = int(area[0] == 0)
    rest = begin[2 * empty - 1 :] if empty else np.concatenate(([0], begin))
    if not np.array_equal(rest, offsets[empty:]):
        return None
    texts = area[rest[0] : -1].tobytes().decode("latin-1").split("\0") if len(rest) else []
    found: list[str | None] = [text[1:] for text in texts]
    beyond = np.flatnonzero(area > _LAST_BYTE)
    for index in set((np.searchsorted(rest, beyond, "right") - 1).tolist()):
        found[index] = None
    return [""] * empty + found


def _area(data: bytes, offsets: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], int]:
    """The bytes from the first string to the end of the last one, and where they begin."""
    low, high = int(offsets.min()), int(offsets.max())
    stop = data.find(b"\0", min(high + _MAX_ULEB, len(data)))
    whole = np.frombuffer(data, np.uint8)
    return whole[low : stop + 1 if stop >= 0 else len(data)], low


def modified_utf8(raw: bytes) -> str:
    """NUL takes two bytes, and what is beyond the first plane is two surrogates. What is no valid
    text has its odd parts replaced."""
    if raw.isascii():
        return raw.decode("ascii")
    plain = raw.replace(b"\xc0\x80", b"\0")
    try:
        text = plain.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return plain.decode("utf-8", "replace")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
