"""What every chapter of a dossier's document needs: the dossier, the language, and each build."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from appsec.dossier.choices import Stage
from appsec.dossier.file import Build, Dossier
from appsec.dossier.words import say
from appsec.model.frozen import frozen
from appsec.model.text import Lang, visible
from appsec.report.document import (
    Block,
    Break,
    Code,
    Column,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    Width,
)
from appsec.report.placed import linked, placed
from appsec.report.view import View

MAX_WRITTEN = 2000
"""Longest line of what people wrote, in characters."""

_TICKED, _BLANK = "■", "□"


@frozen
class Part(View):
    """One build's assessment, seen as a part of the dossier: chapters are those of the dossier."""

    build: Build

    def say(self, key: str, **values: object) -> str:
        """One sentence of the dossier, else of the reports."""
        return say(self.lang, key, **values)

    @property
    def prefix(self) -> str:
        """What stands before every anchor of this build."""
        return f"{self.build.platform}-"

    @property
    def name(self) -> str:
        """The platform in words."""
        return self.say(f"platform-{self.build.platform}")


@frozen
class Book:
    """One document in the making. `parts` are the builds in the order of the columns."""

    dossier: Dossier
    lang: Lang
    stage: Stage
    parts: tuple[Part, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = tuple(Part(b.assessment, self.lang, b) for b in self.dossier.builds)
        object.__setattr__(self, "parts", parts)

    def say(self, key: str, **values: object) -> str:
        """One sentence of the dossier, else of the reports."""
        return say(self.lang, key, **values)

    # What people wrote.

    def written(self, text: str) -> Inlines:
        """What was written, line by line, or a line to write on."""
        lines = [visible(line.strip(), MAX_WRITTEN) for line in text.split("\n") if line.strip()]
        told: list[Inline] = []
        for line in lines:
            told += [Break(), Text(line)] if told else [Text(line)]
        return tuple(told) or (Text(self.say("blank")),)

    def cell(self, text: str) -> Inlines:
        """As `written`, within a narrow column."""
        return self.written(text) if text.strip() else (Text(self.say("blank-cell")),)

    def code(self, text: str) -> Inlines:
        """A hash or number, letter by letter, or a line to write on."""
        return (Code(visible(text.strip())),) if text.strip() else (Text(self.say("blank")),)

    def pair(self, key: str, *texts: str) -> tuple[str, Inlines]:
        """A label with what was written; several are told with a stroke between them."""
        told: list[Inline] = []
        for text in texts:
            told += [Text("／"), *self.written(text)] if told else self.written(text)
        return self.say(key), tuple(told)

    def ticks(self, labels: Iterable[tuple[str, bool]]) -> str:
        """Boxes of which some are ticked."""
        return "　".join(f"{_TICKED if on else _BLANK}{label}" for label, on in labels)

    # Builds.

    def names(self) -> str:
        """The platforms, one after the other."""
        return self.say("comma").join(part.name for part in self.parts)

    def each(self, chapter: Callable[[Part], Iterable[Block]], anchor: str) -> Iterator[Block]:
        """A chapter of every build, below the name of its platform."""
        for part in self.parts:
            yield Heading(3, part.name, f"{part.prefix}{anchor}")
            yield from placed(chapter(part), part.prefix, 1)

    def by_platform(
        self, caption: str, rows: Iterable[tuple[str, Callable[[Part], Inlines]]]
    ) -> Table:
        """A table with a column for each build; links of a cell lead into its build."""
        columns = (
            Column(self.say("column-subject"), Width.MIDDLE),
            *(Column(part.name, Width.WIDE) for part in self.parts),
        )
        told = tuple(
            Row(
                (
                    (Strong(label),),
                    *(linked(cell(part), part.prefix) for part in self.parts),
                )
            )
            for label, cell in rows
        )
        return Table(self.say(caption), columns, told)


def words(text: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Text(text),))
