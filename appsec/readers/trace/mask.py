"""Takes the values of canaries out of what is told: an app may name a file, or a host, by one."""

import re
from collections.abc import Iterable, Iterator

from appsec.readers.trace.searcher import MIN_BEGUN, Searcher, Sought

MIN_SHORT = 3
"""Characters from which on a value that is too short to be looked for is masked; two if they are
Chinese. Fewer say nothing, and stand in every path."""
_CUT = "…".encode()
"""What stands where a text was cut, however long it was: a value may have been cut with it."""
_SOME = 8
_MUCH = 16
"""Bytes of a value at the end of a text from which on they are no other word: half of it, but no
fewer than some and no more than much. A cut of which nothing tells may be there, too."""
_OUR_OWN = re.compile(r"line \d+")
"""What a place in a file of the run is called: no app's word."""


class Mask:
    """Knows all forms of some canaries, in letters of either case, and stands in what they are for
    what they were."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        each = {(one.what, one.value): one for one in sought}.values()
        self._whats = {one.id: str(one.what) for one in each}
        self._searcher = Searcher(each, caseless=True)
        open_ = {*self._searcher.unsought, *self._searcher.beside}
        self._short = [
            (_apart(one.value), f"[{one.what}]")
            for one in sorted(each, key=lambda one: -len(one.value))
            if one.id in open_ and len(one.value) >= MIN_SHORT - (not one.value.isascii())
        ]

    def masked(self, text: str) -> str:
        """`user_0912345678.xml` as `user_[phone].xml`."""
        if _OUR_OWN.fullmatch(text):
            return text
        text = self._without_forms(text)
        for pattern, name in self._short:
            text = pattern.sub(name, text)
        return text

    def _without_forms(self, text: str) -> str:
        data = text.encode("utf-8", "surrogatepass")
        found = self._searcher.found(data)
        spans = [(one.offset, one.offset + one.length, one.canary) for one in found]
        spans = sorted([*spans, *self._cut(data)])
        if not spans:
            return text
        made, end = b"", 0
        for begin, stop, canary in spans:
            if stop > end:
                # What begins within the one before goes on in its name.
                name = f"[{self._whats[canary]}]" if begin >= end else ""
                made += data[end:begin] + name.encode()
                end = stop
        return (made + data[end:]).decode("utf-8", "replace")

    def _cut(self, data: bytes) -> Iterator[tuple[int, int, str]]:
        """The beginnings of values whose rest was cut off."""
        end = data.find(_CUT)
        while end >= 0:
            if told := self._searcher.begun(data[:end], lambda _: MIN_BEGUN):
                yield told[0], end, told[1]
            end = data.find(_CUT, end + 1)
        if told := self._searcher.begun(data, lambda size: max(_SOME, min(size // 2, _MUCH))):
            yield told[0], len(data), told[1]


def _apart(value: str) -> re.Pattern[str]:
    """A short value where it is no part of a longer number or word: `cvv737`, not `17370`."""
    before, after = (_same(one) for one in (value[0], value[-1]))
    ahead = f"(?<!{before})" if before else ""
    behind = f"(?!{after})" if after else ""
    return re.compile(f"{ahead}{re.escape(value)}{behind}", re.IGNORECASE)


def _same(character: str) -> str:
    if character.isdecimal():
        return r"\d"
    return "[A-Za-z]" if character.isascii() and character.isalpha() else ""
