"""The strings of a pool, decoded when they are asked for."""

from typing import Any

from appsec.readers.apk.shield import shielded
from appsec.readers.apk.xml_shape import BadShape

MAX_LENGTH = 0x7FFF
"""In UTF-16 units; aapt2 writes no longer strings."""


class Strings:
    """Strings of androguard's pool, at most `budget` characters in all: they may overlap."""

    def __init__(self, pool: Any, budget: int) -> None:
        self._pool = pool
        self._left = budget
        self._known: dict[int, str] = {}

    def at(self, index: int) -> str:
        """Raises BadShape for what androguard would give as an empty string instead."""
        if index not in self._known:
            with shielded():
                self._known[index] = self._decode(index)
        return self._known[index]

    def _decode(self, index: int) -> str:
        pool = self._pool
        if not 0 <= index < len(pool):
            raise BadShape("string outside the pool")
        offset = pool.m_stringOffsets[index]
        length, _ = pool._decode_length(offset, 1 if pool.m_isUTF8 else 2)
        if length > MAX_LENGTH:
            raise BadShape("string too long")
        text: str = pool.getString(index)
        if not text and length:
            raise BadShape("string that cannot be decoded")
        self._left -= len(text)
        if self._left < 0:
            raise BadShape("strings that share their places")
        return text
