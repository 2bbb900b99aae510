"""The tables of knowledge that the inventory shares with checks."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.engine.shipped import content_dir


@cache
def known() -> Any:
    """The table beside this module."""
    return read_yaml(Path(__file__).with_name("known.yaml"))


@cache
def of_checks(name: str) -> Any:
    """A table that checks have: `android/privacy/identifiers`."""
    folder, _, stem = name.rpartition("/")
    return read_yaml(content_dir("checks") / folder / f"_{stem}.yaml")


def filled(detail: Mapping[str, str]) -> dict[str, str]:
    """What is known of a thing; what is not is left out."""
    return {key: value for key, value in detail.items() if value}
