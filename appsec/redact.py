"""Copies a run without what people must not see: values, contents and texts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from appsec.assess.words import fill, load
from appsec.engine.trace_lines import MAX_LINE, decoded, parsed
from appsec.model.text import Text
from appsec.model.trace import (
    TYPED,
    Call,
    Canary,
    End,
    EndReason,
    Life,
    Line,
    Mark,
    Meta,
    State,
)
from appsec.readers.trace.index import REDACTED, BadTrace, index
from appsec.readers.trace.runs import TRACE
from appsec.runtime.trace_file import TraceFile


class NotRedacted(Exception):
    """A folder of which no redacted copy can be made; says why in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def redacted(run: Path, to: Path) -> None:
    """Writes the redacted trace of a run into a new folder; nothing else of the run is copied.

    What follows a place where the trace is damaged is left out, and the copy has no end then.
    Raises NotRedacted, FileExistsError and OSError.
    """
    try:
        told = index(run / TRACE)
    except BadTrace as error:
        values = {"run": run.name, "line": "0", "why": error.why}
        raise NotRedacted(fill(load("gaps")[str(error.trouble)].text, values)) from error
    to.mkdir(mode=0o700)
    with TraceFile(to, replace(_bare_meta(told.meta), schema=REDACTED)) as file:
        for line in _lines(run / TRACE, told.lines):
            if isinstance(line, End):
                file.end(EndReason(line.reason), line.at)
            else:
                file.write([_bare(line)])


def _lines(path: Path, count: int) -> Iterator[Line]:
    with path.open("rb") as file:
        file.readline(MAX_LINE)
        for _ in range(count - 1):
            yield decoded(parsed(file.readline(MAX_LINE)))


def _bare_meta(meta: Meta) -> Meta:
    return replace(meta, canaries=tuple(map(_bare_canary, meta.canaries)))


def _bare_canary(one: Canary) -> Canary:
    # A telephone number is soon found from its hash: there are not many.
    return replace(one, sha256="", label="")


def _bare(line: Line) -> Line:
    match line:
        case Canary():
            return _bare_canary(line)
        case Call():
            return replace(line, target=None, arguments=(), result=None)
        case State():
            return replace(line, value=None, subject="")
        case Mark() if line.name != TYPED:
            return replace(line, note="")
        case Life():
            return replace(line, why="")
    return line
