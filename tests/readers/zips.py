"""Two honest entries, and what every test of the zip reader asks."""

import tracemalloc
from collections.abc import Callable
from struct import pack_into

import pytest

from appsec.readers.archive import (
    Archive,
    ArchiveError,
    ArchiveFault,
    EntryError,
    Limits,
    Refusal,
)
from tests.hostile_zip import (
    MIB,
    STORED,
    Item,
    build,
)

TEXT = b"The quick brown fox jumps over the lazy dog. " * 3
ONE = Item(b"one.txt", TEXT)
TWO = Item(b"two.bin", bytes(range(256)), STORED)
HONEST = build([ONE, TWO])


def opened(data: bytes, limits: Limits | None = None) -> Archive:
    return Archive.from_bytes(data, limits or Limits())


def fault_of(data: bytes, limits: Limits | None = None) -> tuple[ArchiveFault, dict[str, str]]:
    with pytest.raises(ArchiveError) as caught:
        opened(data, limits)
    return caught.value.key, caught.value.values


def patched(data: bytes, at: int, form: str, *values: int) -> bytes:
    """The bytes with other values; an offset below zero counts from the end."""
    out = bytearray(data)
    pack_into(form, out, at % len(data), *values)
    return bytes(out)


def refusal_of(data: bytes, name: str, limits: Limits | None = None) -> Refusal:
    with pytest.raises(EntryError) as caught:
        opened(data, limits).read(name)
    assert caught.value.name == name
    return caught.value.refusal


def peak_mib(work: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MIB
    finally:
        tracemalloc.stop()
