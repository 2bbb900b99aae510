"""Looking for a card's security code, whose three digits mean nothing unless what is beside them
says what they are: the number of the card, or a name that programs give to the code."""

from collections.abc import Collection, Iterable, Iterator

import re2

AROUND = 64
"""Bytes between a security code and the number of its card, or the name of a field, at most."""
_NAMES = (
    *("cvv", "cvc", "cvn", "csc", "security code", "securitycode", "security_code"),
    *("security-code", "card code", "cardcode", "card_code", "card-code"),
    *("安全碼", "末三碼", "末3碼", "檢查碼"),
)


class Codes:
    """Some security codes, by the ids of their canaries."""

    def __init__(self, codes: Iterable[tuple[str, str]]) -> None:
        given = tuple(codes)
        names = b"|".join(map(_wide, _NAMES))
        self._named = [(id_, _compiled(_after(names, code))) for id_, code in given]
        self._alone = [(id_, _compiled(_bounded(code))) for id_, code in given]

    def found(
        self, data: bytes, cards: Collection[tuple[int, int]]
    ) -> Iterator[tuple[int, int, str, str]]:
        """Each code with where it begins and ends, its canary, and by what it was told; `cards` are
        the places of numbers of cards."""
        for id_, pattern in self._named:
            for match in pattern.finditer(data):
                yield match.start(1), match.end(1), id_, "beside its name"
        for begin, end in cards:
            for start, part in ((max(begin - AROUND, 0), data[max(begin - AROUND, 0) : begin]),
                                (end, data[end : end + AROUND])):  # fmt: skip
                for id_, pattern in self._alone:
                    for match in pattern.finditer(part):
                        at = start + match.start(1)
                        yield at, start + match.end(1), id_, "beside its card"


def _after(names: bytes, code: str) -> bytes:
    return b"(?i)(?:" + names + rb")\0?2?[^0-9]{1,%d}(" % AROUND + _wide(code) + b")(?:[^0-9]|$)"


def _bounded(code: str) -> bytes:
    return rb"(?:^|[^0-9A-Za-z.,:+-])(" + _wide(code) + rb")(?:$|[^0-9A-Za-z.,:+-])"


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
