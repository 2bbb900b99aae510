"""Chained fixups: each pointer of a page says where the next one is."""

import struct
from array import array

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.ipa.bindings import CHAINED_HEAD, ChainedImport, chained_imports
from appsec.readers.ipa.load_commands import Commands, MalformedMachO, Segment, Span
from appsec.readers.macho.memory import BESIDE, BIND, tagged

MAX_POINTERS = 2_000_000
_NO_CHAIN, _SEVERAL = 0xFFFF, 0x8000
"""Starts of pages: none, and the mark of 32-bit formats, which no 64-bit slice has."""
_PAGES = (0x1000, 0x4000)
# size, size of a page, format, offset of the segment in memory, largest value, count of pages
_SEGMENT = struct.Struct("<IHHQIH")


@frozen
class Format:
    """How a pointer is written; shifts and masks are those of dyld's `fixup-chains.h`."""

    stride: int
    next_mask: int
    signed: bool
    """Whether pointers may be signed (arm64e): then bit 62 tells a bind, and bit 63 a signature."""
    from_base: bool
    """Whether what is not signed counts from the header; what is signed always does."""
    target_bits: int
    ordinal_bits: int
    addend: tuple[int, int]
    """The lowest bit of the addend and its count of bits."""


FORMATS = {
    1: Format(8, 0x7FF, True, False, 43, 16, (32, 19)),  # ARM64E
    2: Format(4, 0xFFF, False, False, 36, 24, (24, 8)),  # 64
    6: Format(4, 0xFFF, False, True, 36, 24, (24, 8)),  # 64_OFFSET
    9: Format(8, 0x7FF, True, True, 43, 16, (32, 19)),  # ARM64E_USERLAND
    12: Format(8, 0x7FF, True, True, 43, 24, (32, 19)),  # ARM64E_USERLAND24
}
"""By DYLD_CHAINED_PTR_*: the formats that 64-bit apps have."""


@frozen
class Fixups:
    """Places and what dyld writes there: an address, or BIND with the number of an import."""

    addresses: NDArray[np.int64]
    values: NDArray[np.uint64]
    imports: tuple[ChainedImport, ...]
    complete: bool
    """False if a page, a format or a chain could not be followed."""


def read_chained(data: memoryview, commands: Commands, span: Span, base: int) -> Fixups:
    """The fixups whose data `span` holds; `base` is where the header is. Raises MalformedMachO."""
    blob = span.of(data)
    imports = tuple(chained_imports(blob))
    _, starts, *_ = CHAINED_HEAD.unpack_from(blob)
    beside = np.array([one.addend != 0 for one in imports], dtype=np.bool_)
    found, left, complete = [], MAX_POINTERS, True
    try:
        offsets = _offsets(blob, starts)
        for number, offset in enumerate(offsets):
            if not offset:
                continue
            segment = commands.segments[number] if number < len(commands.segments) else None
            if segment is None:
                complete = False
                continue
            head = blob[starts + offset :]
            places, form, whole = _segment(data, segment, segment.address - base, head, left)
            complete &= whole
            if form is not None and len(places):
                left -= len(places)
                raw = _raw(segment.span.of(data), places)
                values, known = _values(raw, form, base, beside)
                complete &= known
                found.append((places * 4 + segment.address, values))
    except struct.error as error:
        raise MalformedMachO from error
    addresses = [places for places, _ in found] or [np.zeros(0, dtype=np.int64)]
    every = [values for _, values in found] or [np.zeros(0, dtype=np.uint64)]
    return Fixups(np.concatenate(addresses), np.concatenate(every), imports, complete)


def _offsets(blob: memoryview, starts: int) -> tuple[int, ...]:
    (count,) = struct.unpack_from("<I", blob, starts)
    if count * 4 > len(blob):
        raise MalformedMachO
    return struct.unpack_from(f"<{count}I", blob, starts + 4)


def _segment(
    data: memoryview, segment: Segment, offset: int, head: memoryview, left: int
) -> tuple[NDArray[np.int64], Format | None, bool]:
    """The places of a segment's pointers, in words of 4 bytes, and whether these are all."""
    nothing = np.zeros(0, dtype=np.int64)
    _, page_size, kind, told, _, count = _SEGMENT.unpack_from(head)
    form = FORMATS.get(kind)
    if form is None or page_size not in _PAGES or told != offset:
        return nothing, None, False
    starts = struct.unpack_from(f"<{count}H", head, _SEGMENT.size)
    content = segment.span.of(data)
    size = min(len(content), segment.size)
    words = content[: size // 4 * 4].cast("I")
    places = array("q")
    whole = True
    for page, start in enumerate(starts):
        if start != _NO_CHAIN:
            whole &= _walk(words, page * page_size, start, page_size, form, places)
        if len(places) > left:
            return nothing, None, False
    return np.frombuffer(places, dtype=np.int64), form, whole


def _walk(  # noqa: PLR0917 - the inner loop: an object for each page would cost more
    words: memoryview, page: int, start: int, size: int, form: Format, places: "array[int]"
) -> bool:
    """Follow one page's chain; each link leads further on, so that it ends with the page."""
    if start & _SEVERAL or start % 4 or start >= size:
        return False
    at, end = (page + start) // 4, min((page + size) // 4, len(words) - 1)
    mask, step = form.next_mask, form.stride // 4
    while at < end:
        places.append(at)
        distance = (words[at + 1] >> 19) & mask
        if not distance:
            return True
        at += distance * step
    return False


def _raw(content: memoryview, places: NDArray[np.int64]) -> NDArray[np.uint64]:
    words = np.frombuffer(content, dtype="<u4", count=len(content) // 4)
    high = words[places + 1].astype(np.uint64) << np.uint64(32)
    return high | words[places].astype(np.uint64)


def _values(
    raw: NDArray[np.uint64], form: Format, base: int, beside: NDArray[np.bool_]
) -> tuple[NDArray[np.uint64], bool]:
    """What dyld writes for each pointer, and whether every bind names an import."""
    signature = _bit(raw, 63) if form.signed else np.zeros(len(raw), dtype=np.bool_)
    bound = _bit(raw, 62 if form.signed else 63)
    target = raw & _low(form.target_bits)
    if form.from_base:
        target = target + np.uint64(base)
    # The byte above the target becomes the pointer's highest; signed pointers have none.
    tag = (raw >> np.uint64(form.target_bits)) & _low(8)
    target = tagged((tag << np.uint64(56)) | target)
    target = np.where(signature, (raw & _low(32)) + np.uint64(base), target)
    ordinal = raw & _low(form.ordinal_bits)
    known = ordinal < np.uint64(len(beside))
    lowest, bits = form.addend
    # A signed bind has no addend: its key is where that would be.
    off = ((raw >> np.uint64(lowest)) & _low(bits) != 0) & ~signature
    if len(beside):
        off |= beside[np.where(known, ordinal, 0).astype(np.int64)]
    off |= ~known
    marks = np.where(off, np.uint64(BIND | BESIDE), np.uint64(BIND))
    return np.where(bound, marks | ordinal, target), bool(known[bound].all())


def _bit(raw: NDArray[np.uint64], number: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (raw >> np.uint64(number)) & np.uint64(1) != 0
    return found


def _low(bits: int) -> np.uint64:
    return np.uint64((1 << bits) - 1)
