"""Frameworks that keep an app's code away from a reader of arm64, by their files and classes."""

import re
from collections.abc import Container, Iterable, Iterator
from fnmatch import translate
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap


@frozen
class Mark:
    """One row of the table."""

    __pydantic_config__ = STRICT

    name: str
    files: tuple[str, ...]
    classes: tuple[str, ...]
    payload: tuple[str, ...]


@frozen
class _Table:
    __pydantic_config__ = STRICT

    marks: tuple[Mark, ...]


@cache
def marks() -> tuple[Mark, ...]:
    """Every framework that is known."""
    path = Path(__file__).with_name("frameworks.yaml")
    return conform(path, {"marks": read_yaml(path)}, _Table).marks


def unread_code(
    fact: str, app: str, files: Iterable[str], classes: Container[str]
) -> Iterator[Gap]:
    """What these keep away, one gap each. `files` are all below the app's folder `app`."""
    below = sorted(name.removeprefix(f"{app}/") for name in files)
    for mark in marks():
        shown = _matching(below, mark.files)
        evidence = next((one for one in mark.classes if one in classes), "")
        if shown or evidence:
            payload = _matching(below, mark.payload) or shown[:1]
            place = f"{app}/{payload[0]}" if payload else evidence
            values = {"framework": mark.name, "file": place, "count": str(max(len(payload), 1))}
            yield Gap(fact, Cause.OUT_OF_REACH, "framework-code-ios", values)


def shown_frameworks(app: str, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The frameworks that files below the app's folder show, each with the first such file."""
    below = sorted(name.removeprefix(f"{app}/") for name in files)
    for mark in marks():
        if shown := _matching(below, mark.files):
            yield mark.name, f"{app}/{shown[0]}"


def _matching(names: Iterable[str], patterns: tuple[str, ...]) -> list[str]:
    return [name for name in names if _matcher(patterns).match(name)]


@cache
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)) or r"(?!)")
