"""What a build says of itself, read in a child: its id, and which Android it is made for."""

import json
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from appsec.engine.child import Emit


class _Silent:
    def begin(self, fact: str) -> None:
        """Nobody is told."""

    def end(self, fact: str) -> None:
        """Nobody is told."""


def work(request: dict[str, Any], _payload: IO[bytes], emit: "Emit") -> None:
    """Emits `id`, and `target`, the build's targetSdkVersion; neither if it cannot be had."""
    from appsec.facts.android import AndroidApp
    from appsec.facts.app import FactUnavailable
    from appsec.readers.artefact import open_artefact
    from appsec.readers.opened import Unreadable
    from appsec.readers.own_id import own_id

    try:
        opened = open_artefact(Path(request["path"]), _Silent(), {})
    except Unreadable:
        return
    try:
        emit({"id": own_id(opened.app)})
        if isinstance(opened.app, AndroidApp):
            emit({"target": int(opened.app.manifest.target_sdk)})
    except FactUnavailable:
        return
    finally:
        opened.close()


def _told(app: Path) -> dict[str, Any]:
    from appsec.engine.isolate import ChildFailure, run_child

    told: dict[str, Any] = {}
    with suppress(ChildFailure):
        run_child(
            "appsec.cli.dynamic_target:work",
            {"path": str(app.absolute())},
            lambda line: told.update(json.loads(line)),
        )
    return told


def target_of(app: Path) -> int:
    """The targetSdkVersion of a build, on which `adb backup` depends; 0 if it cannot be read."""
    return int(_told(app).get("target", 0))


def id_of(app: Path) -> str:
    """The id by which a device knows a build; empty if it cannot be read."""
    return str(_told(app).get("id", ""))


def the_same_app(app: Path, package: str, *, renamed: bool) -> None:
    """Refuses to record another app than the one that is assessed. A variant that somebody signed
    again may be `renamed`. Raises UsageError."""
    from appsec.model.text import visible

    stated = "" if renamed else id_of(app)
    if stated and stated != package:
        names = f"--package {package}: {visible(app.name)} is {visible(stated)[:200]}"
        raise click.UsageError(
            f"{names}; a run of another app shows nothing of it. 此檔案為 {visible(stated)[:200]}，"
            "錄製其他App之執行紀錄不予採計。"
        )
