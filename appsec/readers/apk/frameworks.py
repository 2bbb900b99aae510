"""Frameworks and packers, recognised by the names of their files and, for code, their classes."""

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import field
from fnmatch import translate
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.app import Known
from appsec.facts.framework import Framework, FrameworkKind
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.files import AppFiles

_ANYWHERE = "*/"


@frozen
class Mark:
    """One row of the table."""

    __pydantic_config__ = STRICT

    name: str
    files: tuple[str, ...]
    kind: FrameworkKind = FrameworkKind.FRAMEWORK
    classes: tuple[str, ...] = ()
    payload: tuple[str, ...] = ()
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@frozen
class _Table:
    __pydantic_config__ = STRICT

    marks: tuple[Mark, ...]


@cache
def marks() -> tuple[Mark, ...]:
    """Every framework and packer that is known."""
    path = Path(__file__).with_name("frameworks.yaml")
    return conform(path, {"marks": read_yaml(path)}, _Table).marks


def read_frameworks(files: AppFiles) -> Known[tuple[Framework, ...]]:
    """What the names show. A file that was refused still has its name."""
    places = {name: place for part in files.parts for name, place in part.files()}
    told = _matching(places, [p for mark in marks() for p in _patterns(mark)])
    return Known(tuple(_seen(places, told)), _refused(files))


def _seen(places: Mapping[str, str], told: list[str]) -> Iterator[Framework]:
    for mark in marks():
        if shown := _matching(told, mark.files):
            variant = next((one for one, of in mark.variants.items() if _matching(told, of)), "")
            payload = tuple(places[name] for name in _matching(told, mark.payload))
            yield Framework(mark.name, mark.kind, Location(places[shown[0]]), variant, payload)


def unread_code(frameworks: Iterable[Framework], classes: Container[str]) -> Iterator[Gap]:
    """What these keep from a reader of DEX files, one gap each; classes go by their names.

    Ordinary native libraries are no gap: nearly every app has some of its libraries', and a gap
    for each would leave every item of every app open. The coverage section tells that they are
    not looked at; what is told apart here is where the app itself is written in something else.
    """
    shown = {one.name: one for one in frameworks}
    for mark in marks():
        found = shown.get(mark.name)
        evidence = next((one for one in mark.classes if one in classes), "")
        if found or evidence:
            files = (found.payload or (found.at.file,)) if found else (evidence,)
            name = found.title if found else mark.name
            values = {"framework": name, "file": files[0], "count": str(len(files))}
            key = "packed-code" if mark.kind is FrameworkKind.PACKER else "framework-code"
            yield Gap("code", Cause.OUT_OF_REACH, key, values)


def _refused(files: AppFiles) -> tuple[Gap, ...]:
    """An entry that was refused may be code, or show a framework under another name."""
    for part in files.archives:
        for name, refusal in part.archive.refused.items():
            values = {"file": part.place + name, "refusal": refusal.value}
            return (Gap("frameworks", Cause.LOST, "refused-file", values),)
    return ()


def _patterns(mark: Mark) -> Iterator[str]:
    yield from (*mark.files, *mark.payload)
    for of in mark.variants.values():
        yield from of


def _matching(names: Collection[str], patterns: Iterable[str]) -> list[str]:
    if not names:
        return []  # most apps show none, and each pattern takes its time to compile
    return sorted(filter(_matcher(tuple(patterns)), names))


@cache
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], re.Match[str] | None]:
    """Those of files in any folder look for the folder once for all of them."""
    anywhere = [translate(one[len(_ANYWHERE) :]) for one in patterns if one.startswith(_ANYWHERE)]
    fixed = [translate(one) for one in patterns if not one.startswith(_ANYWHERE)]
    below = [f"(?s:.*/)(?:{'|'.join(anywhere)})"] if anywhere else []
    return re.compile("|".join((*fixed, *below)) or r"(?!)").match
