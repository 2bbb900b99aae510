"""What a call of the unified log writes: values that lie packed in a buffer of the caller's."""

import re
from collections.abc import Iterator

FORMAT, BUFFER = 3, 4
"""Which arguments of these functions are the format and the buffer, whose size is the last."""
REGISTERS = 6
_ASKED = re.compile(
    r"%(?:\{[^}]*\})?[-+ #0]*(?P<width>\*|\d*)(?P<precision>\.(?:\*|\d*))?"
    r"(?P<length>hh|h|ll|l|q|j|z|t|L)?(?P<kind>[a-zA-Z@])"
)
_HEAD, _ITEM = 2, 2
"""Bytes before the first value, and before each: what they are, and how many."""
_WORD, _HALF = 8, 4
_SHORT = "diouxXcCD"
"""Conversions of numbers that have 32 bits unless their length says otherwise."""

HELPER = "__os_log_helper_"
"""How the functions are called by which clang fills a buffer without optimisation."""
_ITEMS = re.compile(HELPER + r"\d+_\d+_\d+(?P<items>(?:_\d+_\d+)+)\Z")


def packed_by(name: str) -> Iterator[tuple[int, int]]:
    """As `places`, of such a function: the name says how large each value is. They are its
    arguments behind the buffer; nothing for any other."""
    at, found = _HEAD, _ITEMS.match(name)
    for size in map(int, found["items"].split("_")[1::2] if found else ()):
        yield at + _ITEM, size
        at += _ITEM + size


def places(form: str) -> Iterator[tuple[int, int]]:
    """Where in the buffer each value of a format is, and how many bytes it has; as clang and Swift
    pack them. A count that is given as a value of its own comes before it."""
    at = _HEAD
    for found in _ASKED.finditer(form.replace("%%", "")):
        for count in (found["width"], found["precision"] or ""):
            if count.endswith("*"):
                at += _ITEM + _HALF
        short = found["kind"] in _SHORT and (found["length"] or "") in ("", "h", "hh")
        size = _HALF if short else _WORD
        yield at + _ITEM, size
        at += _ITEM + size
