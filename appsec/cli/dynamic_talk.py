"""Talking with a tester at a terminal, while what collects is watched."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import TextIOWrapper, UnsupportedOperation
from queue import Empty, SimpleQueue
from threading import Thread

import click

from appsec.assess.words import load
from appsec.model.frozen import frozen
from appsec.model.text import Lang, Text, visible

TICK = 0.2
MAX_LINE = 2000


class Leave(Exception):
    """The tester leaves what is being asked: the reason, where one was given."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Skip(Leave):
    """This step is not done."""


class Redo(Leave):
    """This step is done again."""


class Pause(Leave):
    """The session goes on another day; also what the end of the input means."""


class Finish(Leave):
    """The session ends here."""


_WITH_REASON: dict[str, type[Leave]] = {"s": Skip, "r": Redo}
_ALONE: dict[str, type[Leave]] = {"p": Pause, "q": Finish}


@frozen
class Answer:
    """What was said: one of the keys that were asked for, and the rest of the line; or, with an
    empty key, the line."""

    key: str
    text: str


class Talk:
    """Says and asks in one language. `watch` is called all the while that somebody thinks."""

    def __init__(self, lang: str, watch: Callable[[], None]) -> None:
        self._lang = Lang(lang)
        self.watch = watch
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()

    def say(self, key: str, *, colour: str = "", bold: bool = False, **values: object) -> None:
        """One sentence with its values, nothing invisible in them."""
        click.secho(self.words(key, **values), fg=colour or None, bold=bold or None)

    def words(self, key: str, **values: object) -> str:
        """The sentence itself."""
        shown = {name: visible(str(value), MAX_LINE) for name, value in values.items()}
        return load("session")[key].text[self._lang].format_map(shown)

    def tell(self, of: Text) -> None:
        """Says a text of the data files."""
        click.echo(self.text(of))

    def lines(self, told: Iterable[str]) -> None:
        """Says lines that are whole already."""
        for line in told:
            click.echo(visible(line, MAX_LINE))

    def text(self, of: Text) -> str:
        """A text of the data files or of an app, on one line."""
        return visible(" ".join(of.get(self._lang, "").split()), MAX_LINE)

    def ask(
        self, key: str, keys: str = "", *, leave: str = "srpq", free: bool = False, **values: object
    ) -> Answer:
        """Asks until the answer is one of the letters `keys`, an empty line or, if it is `free`,
        any other. What was typed before it is asked does not count. Raises Leave as far as `leave`
        has its key."""
        self._drop_waiting()
        while True:
            click.secho(self.words(key, **values), fg="cyan")
            click.echo("> ", nl=False)
            line = self._line()
            word, _, rest = line.partition(" ")
            if word in tuple(leave) and (one := _ALONE.get(word)) and not rest:
                raise one()
            if word in tuple(leave) and (reasoned := _WITH_REASON.get(word)):
                if not rest.strip():
                    self.say("reason-needed")
                    continue
                raise reasoned(rest.strip())
            if word and word in tuple(keys):
                return Answer(word, rest.strip())
            if free or not line:
                return Answer("", line)
            self.say("keys")

    def choice(self, question: str, keys: str) -> str:
        """Says a question and asks until one of these letters is the answer. Raises Pause at the
        end of the input."""
        said = ""
        while not said:
            click.echo(question)
            said = self.ask("choice", keys, leave="", keys_="/".join(keys)).key
        return said

    def _line(self) -> str:
        while True:
            try:
                line = self._lines.get(timeout=TICK)
            except Empty:
                self.watch()
                continue
            if line is None:
                raise Pause()
            return line.strip()

    def _read(self) -> None:
        """In a thread of its own: what is watched must not wait for a person."""
        for line in lines_given():
            self._lines.put(line)
        self._lines.put(None)

    def _drop_waiting(self) -> None:
        """Enter that was pressed while something was collected would confirm what nobody did."""
        over = False
        while not self._lines.empty():
            over |= self._lines.get() is None
        if over:
            self._lines.put(None)


def lines_given() -> Iterator[str]:
    """The lines of the standard input; bytes that are no text are shown as such, and an input that
    breaks is at its end."""
    with suppress(OSError, ValueError):
        if isinstance(sys.stdin, TextIOWrapper):
            with suppress(UnsupportedOperation):  # something was read from it already
                sys.stdin.reconfigure(errors="backslashreplace")
        yield from sys.stdin
