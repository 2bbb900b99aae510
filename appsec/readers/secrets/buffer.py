"""A block of texts as one run of bytes, so that a rule is tried once and not on each text."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from appsec.facts.placed_text import Medium, PlacedText, TextBlock

BETWEEN, NAMED = "\0", "\2"
"""What stands between two texts, and between a text's name and itself."""
_BETWEEN = BETWEEN.encode()
_POOLED = (Medium.CODE, Medium.NATIVE, Medium.RESOURCE)
_MOST = 12
"""Texts before and behind one that may belong to it."""


@dataclass(frozen=True)
class Buffer:
    """The texts of one block, each behind its name."""

    block: TextBlock

    @cached_property
    def _parts(self) -> Sequence[str]:
        texts, names = self.block.texts, self.block.names
        if not names:
            return texts
        return [
            f"{name}{NAMED}{text}" if name else text
            for name, text in zip(names, texts, strict=True)
        ]

    @cached_property
    def data(self) -> bytes:
        """All of it."""
        # One character beyond the first plane would make all of them four bytes each.
        return _BETWEEN.join(
            [
                BETWEEN.join(parts).encode()
                if plain
                else _BETWEEN.join([one.encode("utf-8", "replace") for one in parts])
                for plain, parts in groupby(self._parts, str.isascii)
            ]
        )

    @cached_property
    def _starts(self) -> list[int]:
        lengths: Iterable[int] = map(len, self._parts)
        if not self.data.isascii():
            # Most texts are, even where the block is not.
            lengths = [
                len(part) if part.isascii() else len(part.encode("utf-8", "replace"))
                for part in self._parts
            ]
        return [0, *accumulate(length + 1 for length in lengths)]

    def number(self, at: int) -> int:
        """Which text a place belongs to."""
        return bisect_right(self._starts, at) - 1

    def span(self, number: int) -> tuple[int, int]:
        """Where a text with its name begins and ends."""
        return self._starts[number], self._starts[number + 1] - 1

    def placed(self, number: int) -> PlacedText:
        """The text itself."""
        return self.block.placed(number)

    def named(self, number: int) -> bool:
        """Whether its name tells a text from those beside it; in code a field's name is none."""
        names = self.block.names
        return self.block.medium is not Medium.CODE and bool(names and names[number])

    def tells_neighbours(self, number: int) -> bool:
        """Whether texts beside one another have to do with one another: by chance alone they stand
        so in pools of strings, and where no method is known."""
        return self.block.medium not in _POOLED or bool(self.placed(number).at.member)

    def together(self, number: int) -> tuple[int, int]:
        """From where to where texts belong together with one: those of the same method, or of the
        same file."""
        first, last = number, number
        for neighbour in self._neighbours(number, -1):
            first = neighbour
        for neighbour in self._neighbours(number, 1):
            last = neighbour
        return self._starts[first], self._starts[last + 1] - 1

    def _neighbours(self, number: int, step: int) -> Iterator[int]:
        home = self._home(number)
        for other in range(number + step, number + step * (_MOST + 1), step):
            if not 0 <= other < len(self._parts) or self._home(other) != home:
                return
            yield other

    def _home(self, number: int) -> tuple[str, str]:
        at = self.placed(number).at
        return at.file, at.member if self.block.medium is Medium.CODE else ""


def spoken(data: bytes) -> str:
    """Bytes as a text again."""
    return data.decode("utf-8", "replace")
