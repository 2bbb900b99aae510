"""Settings files with their keys: JSON, property lists, and lines of `key = value`."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.readers.plist import MALFORMED, check_count, parse

MAX_DEPTH = 100
MAX_VALUES = 100_000
_BINARY = b"bplist"
_LONG_NUMBER = 1_000_000
"""Smaller numbers tell nothing that anybody looks for."""
_LINE = re.compile(r"[ \t]*(?:export[ \t]+)?([\w.\-]{1,200})[ \t]*[=:](.*)")
_EMPTY = re.compile(r"\s*(?:[#!;].*|\[[^\]]*\])?")
_LINES = (".properties", ".env", ".ini", ".cfg", ".conf")


def pairs_of(name: str, data: bytes, text: str) -> list[tuple[str, str]] | None:
    """Key and text of each value, or None for what is not settings, or not well-formed: its text
    as it stands tells as much."""
    lower = name.lower()
    try:
        if data.startswith(_BINARY):
            return list(_walk(_binary(data)))
        if "<!DOCTYPE plist" in text[:1000] or "<plist" in text[:200]:
            return list(_walk(parse(data, name)))
        if lower.endswith((".json", ".webmanifest")) or text[:1] in ("{", "["):
            return list(_walk(json.loads(text, object_pairs_hook=_object)))
    except (FactUnavailable, ValueError, RecursionError):
        return None
    if lower.endswith(_LINES) or lower.rpartition("/")[2].startswith(".env"):
        return _lines(text)
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError where a key is given twice: only one value of it would be kept."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _binary(data: bytes) -> Any:
    """Archives of objects as well, which `parse` refuses. Raises ValueError."""
    import plistlib

    try:
        check_count(data)
        return plistlib.loads(data)
    except MALFORMED as error:
        raise ValueError("malformed") from error


def _walk(root: Any) -> Iterator[tuple[str, str]]:
    """Raises ValueError for more than is bearable."""
    todo: list[tuple[str, Any, int]] = [("", root, 0)]
    seen = 0
    while todo:
        key, value, depth = todo.pop()
        seen += 1
        if seen > MAX_VALUES or depth > MAX_DEPTH:
            raise ValueError("too much")
        if isinstance(value, dict) and value:
            inside = [(f"{key}.{k}" if key else str(k), v, depth + 1) for k, v in value.items()]
            todo += reversed(inside)
        elif isinstance(value, list) and value:
            todo += reversed([(key, one, depth + 1) for one in value])
        elif (text := _text(value)) or key:
            yield key, text


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, int | float) and abs(value) >= _LONG_NUMBER:
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else ""


def _lines(text: str) -> list[tuple[str, str]] | None:
    pairs = []
    for line in text.splitlines():
        if found := _LINE.fullmatch(line):
            pairs.append((found[1], found[2].strip(" \t").strip("\"'")))
        elif not _EMPTY.fullmatch(line):
            return None
    return pairs
