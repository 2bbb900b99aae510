"""What a property list holds that is not legible in its bytes: data, numbers, dates."""

import plistlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.parsers.expat import ExpatError

BINARY = b"bplist00"
MAX_VALUES = 2_000_000
MAX_XML = 16 << 20
_TAIPEI = timedelta(hours=8)


class BadList(ValueError):
    """A property list that cannot be read, or not to its end: why."""


def is_xml(data: bytes) -> bool:
    """Whether it is a property list in XML."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        (b"<?xml", b"<plist", b"<!DOCTYPE")
    ) and (b"<plist" in data[:1024])


def values(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Its data, each for itself, and then its numbers and dates as text. Raises BadList."""
    binary = data.startswith(BINARY)
    if not binary and len(data) > MAX_XML:
        raise BadList(f"{len(data)} bytes of XML")
    try:
        root = plistlib.loads(data, fmt=plistlib.FMT_BINARY if binary else plistlib.FMT_XML)
    except (
        *(ValueError, OverflowError, RecursionError, ExpatError),
        *(AttributeError, IndexError, KeyError, TypeError),
    ) as error:
        raise BadList("damaged") from error
    waiting, numbers = [root], list[str]()
    for _ in range(MAX_VALUES):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, bytes):
            yield "plist data", value
        else:
            numbers += written(value)
    yield "plist numbers", "\0\n".join(numbers).encode()
    if waiting:
        raise BadList(f"more than {MAX_VALUES} values")


def written(value: object) -> Iterator[str]:
    """A number or date as text; of a date the day in Taiwan as well, where it may be another."""
    if isinstance(value, float) and value.is_integer():
        yield str(int(value))
    if isinstance(value, int | float):
        yield str(value)
    if isinstance(value, datetime):
        yield value.isoformat()
        try:
            yield (value + _TAIPEI).isoformat()
        except OverflowError:
            return
