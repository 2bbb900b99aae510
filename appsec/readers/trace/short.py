"""Looking for what means nothing unless what is beside it says what it is: a card's security code
beside the card's number or a name that programs give to the code, a short date beside a birthday's.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property

import re2

AROUND = 64
"""Most characters between a security code and its card, or a value and the name of its field."""
REACH = 16 * AROUND
"""Bytes that these, and the name, come to at most: escapes take several."""
BEFORE = 16
"""Bytes that an escape comes to at most."""
_ABBREVIATED = ("cvv", "cvc", "cvn", "cvd", "ccv", "csc")
"""They are words of their own only: a socket's log tells of `recvNum`."""
_COSECANT = b"csc"
_NAMES = ("安全碼", "末三碼", "末3碼", "後三碼", "背面三碼", "檢查碼", "驗證碼")
MAX_TRIED = 5_000
"""So many names of one code are looked at in one piece of data. That none was found never says that
a code is not there."""
_RUN = 24
"""Letters beside an abbreviation that are looked at for what word it is in."""
_HUMPS = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_JOINED = re.compile(
    rb"(?:my|user|bank|card|credit|debit|cc|pay(?:ment)?|input|edit|te?xt|str|[gs]et)*"
    rb"(?:%s)(?:code|no|num(?:ber)?|val(?:ue)?|input|edit|te?xt|field|str)*"
    % "|".join(_ABBREVIATED).encode()
)
"""Words in which nothing parts an abbreviation from what it is of: `cardcvv`."""
_IN_WORDS = (
    (("security", "verification"), ("code", "value", "number")),
    (("card",), ("code", "cid")),
)
"""First words and those that follow them. A `cid` of no card may be a category's, or anything's:
lists have one of every number."""
_ESCAPE = rb"%\0?(?:2\0?5\0?)*[0-9a-f]\0?[0-9a-f]|\\\0?u\0?0\0?0\0?[0-9a-f]\0?[0-9a-f]"
"""A sign as URLs and JSON write it: its digits are no part of a number."""
_ESCAPED = re.compile(rb"(?:%s)\0?\Z" % _ESCAPE, re.IGNORECASE)
_BETWEEN = rb"(?:%s|[^0-9]){0,%d}" % (_ESCAPE, AROUND)
_NO_NUMBER = re.compile(rb"(?:%s|[^0-9])*+" % _ESCAPE, re.IGNORECASE)
_BIRTHDAYS = ("birth", "bday", "dob", "born", "生日", "出生")


class Codes:
    """Some security codes, by the ids of their canaries."""

    def __init__(self, codes: Iterable[tuple[str, str]]) -> None:
        given = tuple(codes)
        words = (_words(*each) for each in _IN_WORDS)
        names = b"|".join((*map(_wide, (*_ABBREVIATED, *_NAMES)), *words))
        self._named = [(id_, _compiled(_after(names, code))) for id_, code in given]
        self._alone = [(id_, _compiled(_bounded(code))) for id_, code in given]

    def found(
        self, data: bytes, cards: Collection[tuple[int, int]]
    ) -> Iterator[tuple[int, int, str, str]]:
        """Each code with where it begins and ends, its canary, and by what it was told; `cards` are
        the places of numbers of cards."""
        for id_, pattern in self._named:
            at = 0
            for _ in range(MAX_TRIED):
                match = pattern.search(data, at)
                if match is None:
                    break
                if _stands(data, *match.span(1)):
                    yield match.start(2), match.end(2), id_, "beside its name"
                    at = match.end()
                else:  # a name may stand between what is none and the code
                    at = match.start() + 1
        for begin, end in cards:
            for start, part in ((max(begin - AROUND, 0), data[max(begin - AROUND, 0) : begin]),
                                (end, data[end : end + AROUND])):  # fmt: skip
                for id_, pattern in self._alone:
                    for match in pattern.finditer(part):
                        at = start + match.start(1)
                        yield at, start + match.end(1), id_, "beside its card"


class Birthdays:
    """Tells where in some data the name of a birthday stands right before."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def named(self, at: int) -> bool:
        """Whether one stands before this place, and no number between."""
        place = bisect_right(self._ends, at)
        end = self._ends[place - 1] if place else at - REACH
        return at - end < 4 * AROUND and _NO_NUMBER.fullmatch(self._data, end, at) is not None

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in _birthdays().finditer(self._data)]


@cache
def _birthdays() -> "re2._Regexp":
    return _compiled(b"(?i)" + b"|".join(map(_wide, _BIRTHDAYS)))


def is_escaped(data: bytes, at: int) -> bool:
    """Whether a digit right before is an escape's, and no part of a number."""
    return _ESCAPED.search(data[max(at - BEFORE, 0) : at]) is not None


def _stands(data: bytes, begin: int, end: int) -> bool:
    """Whether what looks like a code's name is one, and no part of another word."""
    name = data[begin:end].replace(b"\0", b"")
    if name.lower().decode("latin-1") not in _ABBREVIATED:
        return True
    step = 2 if b"\0" in data[begin:end] else 1
    before = _letters(data, range(begin - step, begin - step * _RUN, -step))[::-1]
    after = _letters(data, range(end + step - 1, end + step * _RUN, step))
    if name.lower() == _COSECANT and data[end + step - 1 : end + step] == b"(":
        return False
    run, place = before + name + after, (len(before), len(before) + len(name))
    within = [one for one in _HUMPS.finditer(run) if one.start() <= place[0] < one.end()]
    return any(one.span() == place or _JOINED.fullmatch(one[0].lower()) for one in within) or (
        _JOINED.fullmatch(run.lower()) is not None
    )


def _letters(data: bytes, places: range) -> bytes:
    found = b""
    for at in places:
        if at < 0 or not data[at : at + 1].isalpha():
            break
        found += data[at : at + 1]
    return found


def _after(names: bytes, code: str) -> bytes:
    return b"(?i)(" + names + rb")\0?2?" + _BETWEEN + b"(" + _wide(code) + b")(?:[^0-9]|$)"


def _bounded(code: str) -> bytes:
    before = rb"(?:^|[^0-9A-Za-z.,:+-]|%s)" % _ESCAPE
    return b"(?i)" + before + b"(" + _wide(code) + rb")(?:$|[^0-9A-Za-z.,:+-])"


def _words(first: Iterable[str], then: Iterable[str]) -> bytes:
    """`securityCode`, `security_code`, `security%20code`."""
    sides = (b"(?:" + b"|".join(map(_wide, each)) + b")" for each in (first, then))
    return rb"\0?(?:(?:[ _.+-]|%\0?2\0?0)\0?)?".join(sides)


def _wide(text: str) -> bytes:
    """In UTF-8, or in UTF-16 of either order."""
    if text.isascii():
        return b"\\0?".join(re2.escape(one.encode()) for one in text)
    both = (text.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be"))
    return b"(?:" + b"|".join(map(_literal, both)) + b")"


def _literal(data: bytes) -> bytes:
    return b"".join(b"\\x%02x" % one for one in data)


def _compiled(pattern: bytes) -> "re2._Regexp":
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern, options)
