"""The child's work: read one artefact and run the checks, telling the parent step by step."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from appsec.engine.child import Emit
from appsec.engine.content import load_checks
from appsec.engine.run import all_gaps, run
from appsec.engine.wire import to_plain
from appsec.facts.app import FactUnavailable, Known, Reader
from appsec.model.outcome import Cause
from appsec.readers.artefact import open_artefact
from appsec.readers.opened import Opened, Unreadable


class _Telling:
    """A journal that tells the parent, so that a crash can be charged to its fact."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit

    def begin(self, fact: str) -> None:
        self._emit({"begin": fact})

    def end(self, fact: str) -> None:
        self._emit({"end": fact})


def work(request: dict[str, Any], _: IO[bytes], emit: Emit) -> None:
    """Emits `unreadable`, or in turn `platform` with `sha256`, an `outcome` for each check,
    `gaps` and `package`.

    `request` has `path`, `checks` (a folder of the user's own, or empty) and `lost`: facts that
    killed an earlier child, by name with the cause's key.
    """
    try:
        opened = open_artefact(Path(request["path"]), _Telling(emit), _unavailable(request["lost"]))
    except Unreadable as reason:
        emit({"unreadable": {"key": reason.key, "values": reason.values}})
        return
    try:
        _tell(opened, request["checks"], emit)
    finally:
        opened.close()


def _tell(opened: Opened, own_checks: str, emit: Emit) -> None:
    emit({"platform": opened.app.platform, "sha256": opened.sha256()})
    own = Path(own_checks) if own_checks else None
    checks = load_checks(opened.app.platform, own).values()
    opened.app.watched = frozenset(api for check in checks for api in check.about.watches)
    opened.app.watched_in_own = frozenset(a for check in checks for a in check.about.watches_own)
    for check in checks:
        emit({"outcome": to_plain(run(check, opened.app))})
    emit({"gaps": [asdict(gap) for gap in all_gaps(opened.app)]})
    emit({"package": asdict(opened.package())})


def _unavailable(lost: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Reader]:
    def reader(why: Mapping[str, Any]) -> Reader:
        def read(_: object) -> Known[Any]:
            raise FactUnavailable(Cause.LOST, why["key"], why["values"])

        return read

    return {fact: reader(why) for fact, why in lost.items()}
