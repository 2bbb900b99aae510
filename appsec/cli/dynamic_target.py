"""Which Android a build is made for, read in a child: `adb backup` depends on it."""

from pathlib import Path
from typing import IO, Any

from appsec.engine.child import Emit


class _Silent:
    def begin(self, fact: str) -> None:
        """Nobody is told."""

    def end(self, fact: str) -> None:
        """Nobody is told."""


def work(request: dict[str, Any], _payload: IO[bytes], emit: Emit) -> None:
    """Emits `target`, the build's targetSdkVersion; nothing if it cannot be had."""
    from appsec.facts.app import FactUnavailable
    from appsec.readers.artefact import open_artefact
    from appsec.readers.opened import Unreadable

    try:
        opened = open_artefact(Path(request["path"]), _Silent(), {})
    except Unreadable:
        return
    try:
        emit({"target": int(opened.app.read("manifest").target_sdk)})
    except FactUnavailable:
        return
    finally:
        opened.close()


def target_of(app: Path) -> int:
    """The targetSdkVersion of a build; 0 if it cannot be read."""
    import json

    from appsec.engine.isolate import ChildFailure, run_child

    told: list[int] = []
    try:
        run_child(
            "appsec.cli.dynamic_target:work",
            {"path": str(app)},
            lambda line: told.append(int(json.loads(line)["target"])),
        )
    except ChildFailure:
        return 0
    return told[-1] if told else 0
