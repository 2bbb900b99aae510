"""Which steps the runs of a guided session really hold whole, whatever was noted of them beside."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from appsec.engine.trace_lines import (
    MAX_LINE,
    START,
    BadLine,
    chained,
    decoded,
    parsed,
    split_chain,
)
from appsec.model.noted import DELETED, FILES_LEFT, REDO, STEP_DONE
from appsec.model.trace import BROKE_OFF, TYPED, Attachment, End, Line, Mark, Phase
from appsec.runtime.run_folder import LOG, TRAFFIC
from appsec.runtime.trace_file import NAME as TRACE

_PHASES = frozenset(str(one) for one in Phase)
_SAID = (b'"t":"mark"', b'"t":"attachment"', b'"t":"end"')
"""What lines of the kinds that tell of steps have in them."""


def held(runs: Iterable[Path]) -> frozenset[str]:
    """The steps whose end a run has, with all the files that were named in them. A step in which a
    run broke off is none of them, nor is any of a run that was changed."""
    return frozenset(step for run in runs for step in _held(run))


def marks_of(run: Path) -> Iterator[Mark]:
    """What was marked in a run, as far as it can be read."""
    with suppress(BadLine, OSError):
        yield from (line for line in _lines(run) if isinstance(line, Mark))


def asked_about(run: Path, step: str) -> frozenset[str]:
    """The files that a step of a run asked about and left others over. When the step is whole, or
    was broken off otherwise than to go on with those left, it is to ask about all of them again."""
    told: set[str] = set()
    left: set[str] = set()
    found: set[str] = set()
    with suppress(BadLine, OSError):
        for line in _lines(run):
            match line:
                case Mark(name=name, note=note) if name == DELETED:
                    told.add(note)
                case Mark(name=name) if name == FILES_LEFT:
                    found |= told
                    left = {*told}
                case Mark(name=name, note=note) if name == BROKE_OFF:
                    found -= set() if note.startswith(REDO) else left
                    told.clear()
                    left.clear()
                case Mark(name=name, note=note) if name == STEP_DONE and note == step:
                    told.clear()
                    found.clear()
    return frozenset(found)


def entered(runs: Iterable[Path]) -> frozenset[str]:
    """The canaries that were entered in any run, in steps that broke off, too: of these the app has
    a field."""
    told: set[str] = set()
    for run in runs:
        told.update(mark.note for mark in marks_of(run) if mark.name == TYPED)
    return frozenset(told)


def _held(run: Path) -> set[str]:
    done: set[str] = set()
    step, ended = "", False
    try:
        for line in _lines(run):
            match line:
                case Mark(name=name, note=note) if name in _PHASES:
                    # What was gone through again counts as it was the last time.
                    step = note
                    done.discard(step)
                case Mark(name=name) if name == BROKE_OFF:
                    done.discard(step)
                    step = ""
                case Mark(name=name, note=note) if name == STEP_DONE and note == step:
                    done.add(step)
                case Attachment() if not _is_there(run, line):
                    done.discard(step)
                    step = ""
                case End():
                    ended = True
    except (BadLine, OSError):
        return set()
    # A run that was not paused is marked as broken off when it is gone on with.
    return done if ended else done - {step}


def _is_there(run: Path, line: Attachment) -> bool:
    """Whether a file is as long as it was when it was named; logs and traffic grow after that."""
    try:
        size = (run / line.path).lstat().st_size
    except OSError:
        return False
    return size >= line.size if line.path in (LOG, TRAFFIC) else size == line.size


def _lines(run: Path) -> Iterator[Line]:
    """The lines that tell of steps, up to half a line at the end. Raises BadLine, OSError."""
    chain = START
    fd = os.open(run / TRACE, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(fd, "rb") as file:
        for raw in iter(lambda: file.readline(MAX_LINE + 1), b""):
            if not raw.endswith(b"\n") and len(raw) <= MAX_LINE:
                return
            body, stated = split_chain(raw.rstrip(b"\n"))
            chain = chained(body, chain)
            if stated != chain:
                raise BadLine("not the line that was written")
            if any(one in raw for one in _SAID):
                yield decoded(parsed(raw))
