"""Finds the one end record of a zip file, or says why there is not exactly one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from struct import Struct

from appsec.model.frozen import frozen
from appsec.readers.zip_model import ArchiveError, ArchiveFault, Data, Span, offsets

CENTRAL_MAGIC = b"PK\x01\x02"
LOCAL_MAGIC = b"PK\x03\x04"
CENTRAL_SIZE = 46

_END_MAGIC = b"PK\x05\x06"
_LOCATOR_MAGIC = b"PK\x06\x07"
_WIDE_MAGIC = b"PK\x06\x06"
_END = Struct("<4s4H2LH")
_LOCATOR = Struct("<4sLQL")
_WIDE = Struct("<4sQ2H2L4Q")
_WIDE_UNCOUNTED = 12  # the zip64 record's length does not count its first two fields
_LONGEST_COMMENT = 0xFFFF
_ELSEWHERE_16, _ELSEWHERE_32 = 0xFFFF, 0xFFFFFFFF  # "see the zip64 record"


@frozen
class End:
    """An end record, its zip64 twin folded in.

    `wall` is where the central directory must end: at the record or at its zip64 twin.
    """

    at: int
    stop: int
    directory: int
    size: int
    count: int
    wall: int
    one_disk: bool
    broken: bool = False  # it has a zip64 locator, but no sound zip64 record
    torn: bool = False  # it and its zip64 twin name different directories

    @property
    def comment(self) -> Span:
        return Span(self.at + _END.size, self.stop)

    def fits(self, data: Data) -> bool:
        """Whether its directory begins where it says and ends at the wall."""
        return self.directory + self.size == self.wall and self._begins(data, self.directory)

    def fits_loosely(self, data: Data) -> bool:
        """Whether a parser that trusts only the offset, or only the sizes, finds a directory."""
        latest = self.wall - self.size
        return any(self._begins(data, at) for at in (self.directory, latest) if 0 <= at <= latest)

    def _begins(self, data: Data, at: int) -> bool:
        if self.broken or self.size < self.count * CENTRAL_SIZE:
            return False
        if self.count == 0:
            return self.size == 0
        return data[at : at + len(CENTRAL_MAGIC)] == CENTRAL_MAGIC


def find_end(data: Data) -> End:
    """The end record whose comment ends with the file and whose directory fits."""
    if len(data) == 0:
        raise ArchiveError(ArchiveFault.EMPTY)
    tail = Span(max(0, len(data) - _END.size - _LONGEST_COMMENT), len(data))
    places = list(offsets(data, _END_MAGIC, tail))
    ends = [_end_at(data, at) for at in places if at + _END.size <= len(data)]
    fitting = [end for end in ends if end.stop == len(data) and end.fits(data)]
    if len(fitting) > 1 or any(end.torn for end in fitting):
        raise ArchiveError(ArchiveFault.AMBIGUOUS_END_RECORD)
    if not fitting:
        raise ArchiveError(_fault(data, ends, cut=len(places) > len(ends)))
    if not fitting[0].one_disk:
        raise ArchiveError(ArchiveFault.MULTI_DISK)
    return fitting[0]


def has_rival(data: Data, spans: Sequence[Span], most: int) -> bool:
    """Whether another parser could take an end record in these spans for the true one.

    Lenient on purpose: no honest file has such bytes outside its entries' data. More than `most`
    signatures count as a rival, unread.
    """
    for span in spans:
        for seen, at in enumerate(islice(offsets(data, _END_MAGIC, span), most + 1)):
            if seen == most or _is_rival(data, at):
                return True
    return False


def _is_rival(data: Data, at: int) -> bool:
    if at + _END.size > len(data):
        return False
    end = _end_at(data, at)
    if end.stop > len(data):
        return False
    return end.broken or end.fits_loosely(data)


def _end_at(data: Data, at: int) -> End:
    _, disk, first, here, count, size, directory, comment = _END.unpack_from(data, at)
    end = End(
        at=at,
        stop=at + _END.size + comment,
        directory=directory,
        size=size,
        count=count,
        wall=at,
        one_disk=disk == first == 0 and here == count,
    )
    locator = at - _LOCATOR.size
    if locator < 0 or data[locator : locator + len(_LOCATOR_MAGIC)] != _LOCATOR_MAGIC:
        return end
    return _widened(data, end, locator)


def _widened(data: Data, end: End, locator: int) -> End:
    _, _, at, disks = _LOCATOR.unpack_from(data, locator)
    if at + _WIDE.size > locator:
        return replace(end, broken=True)
    magic, length, _, _, disk, first, here, count, size, directory = _WIDE.unpack_from(data, at)
    if magic != _WIDE_MAGIC or at + _WIDE_UNCOUNTED + length != locator:
        return replace(end, broken=True)
    return replace(
        end,
        directory=directory,
        size=size,
        count=count,
        wall=at,
        one_disk=end.one_disk and disks <= 1 and disk == first == 0 and here == count,
        torn=end.count not in (count, _ELSEWHERE_16)
        or end.size not in (size, _ELSEWHERE_32)
        or end.directory not in (directory, _ELSEWHERE_32),
    )


def _fault(data: Data, ends: Sequence[End], cut: bool) -> ArchiveFault:
    whole = [end for end in ends if end.stop == len(data)]
    causes = (
        (ArchiveFault.MULTI_DISK, not all(end.one_disk for end in whole)),
        (ArchiveFault.MOVED_DIRECTORY, any(end.fits_loosely(data) for end in whole)),
        (ArchiveFault.BAD_DIRECTORY, bool(whole)),
        (ArchiveFault.TRUNCATED, cut or any(end.stop > len(data) for end in ends)),
        (ArchiveFault.TRAILING_BYTES, any(end.fits(data) for end in ends)),
        (ArchiveFault.NO_END_RECORD, data[: len(LOCAL_MAGIC)] == LOCAL_MAGIC),
        (ArchiveFault.NOT_A_ZIP, True),
    )
    return next(fault for fault, holds in causes if holds)
