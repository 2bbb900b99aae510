"""What in a manifest points to a login or to transactions, by the table beside this module."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.android import Manifest
from appsec.model.check import STRICT
from appsec.model.package import ClassHint, Purpose


@dataclass(frozen=True, slots=True)
class _Mark:
    """One product, and the names that show it: of components, intent actions and so on."""

    __pydantic_config__ = STRICT

    what: str
    purpose: Purpose
    components: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    meta_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    __pydantic_config__ = STRICT

    marks: tuple[_Mark, ...]


@cache
def _marks() -> tuple[_Mark, ...]:
    path = Path(__file__).with_suffix(".yaml")
    return conform(path, {"marks": read_yaml(path)}, _Table).marks


def hints_of(manifest: Manifest) -> tuple[ClassHint, ...]:
    """One hint for each product, with the first place that shows it."""
    found = ((mark, next(_places(mark, manifest), "")) for mark in _marks())
    return tuple(ClassHint(mark.purpose, mark.what, place) for mark, place in found if place)


def _places(mark: _Mark, manifest: Manifest) -> Iterator[str]:
    for used in manifest.uses_permissions:
        if _matches(used.name, mark.permissions):
            yield f"{used.at.file}/{used.at.member}"
    for component in manifest.components:
        actions = (action for f in component.filters for action in f.actions)
        if (
            _matches(component.name, mark.components)
            or any(_matches(action, mark.actions) for action in actions)
            or any(_matches(name, mark.meta_data) for name in component.meta_data or {})
        ):
            yield f"{component.at.file}/{component.at.member}"
    for name in manifest.meta_data or {}:
        if _matches(name, mark.meta_data):
            yield f"{manifest.at.file}/meta-data {name}"


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(
        name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
        for pattern in patterns
    )
