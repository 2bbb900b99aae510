"""The words of zip reading: what an entry is, and why an entry or a whole archive is refused."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from mmap import mmap
from typing import TypeAlias

from appsec.model.frozen import frozen

Data: TypeAlias = bytes | mmap

STORED = 0
DEFLATED = 8


class Refusal(StrEnum):
    """Why an entry cannot be read."""

    ENCRYPTED = "encrypted"
    UNKNOWN_METHOD = "unknown-method"
    DUPLICATE_NAME = "duplicate-name"
    PATH_TRAVERSAL = "path-traversal"
    BAD_NAME = "bad-name"
    TWO_NAMES = "two-names"  # the Unicode path field names another file than the header
    BAD_HEADER = "bad-header"  # a zip64 field is missing or doubled, or another disk is named
    LOCAL_MISMATCH = "local-mismatch"
    SIZE_MISMATCH = "size-mismatch"
    OVERLAP = "overlap"
    TRUNCATED = "truncated"
    HIDDEN = "hidden"  # a local record that the central directory does not list
    BAD_CRC = "bad-crc"
    BAD_DATA = "bad-data"
    TOO_LARGE = "too-large"
    OVER_BUDGET = "over-budget"  # what was read before has used up Limits.max_total_bytes
    UNREADABLE = "unreadable"  # of a folder: the system does not let it be read
    SPECIAL_FILE = "special-file"  # of a folder: a pipe, a socket or a device
    CHANGED = "changed"  # of a folder: no longer what was hashed


class ArchiveFault(StrEnum):
    """Why nothing of an archive can be used."""

    UNREADABLE = "unreadable"
    NOT_A_FILE = "not-a-file"
    EMPTY = "empty"
    NOT_A_ZIP = "not-a-zip"
    TRUNCATED = "truncated"
    NO_END_RECORD = "no-end-record"
    AMBIGUOUS_END_RECORD = "ambiguous-end-record"
    TRAILING_BYTES = "trailing-bytes"
    MULTI_DISK = "multi-disk"
    MOVED_DIRECTORY = "moved-directory"  # the end record is right in its offset or sizes alone
    BAD_DIRECTORY = "bad-directory"
    DIRECTORY_TOO_LARGE = "directory-too-large"
    TOO_MANY_ENTRIES = "too-many-entries"
    NO_ENTRIES = "no-entries"


class ArchiveError(Exception):
    """The whole archive is unusable; `values` fill the message of `key`."""

    def __init__(self, key: ArchiveFault, values: Mapping[str, str] | None = None) -> None:
        super().__init__(key, dict(values or {}))
        self.key = key
        self.values = dict(values or {})


class EntryError(Exception):
    """An entry is in the file but cannot be read."""

    def __init__(self, name: str, refusal: Refusal) -> None:
        super().__init__(name, refusal)
        self.name = name
        self.refusal = refusal


class MissingEntry(KeyError):
    """No record of that name is in the file, neither listed nor hidden."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@frozen
class Limits:
    """How much a hostile archive may cost."""

    max_entries: int = 200_000
    max_directory_bytes: int = 32 << 20
    max_entry_bytes: int = 256 << 20
    max_total_bytes: int = 1 << 30
    max_name_bytes: int = 4096


@frozen
class Entry:
    """One listed entry whose local and central headers agree; `offset` is its local header's."""

    name: str
    method: int
    compressed_size: int
    size: int
    crc: int
    offset: int
    data_offset: int
    is_symlink: bool

    @property
    def is_dir(self) -> bool:
        return self.name.endswith("/")


@frozen
class Hidden:
    """A local record in a part of the file that the central directory does not cover."""

    name: str
    offset: int


@frozen
class Span:
    """The bytes of a file from `start` up to, not including, `stop`."""

    start: int
    stop: int


def offsets(data: Data, magic: bytes, span: Span) -> Iterator[int]:
    """Where a signature lies wholly inside a span, in order; occurrences may overlap."""
    at = data.find(magic, span.start, span.stop)
    while at >= 0:
        yield at
        at = data.find(magic, at + 1, span.stop)
