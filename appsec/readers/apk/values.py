"""Typed values of binary XML and resource tables, coerced as the platform coerces them."""

import re
from enum import IntEnum
from struct import pack, unpack

from appsec.model.frozen import frozen

_NUMBER = re.compile(r"([+-]?)(0[xX]|#|0(?=.))?([0-9a-fA-F]+)\Z")
"""What Android takes for an integer in a string: an optional sign, a base, digits."""
_BASES = {"": 10, "0": 8, "0x": 16, "#": 16}
_SIGN_BIT, _WRAP = 0x80000000, 0x100000000


class ValueType(IntEnum):
    """The kinds of value that are told apart; those from FIRST_INT to LAST_INT are integers."""

    NULL = 0x00
    REFERENCE = 0x01
    THEME = 0x02
    STRING = 0x03
    FLOAT = 0x04
    DYNAMIC_REFERENCE = 0x07
    DYNAMIC_THEME = 0x08
    FIRST_INT = 0x10
    HEX = 0x11
    BOOLEAN = 0x12
    FIRST_COLOR = 0x1C
    LAST_INT = 0x1F


@frozen
class Value:
    """One value; `text` is set for strings only."""

    type: int
    data: int
    text: str = ""

    @property
    def is_null(self) -> bool:
        return self.type == ValueType.NULL or (self.is_reference and self.data == 0)

    @property
    def is_reference(self) -> bool:
        return self.type in (ValueType.REFERENCE, ValueType.DYNAMIC_REFERENCE)

    @property
    def is_theme(self) -> bool:
        """Whether it names a place in a theme, which no package fixes."""
        return self.type in (ValueType.THEME, ValueType.DYNAMIC_THEME)

    @property
    def is_integer(self) -> bool:
        return ValueType.FIRST_INT <= self.type <= ValueType.LAST_INT

    def as_text(self) -> str:
        match self.type:
            case ValueType.STRING:
                text = self.text
            case ValueType.BOOLEAN:
                text = "true" if self.data else "false"
            case ValueType.HEX:
                text = f"0x{self.data:x}"
            case ValueType.FLOAT:
                text = str(unpack("<f", pack("<I", self.data))[0])
            case kind if ValueType.FIRST_COLOR <= kind <= ValueType.LAST_INT:
                text = f"#{self.data:08x}"
            case _ if self.is_integer:
                text = str(self._signed)
            case _:
                text = f"{'?' if self.is_theme else '@'}0x{self.data:08x}"
        return text

    def as_boolean(self, default: bool) -> bool:
        """Any integer but 0 is true; of strings only these are."""
        if self.is_null:
            return default
        if self.is_integer:
            return self.data != 0
        text = self.as_text()
        return text in ("1", "true", "TRUE") if text else default

    def as_integer(self, default: int) -> int:
        """Raises ValueError for a string that is no number: Android installs no such app."""
        if self.is_null:
            return default
        if self.is_integer:
            return self._signed
        text = self.as_text()
        if not text:
            return default
        if not (match := _NUMBER.match(text)):
            raise ValueError(f"no number: {text[:40]}")
        sign, base, digits = match.groups()
        return int(sign + digits, _BASES[(base or "").lower()])

    @property
    def _signed(self) -> int:
        return self.data - _WRAP if self.data & _SIGN_BIT else self.data
