"""Property lists from files that nobody vouches for."""

import plistlib
import struct
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError


class BadPlist(ValueError):
    """Bytes that are no property list, or none of a dictionary."""


# What plistlib raises besides its own, as changed files have shown: of lengths, dates and tags that
# it takes on trust.
_BROKEN = (
    *(plistlib.InvalidFileException, ExpatError, struct.error, ValueError, TypeError, KeyError),
    *(AttributeError, IndexError, OverflowError, RecursionError, MemoryError),
)


def plist_of(data: bytes) -> Mapping[str, Any]:
    """The dictionary that a property list is, binary or XML. Raises BadPlist."""
    try:
        told = plistlib.loads(data)
    except _BROKEN as error:
        raise BadPlist(type(error).__name__) from error
    if not isinstance(told, dict):
        raise BadPlist("no dictionary")
    return told
