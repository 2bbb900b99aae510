"""What in a manifest points to a login or to transactions, by the table beside this module."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.android import Manifest
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.package import ClassHint, Purpose


@frozen
class _Mark:
    """One product, and the names that show it: of components, intent actions and so on."""

    __pydantic_config__ = STRICT

    what: str
    purpose: Purpose
    components: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    meta_data: tuple[str, ...] = ()


@frozen
class _Table:
    __pydantic_config__ = STRICT

    marks: tuple[_Mark, ...]


@cache
def _marks() -> tuple[_Mark, ...]:
    path = Path(__file__).with_suffix(".yaml")
    return conform(path, {"marks": read_yaml(path)}, _Table).marks


def hints_of(manifest: Manifest) -> tuple[ClassHint, ...]:
    """One hint for each product, with the first place that shows it."""
    named = tuple(_named(manifest))
    found = ((mark, next(_places(mark, named), "")) for mark in _marks())
    return tuple(ClassHint(mark.purpose, mark.what, place) for mark, place in found if place)


_Named = tuple[str, str, tuple[str, ...]]
"""A place, and names of one kind there: the kind is what a mark calls them."""


def _named(manifest: Manifest) -> Iterator[_Named]:
    for used in manifest.uses_permissions:
        yield f"{used.at.file}/{used.at.member}", "permissions", (used.name,)
    for component in manifest.components:
        place = f"{component.at.file}/{component.at.member}"
        yield place, "components", (component.name,)
        if actions := tuple(action for f in component.filters for action in f.actions):
            yield place, "actions", actions
        if component.meta_data:
            yield place, "meta_data", tuple(component.meta_data)
    for name in manifest.meta_data or {}:
        yield f"{manifest.at.file}/meta-data {name}", "meta_data", (name,)


def _places(mark: _Mark, named: Iterable[_Named]) -> Iterator[str]:
    wanted = {
        "permissions": mark.permissions,
        "components": mark.components,
        "actions": mark.actions,
        "meta_data": mark.meta_data,
    }
    ways = {kind: _way(patterns) for kind, patterns in wanted.items() if patterns}
    for place, kind, names in named:
        if way := ways.get(kind):
            exact, begins = way
            if any(name in exact or name.startswith(begins) for name in names):
                yield place


def _way(patterns: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names that are meant, and how those begin of which only the beginning is given."""
    begins = tuple(one[:-1] for one in patterns if one.endswith("*"))
    return frozenset(one for one in patterns if not one.endswith("*")), begins
