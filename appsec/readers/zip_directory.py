"""Reads the central directory: what can be read, what is refused, and what it does not cover."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from appsec.model.frozen import frozen
from appsec.readers.zip_end import CENTRAL_MAGIC, CENTRAL_SIZE, LOCAL_MAGIC, End
from appsec.readers.zip_model import (
    ArchiveError,
    ArchiveFault,
    Data,
    Entry,
    Hidden,
    Limits,
    Refusal,
    Span,
    offsets,
)
from appsec.readers.zip_record import Central, Listed, Local, read_listed


@frozen
class Listing:
    """A central directory: every name is in `entries` or in `refused`, never in both.

    `uncovered` are the spans before the directory that belong to none of its entries.
    """

    entries: Mapping[str, Entry]
    refused: Mapping[str, Refusal]
    uncovered: tuple[Span, ...]


def read_directory(data: Data, end: End, limits: Limits) -> Listing:
    _bound(end.count, end.size, limits)
    listed = list(_listed(data, end, limits.max_name_bytes))
    spans = sorted((one.span for one in listed), key=attrgetter("start"))
    overlapping = _overlapping(spans)
    times = Counter(one.entry.name for one in listed)
    entries: dict[str, Entry] = {}
    refused: dict[str, Refusal] = {}
    for one in listed:
        name, refusal = one.entry.name, one.refusal
        if times[name] > 1:
            refusal = Refusal.DUPLICATE_NAME
        elif overlapping and one.span in overlapping:
            refusal = refusal or Refusal.OVERLAP
        if refusal:
            refused[name] = refusal
        else:
            entries[name] = one.entry
    return Listing(entries, refused, _uncovered(spans, end.directory))


def find_hidden(data: Data, spans: Sequence[Span], limits: Limits) -> Iterator[Hidden]:
    """Every local record in the spans, even one inside another; build tools' fillers left out."""
    count = named = 0
    for span in spans:
        for at in offsets(data, LOCAL_MAGIC, span):
            local = Local.at(data, at)
            if local is None:
                continue
            count += 1
            named += local.name_length
            _bound(count, named, limits)
            if not local.is_filler:
                yield Hidden(local.name(data, at, limits.max_name_bytes), at)


def _bound(count: int, size: int, limits: Limits) -> None:
    if count > limits.max_entries:
        values = {"entries": str(count), "limit": str(limits.max_entries)}
        raise ArchiveError(ArchiveFault.TOO_MANY_ENTRIES, values)
    if size > limits.max_directory_bytes:
        values = {"bytes": str(size), "limit": str(limits.max_directory_bytes)}
        raise ArchiveError(ArchiveFault.DIRECTORY_TOO_LARGE, values)


def _listed(data: Data, end: End, longest: int) -> Iterator[Listed]:
    directory = data[end.directory : end.wall]
    at = 0
    for _ in range(end.count):
        if at + CENTRAL_SIZE > len(directory):
            raise ArchiveError(ArchiveFault.BAD_DIRECTORY)
        head = Central.at(directory, at)
        stop = at + head.length
        if head.magic != CENTRAL_MAGIC or stop > len(directory):
            raise ArchiveError(ArchiveFault.BAD_DIRECTORY)
        rest = directory[at + CENTRAL_SIZE : stop]
        yield read_listed(data, head, rest, end.directory, longest)
        at = stop
    if at != len(directory):
        raise ArchiveError(ArchiveFault.BAD_DIRECTORY)


def _overlapping(spans: Sequence[Span]) -> set[Span]:
    """Every one of these spans, by where they start, that shares a byte with another, or is there
    twice; empty ones apart."""
    shared: set[Span] = set()
    reach = Span(0, 0)
    for span in spans:
        if span.start == span.stop:
            continue
        if span.start < reach.stop:
            shared |= {span, reach}
        if span.stop > reach.stop:
            reach = span
    return shared


def _uncovered(spans: Sequence[Span], wall: int) -> tuple[Span, ...]:
    holes = []
    at = 0
    for span in spans:
        if span.start == span.stop:
            continue
        if span.start > at:
            holes.append(Span(at, span.start))
        at = max(at, span.stop)
    return (*holes, Span(at, wall)) if at < wall else tuple(holes)
