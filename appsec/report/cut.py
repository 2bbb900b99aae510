"""Bounds for what a page or a cell of a document can hold."""

import re

MAX_WORDS = 4000
"""Characters of one run of words: more of a name is of no use to a reader."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold: control characters, halves of characters, and two that are none."""


def cut(words: str, most: int = MAX_WORDS) -> str:
    """The words, or their beginning and how many characters there were."""
    return words if len(words) <= most else f"{words[:most]}… ({len(words)})"


def in_xml(words: str) -> str:
    """The words, cut, with a box for what XML cannot hold."""
    return _NOT_XML.sub("□", cut(words))
