"""Structure in texts that were given one after the other: what no good generator makes."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml


@cache
def session_ids() -> dict[str, Any]:
    """What identifiers are held against, with who says so."""
    told: dict[str, Any] = read_yaml(Path(__file__).with_name("session_ids.yaml"))
    return told


def threshold(name: str) -> int:
    """One of the numbers."""
    return int(session_ids()["thresholds"][name]["value"])


ENOUGH = threshold("enough")
ASKED_BITS = threshold("asked_bits")
LEAST_BITS = threshold("least_bits")
_STEP = threshold("step")
_HEX = 4.0
_COMMON = threshold("common_end")
_TIMES = re.compile(
    r"(?:1[4-9]|2[0-5])\d{8}(?:\d{3}){0,3}|20\d\d[01]\d[0-3]\d(?:[0-2]\d(?:[0-5]\d){2}\d{0,6})?"
)
"""Times from 2014 to 2052, in seconds since 1970 or parts of them, or as they are written."""
_OF_CLOCK = re.compile(
    r"(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[16][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}"
)
"""UUIDs of the versions 1 and 6 (RFC 9562): a clock and the address of a machine."""
_WORD = re.compile(rf"[^\W_]{{{_COMMON},}}")


def is_counted(values: Sequence[str]) -> bool:
    """Whether all are one text but for numbers that go up, or down, by a little each time."""
    texts = list(_texts(values))
    numbers = [*texts, *([each.hex() for each in data] for data in _decoded(values))]
    if any(_goes_on(each, base, form) for each in numbers for base, form in _ENDS):
        return True
    return any(columns and all(map(_steps, columns)) for columns in map(_columns, texts))


def is_of_time(values: Sequence[str]) -> bool:
    """Whether all that differs is the time, with counters and parts that come again and again."""
    if all(map(_OF_CLOCK.fullmatch, values)):
        return True
    return any(
        any(map(_is_clock, columns)) and all(map(_is_known, columns))
        for columns in map(_columns, _texts(values))
    )


def varying_bits(values: Sequence[str]) -> int:
    """The most bits that the characters can hold that are not the same in all."""
    if len({len(value) for value in values}) > 1:
        return capacity(values)
    places = [set(place) for place in zip(*values, strict=True)]
    differing = [place for place in places if len(place) > 1]
    return int(_each("".join(sorted(set().union(*differing)))) * len(differing))


def capacity(values: Sequence[str]) -> int:
    """The most bits that texts of this length and these kinds of characters can hold, without the
    ends that all have."""
    begin, end = _common(values), _common([value[::-1] for value in values])
    inner = [value[begin : len(value) - end] for value in values]
    each = _each("".join(inner))
    return max(int(each * len(value if each > _HEX else value.replace("-", ""))) for value in inner)


def by_account(values: Sequence[str]) -> Iterator[list[list[str]]]:
    """The texts parted by what some of them have in common and others have not, as those of one
    account have its name, number or hash: once by each way in which it may be in them. Told of
    are those that share it, if they are the most."""
    for texts in (list(values), *([one.decode("latin-1") for one in d] for d in _decoded(values))):
        ends = _begins(texts), _begins([one[::-1] for one in texts])
        every: tuple[Sequence[Hashable], ...] = (*ends, _again(texts))
        for keys in every:
            parts: dict[Hashable, list[str]] = {}
            for key, value in zip(keys, values, strict=True):
                parts.setdefault(key, []).append(value)
            shared = [part for part in parts.values() if len(part) > 1]
            if len(parts) > 1 and 2 * sum(map(len, shared)) > len(values):
                yield shared


def _begins(texts: Sequence[str]) -> list[str]:
    """What each goes on with behind what all begin with."""
    begin = _alike(texts)
    return [one[begin : begin + _COMMON] for one in texts]


def _again(texts: Sequence[str]) -> list[Hashable]:
    """The words of each that others have, too, and not all; itself if it has none."""
    words = [frozenset(_WORD.findall(one)) for one in texts]
    many = Counter(chain.from_iterable(words))
    again = {one for one, number in many.items() if 1 < number < len(texts)}
    return [each & again or text for each, text in zip(words, texts, strict=True)]


def _common(values: Sequence[str]) -> int:
    """How many characters all begin with, 0 if that may be chance."""
    many = _alike(values)
    return many if many >= _COMMON else 0


def _alike(values: Sequence[str]) -> int:
    places = enumerate(zip(*values, strict=False))
    shortest = min(map(len, values), default=0)
    return next((number for number, place in places if len(set(place)) > 1), shortest)


def _each(characters: str) -> float:
    if re.fullmatch(r"\d*", characters):
        return 3.32
    return _HEX if re.fullmatch(r"(?i)[0-9a-f-]*", characters) else 6.0


_ENDS = ((10, r"\d+\Z"), (16, r"(?i)[0-9a-f]+\Z"))
"""Bases of numbers, and what a text looks like that ends with one."""
_LONGEST = 40


def _goes_on(values: Sequence[str], base: int, form: str) -> bool:
    found = [part for value in values if (part := re.search(form, value[-_LONGEST:]))]
    pairs = zip(values, found, strict=False)
    if len(found) < len(values) or len({one[: -len(part[0])] for one, part in pairs}) != 1:
        return False
    return _steps([part[0] for part in found], base)


def _steps(column: Sequence[str], base: int = 10) -> bool:
    apart = [int(after, base) - int(before, base) for before, after in pairwise(column)]
    return all(0 < one <= _STEP for one in apart) or all(-_STEP <= one < 0 for one in apart)


def _is_clock(column: Sequence[str]) -> bool:
    ordered = all(int(before) <= int(after) for before, after in pairwise(column))
    return ordered and all(map(_TIMES.fullmatch, column))


def _is_known(column: Sequence[str]) -> bool:
    return _is_clock(column) or _steps(column) or 2 * len(set(column)) <= len(column)


def _columns(values: Sequence[str]) -> list[list[str]]:
    """The numbers in which the texts differ, place by place; none if anything else does."""
    parts = [re.split(r"([0-9]{1,40})", value) for value in values]
    if len({tuple(part[::2]) for part in parts}) != 1:
        return []
    every = [list(column) for column in zip(*(part[1::2] for part in parts), strict=True)]
    return [column for column in every if len(set(column)) > 1]


def _texts(values: Sequence[str]) -> Iterator[list[str]]:
    """The texts as they are, and what all of them are in base64 or hexadecimal."""
    yield list(values)
    for data in _decoded(values):
        texts = [each.decode("latin-1") for each in data]
        if all(map(str.isprintable, texts)):
            yield texts


def _decoded(values: Sequence[str]) -> Iterator[list[bytes]]:
    for decode in (_of_base64, _of_hexadecimal):
        told = [decode(value) for value in values]
        data = [each for each in told if each is not None]
        if len(data) == len(told):
            yield data


def _of_base64(value: str) -> bytes | None:
    bare = value.rstrip("=").replace("+", "-").replace("/", "_")
    if not re.fullmatch(r"[\w-]{8,}", bare, re.ASCII):
        return None
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (ValueError, binascii.Error):
        return None


def _of_hexadecimal(value: str) -> bytes | None:
    try:
        return bytes.fromhex(value) if re.fullmatch(r"(?i)[0-9a-f]{8,}", value) else None
    except ValueError:
        return None
