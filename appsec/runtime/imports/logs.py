"""The system's log from a file: Android's logcat in its formats, and iOS's syslog."""

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from appsec.model.frozen import frozen
from appsec.model.run_files import LogLine
from appsec.model.trace import Phase
from appsec.runtime.imports.gathered import LOG, Gathered, Unusable, opened
from appsec.runtime.imports.log_lines import (
    BUFFER,
    SAMPLE,
    STRANGE,
    Clock,
    Printed,
    form_of,
    printed,
)
from appsec.runtime.imports.owners import Owners
from appsec.runtime.imports.timeline import LATEST
from appsec.runtime.process_names import process_in

_MAIN = "beginning of main"
MAX_FILE = 1 << 30
MAX_LINES = 2_000_000
MAX_LINE = 16 << 10
_EXPIRED = ("expire ", "uid=")
"""What Android's log says where it dropped lines of a process that prints too many."""


@frozen
class Whose:
    """How the app's own lines are known: by the package that the log names, by what the tester
    says of processes and user ids, on iOS by the process's name."""

    package: str
    pids: Collection[int] = ()
    uids: Collection[int] = ()
    process: str = ""


def read_log(path: Path, whose: Whose, clock: Clock) -> Gathered:
    """The lines of a log, the app's own told apart. Raises Unusable."""
    told = Gathered()
    with opened(path, MAX_FILE) as file:
        form = form_of(list(islice(_lines(file), SAMPLE)))
        if not form:
            raise Unusable("unreadable", why="no logcat or syslog")
        file.seek(0)
        lines = list(islice(printed(_lines(file), form, clock), MAX_LINES + 1))
        torn = _torn(file)
    told.program = {"ios": "idevicesyslog"}.get(form, f"logcat -v {form}")
    if len(lines) > MAX_LINES:
        told.lose("too-many", most=str(MAX_LINES))
        torn = True
        lines.pop()
    owners = Owners(whose.package, {*whose.pids}, {*whose.uids})
    if form != "ios":
        owners.learn(lines)
    _keep(told, lines, owners, whose.process if form == "ios" else None)
    if torn:
        last = max((one.at for one in told.log), default=0)
        told.lose("torn", count=str(len(told.log)))
        told.hole(LOG, "the log is cut off", last, LATEST)
    if not any(line.own for line in told.log):
        told.lose("own-lines-unknown")
    return told


def _keep(told: Gathered, lines: list[Printed], owners: Owners, process: str | None) -> None:
    first = last = None
    untimed = 0
    for line in lines:
        if line.pid == BUFFER:
            # What apps print has a buffer of its own, which may reach less far back than others.
            first = None if line.text == _MAIN else first
            continue
        tag, own = line.tag, owners.own(line)
        if process is not None:
            named, is_it = process_in(tag, process)
            tag, own = process if is_it else named.partition("(")[0], own or is_it
        if line.at is not None:
            last = line.at if last is None else max(last, line.at)
            first = line.at if first is None else min(first, line.at)
        if line.pid == STRANGE:
            told.lose("lines-unread")
            told.hole(LOG, "a line that is none", last)
        elif line.at is None:
            untimed += 1
        if line.tag == "chatty" and all(sign in line.text for sign in _EXPIRED):
            told.lose("lines-dropped")
            told.hole(LOG, "the device dropped lines", line.at)
        at = (last if line.pid == STRANGE else line.at) or 0
        told.log.append(
            LogLine(at, Phase.BEFORE, line.text, tag, line.level, max(line.pid, 0), own)
        )
    if untimed:
        told.lose("lines-untimed", count=str(untimed))
        told.hole(LOG, "lines have no time")
    elif first is not None and last is not None:
        told.spans(LOG, first, last)
    told.lived += owners.lived


def _lines(file: IO[bytes]) -> Iterator[str]:
    while raw := file.readline(MAX_LINE):
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _torn(file: IO[bytes]) -> bool:
    """Whether the file ends in the midst of a line."""
    size = file.seek(0, 2)
    if not size:
        return False
    file.seek(size - 1)
    return file.read(1) != b"\n"
