"""Blocks of texts, and the gaps of what could not be read of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from appsec.facts.placed_text import Medium, PlacedText, TextBlock
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Cause, Gap, Location, Origin

FACT = "texts"
PIECE, OVERLAP = 1 << 20, 4 << 10
"""Characters of a piece of a long text, and how many of them the next one repeats."""
_MAX_GAPS = 200
_KEPT = 16 << 20
"""Characters of an app's texts up to which they are kept: several facts look at all of them."""


@slotted
class Lost:
    """The gaps so far; the first of many are enough."""

    gaps: list[Gap] = field(default_factory=list)

    def add(self, key: str, values: Mapping[str, str], cause: Cause = Cause.LOST) -> None:
        """Notes one, unless it is known."""
        gap = Gap(FACT, cause, key, values)
        if len(self.gaps) < _MAX_GAPS and gap not in self.gaps:
            self.gaps.append(gap)


@slotted
class Gathered:
    """A block that is put together text by text."""

    medium: Medium
    texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _places: list[tuple[Location, Origin, int]] = field(default_factory=list)

    def add(
        self, text: str, at: Location, name: str = "", origin: Origin = Origin.APP, start: int = 0
    ) -> None:
        """One text, unless it is empty; a long one in pieces."""
        if not text and not name:
            return
        for begin in range(0, max(len(text) - OVERLAP, 1), PIECE - OVERLAP):
            self.texts.append(text[begin : begin + PIECE])
            self.names.append(name)
            self._places.append((at, origin, start + begin))

    def placed(self, number: int) -> PlacedText:
        at, origin, start = self._places[number]
        return PlacedText(self.texts[number], at, self.medium, self.names[number], origin, start)


@frozen
class Pooled:
    """A block whose places cost too much to be told of every text."""

    medium: Medium
    texts: Sequence[str]
    names: Sequence[str]
    place: Callable[[int], tuple[Location, Origin]] = field(repr=False)

    def placed(self, number: int) -> PlacedText:
        at, origin = self.place(number)
        name = self.names[number] if self.names else ""
        return PlacedText(self.texts[number], at, self.medium, name, origin)


@slotted
class AllTexts:
    """All blocks of an app; `read` adds to what is lost, and begins anew each time unless the texts
    are few enough to be kept."""

    read: Callable[[Lost], Iterable[TextBlock]] = field(repr=False)
    lost: Lost
    _kept: tuple[TextBlock, ...] | None = field(default=None, repr=False)

    def blocks(self) -> Iterator[TextBlock]:
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[TextBlock] = []
        room = _KEPT
        for block in self.read(self.lost):
            if room >= 0:
                room -= sum(map(len, block.texts))
                kept.append(block)
            if room < 0:
                kept.clear()
            yield block
        if room >= 0:  # only after the last one: whoever stopped early has not seen all
            self._kept = tuple(kept)

    def __iter__(self) -> Iterator[PlacedText]:
        for block in self.blocks():
            yield from map(block.placed, range(len(block.texts)))

    @property
    def gaps(self) -> list[Gap]:
        return self.lost.gaps
