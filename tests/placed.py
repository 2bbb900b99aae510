"""Texts with their places, made by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from appsec.facts.placed_text import Medium, PlacedText, TextBlock
from appsec.model.outcome import Gap


@dataclass(frozen=True)
class _Block:
    every: tuple[PlacedText, ...]
    medium: Medium

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.every]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.every]

    def placed(self, number: int) -> PlacedText:
        return self.every[number]


@dataclass(frozen=True)
class FakeTexts:
    """These texts, a block for each medium."""

    every: tuple[PlacedText, ...]
    gaps: tuple[Gap, ...] = ()

    def __iter__(self) -> Iterator[PlacedText]:
        for block in self.blocks():
            yield from (block.placed(n) for n in range(len(block.texts)))

    def blocks(self) -> Iterator[TextBlock]:
        for medium in Medium:
            yield _Block(tuple(one for one in self.every if one.medium is medium), medium)


def placed_texts(*texts: PlacedText) -> FakeTexts:
    """Texts that an app's test needs."""
    return FakeTexts(texts)
