"""The tables of knowledge that the inventory shares with checks, and small readers of texts."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.content import content_dir
from appsec.engine.files import read_yaml
from appsec.facts.constants import constant_text
from appsec.facts.outside import beginning
from appsec.facts.values import New, Returned, Value

_URL = re.compile(
    r"(?:https?|wss?)://(?:[^/?#@\s]*@)?(?P<host>[a-z0-9_][a-z0-9._-]*+)(?![%{$])(?P<end>[/?#:]?)",
    re.I,
)
"""An address. A host that a place to be filled in follows is only the beginning of one."""
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?", re.I)


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


def host_of(value: Value) -> str:
    """The host of a constant address in code; empty where any of it depends on the run."""
    match = _URL.match(beginning(value))
    if match is None:
        return ""
    whole = constant_text(_innermost(value)) is not None
    return _plausible(match["host"]) if match["end"] or whole else ""


def hosts_in(text: str) -> tuple[str, ...]:
    """The hosts of the addresses in a text."""
    return tuple(filter(None, (_plausible(match["host"]) for match in _URL.finditer(text))))


def _plausible(host: str) -> str:
    """A host by name or number in small letters; one with a place to fill in is none."""
    name = host.casefold().rstrip(".")
    return name if _HOST.fullmatch(name) and name not in known()["names_only"] else ""


def _innermost(value: Value) -> Value:
    """What an object such as a URL was made of, if that is one value."""
    while isinstance(value, (New, Returned)) and value.arguments:
        value = next((one for one in value.arguments if beginning(one)), value.arguments[0])
    return value
