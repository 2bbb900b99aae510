"""The constant texts that code names, by the addresses it names them with."""

import re
import struct
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from appsec.readers.macho.arm64_refs import References, Use
from appsec.readers.macho.image import Image, Target, Text

MAX_TEXT = 512
"""Longer texts are not what anybody looks for."""
MAX_ITEMS = 4096
MAX_ROW = 256
_POINTER = 8
_HEADS = (16, 24)
"""Where an array of Swift's has its length: behind its type and count of owners, and perhaps
behind a word that says whether it was set up."""
_LENGTH = struct.Struct("<2Q")
_STRING = 16
_SOURCES = (".c", ".cc", ".cpp", ".cxx", ".m", ".mm")
_PACKAGES = re.compile(
    r"(?:^|/)(?:Pods|Carthage|SourcePackages|node_modules|third[_-]?party|vcpkg|\.conan2?|vendor)/",
    re.IGNORECASE,
)
TextIndex: TypeAlias = dict[str, list[tuple[Use, int]]]
"""How an address is used, and which, by text."""


def text_index(image: Image, references: References) -> TextIndex:
    """Of all texts, those in constant arrays of Swift's and of C among them."""
    found: TextIndex = {}
    meanings: tuple[tuple[Use, Callable[[int], Target | None]], ...] = (
        (Use.TAKEN, image.constant),
        (Use.LOADED, image.pointer),
    )
    for use, meaning in meanings:
        for address in np.unique(references.of(use).targets).tolist():
            target = meaning(address)
            if isinstance(target, Text):
                _add(found, target.value, use, address)
            elif use is Use.TAKEN:
                for text in (*_items(image, address), *_row(image, address)):
                    _add(found, text, use, address)
    return found


def sites_of_packages(index: TextIndex, references: References) -> Iterator[NDArray[np.int64]]:
    """Where code names the file of its source, as checks and logs of C and C++ do, below a folder
    of a package manager. The file of a header says nothing: it may be included anywhere."""
    for text, uses in index.items():
        if text.endswith(_SOURCES) and _PACKAGES.search(text):
            for use, address in uses:
                found = references.of(use)
                yield found.sites[found.targets == address]


def _add(index: TextIndex, text: str, use: Use, address: int) -> None:
    if len(text) <= MAX_TEXT:
        index.setdefault(text, []).append((use, address))


def _items(image: Image, address: int) -> Iterator[str]:
    """The texts of a constant array: its length, twice its capacity, and each of the texts."""
    for head in _HEADS:
        raw = image.read(address + head, _LENGTH.size)
        length, capacity = _LENGTH.unpack(raw) if raw else (0, 0)
        if 0 < length <= MAX_ITEMS and capacity >> 1 == length:
            first = address + head + _LENGTH.size
            for at in range(first, first + length * _STRING, _STRING):
                text = image.swift_text(at)
                if text is None:
                    return
                yield text.value


def _row(image: Image, address: int) -> Iterator[str]:
    """The texts of an array of pointers: code comes to each of them from the first."""
    for at in range(address, address + MAX_ROW * _POINTER, _POINTER):
        target = image.pointer(at)
        if not isinstance(target, Text):
            return
        yield target.value
