"""Opens an artefact by its content, never by its name."""

from collections.abc import Mapping
from pathlib import Path

from appsec.facts.app import Journal, Reader
from appsec.readers.opened import Opened, Unreadable


def open_artefact(path: Path, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    """The app inside. `instead` replaces the readers of facts that are known to be lost."""
    raise Unreadable("not-an-app")
