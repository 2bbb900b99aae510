"""Where a user's database lies if nobody names another."""

from collections.abc import Mapping
from pathlib import Path

from appsec.engine.data_folder import data_folder

NAME = "advisories.sqlite"


def default_place(environment: Mapping[str, str] | None = None, system: str = "") -> Path:
    """The file in the folder for data of programs."""
    return data_folder(environment, system) / NAME
