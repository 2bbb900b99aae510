"""Where objects on the stack begin and end, as far as code shows it.

Nobody tells how far an object reaches. One is taken to reach to the next whose address is taken
from the frame; an address that is made of another address lies within the same object, and so does
one in the middle of what a single store, call or initialisation writes.
"""

import struct
from bisect import bisect_right, insort
from collections.abc import Callable
from dataclasses import field

from appsec.model.frozen import slotted

SP, FP = 31, 29
_ALLOCATED = 1 << 20
"""How far room of a size that is not known is put from the rest of the frame."""
_SIZE_AT = 8
_SIZE = struct.Struct("<Q")
_MAX_BLOCK, _LEAST_BLOCK = 1 << 16, 32


def _nothing(address: int, size: int) -> bytes | None:
    return None


@slotted
class Taken:
    """Where on the stack objects begin whose address the function takes. `read` gives bytes of the
    image."""

    read: Callable[[int, int], bytes | None] = _nothing
    base: tuple[int, int] | None = None
    """The register by which the function finds its frame where the stack pointer goes on moving,
    and where that points to."""
    offsets: list[int] = field(default_factory=list)
    _inner: set[int] = field(default_factory=set)
    _bridges: set[tuple[int, int]] = field(default_factory=set)

    @property
    def frame(self) -> tuple[int, ...]:
        """The registers by which the frame is found anywhere in the function."""
        return (SP, FP) if self.base is None else (FP, self.base[0])

    def add(self, offset: int) -> None:
        """An address that is taken from the frame."""
        at = bisect_right(self.offsets, offset)
        if (at and self.offsets[at - 1] == offset) or offset in self._inner:
            return
        if any(start < offset < end for start, end in self._bridges):
            self._inner.add(offset)
        else:
            insort(self.offsets, offset)

    def add_from(self, source: int, base: int, target: int, offset: int) -> None:
        """An address that is put into a register: of an object if it counts from the frame, or of
        room that the stack pointer is moved for."""
        counts = source in (SP, FP) or self.base == (source, base)
        if target != FP and counts is not (target == SP):
            self.add(offset)

    def below(self, offset: int) -> int:
        """Where room begins that is taken below this place, of a size that nobody tells."""
        self.add(offset)
        self.add(offset - _ALLOCATED)
        return offset - _ALLOCATED

    def bridge(self, start: int, end: int | None) -> None:
        """What lies between is of one object; all behind it without an end."""
        last = end if end is not None else 1 << 32
        if (start, last) not in self._bridges:
            self._bridges.add((start, last))
            inner = [one for one in self.offsets if start < one < last]
            self._inner.update(inner)
            self.offsets = [one for one in self.offsets if not start < one < last]

    def object(self, offset: int) -> tuple[int, int | None]:
        """Where the object at this place begins, and where it ends at the latest; None if there is
        no other behind it."""
        at = bisect_right(self.offsets, offset)
        start = self.offsets[at - 1] if at else offset
        return start, self.offsets[at] if at < len(self.offsets) else None

    def block_size(self, descriptor: int) -> int:
        """How many bytes a block has: what its head has at least."""
        raw = self.read(descriptor + _SIZE_AT, _SIZE.size)
        size = _SIZE.unpack(raw)[0] if raw else _LEAST_BLOCK
        return size if size <= _MAX_BLOCK else _LEAST_BLOCK
