"""Property lists from a hostile app: XML or binary, bounded, as plain values."""

import plistlib
import struct
from datetime import datetime
from typing import Any
from xml.parsers.expat import ExpatError

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause

MAX_BYTES = 4 << 20
MAX_DEPTH = 64
MAX_VALUES = 1 << 20

_TRAILER = struct.Struct(">6x2B3Q")
_PLAIN = (str, int, float, bool, bytes, datetime)
# What plistlib lets through from malformed input: its own error and UnicodeDecodeError are
# ValueError; a date that its pattern does not match is an AttributeError.
MALFORMED = (
    ValueError,
    ExpatError,
    OverflowError,
    RecursionError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    struct.error,
)


class _Repeated(Exception):
    """A key stands twice in one dictionary: parsers differ on which of them counts."""


class _Once(dict[Any, Any]):
    def __setitem__(self, key: Any, value: Any) -> None:
        if key in self:
            raise _Repeated(str(key))
        super().__setitem__(key, value)


def parse(data: bytes, file: str) -> dict[str, Any]:
    """The dictionary that the list holds. Raises FactUnavailable naming `file`.

    Entity declarations are refused by plistlib itself.
    """
    try:
        if data.startswith(b"bplist"):
            check_count(data)
        value = plistlib.loads(data, dict_type=_Once)
        plain = _plain(value)
    except _Repeated as error:
        values = {"file": file, "key": str(error)}
        raise FactUnavailable(Cause.LOST, "plist-repeated-key", values) from error
    except MALFORMED as error:
        raise FactUnavailable(Cause.LOST, "malformed-plist", {"file": file}) from error
    if not isinstance(plain, dict):
        raise FactUnavailable(Cause.LOST, "malformed-plist", {"file": file})
    return plain


def check_count(data: bytes) -> None:
    """plistlib reserves room for as many objects as the trailer claims."""
    _, _, count, _, _ = _TRAILER.unpack(data[-_TRAILER.size :])
    if count > len(data):
        raise ValueError("more objects than bytes")


def _plain(root: Any) -> Any:
    """Plain dictionaries and lists. Bounded: a binary list may share or even contain itself."""
    _measure(root)
    return _copy(root)


def _measure(root: Any) -> None:
    todo, seen = [(root, 0)], 0
    while todo:
        value, depth = todo.pop()
        seen += 1
        if seen > MAX_VALUES or depth > MAX_DEPTH:
            raise ValueError("too many values, or nested too deep")
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a key that is no string")
            todo += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            todo += [(item, depth + 1) for item in value]
        elif not isinstance(value, _PLAIN):
            raise TypeError(f"not a plain value: {type(value).__name__}")


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value
