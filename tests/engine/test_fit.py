"""What ships is taken the quick way, as pydantic takes it; what does not fit is left to pydantic."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from appsec.engine.content import read_metadata
from appsec.engine.files import Bounds, read_yaml
from appsec.engine.fit import Unfit, builder
from appsec.engine.shipped import content_dir
from appsec.model.check import STRICT, Metadata
from appsec.model.profile import Requirement


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    __pydantic_config__ = STRICT

    colour: Colour


@dataclass(frozen=True, slots=True)
class Shape:
    __pydantic_config__ = STRICT

    text: str
    number: int = 1
    share: float = 0.0
    flag: bool = False
    share: float = 0.0
    colour: Colour | None = None
    words: tuple[str, ...] = ()
    inner: Mapping[str, Inner] | None = None


@pytest.mark.parametrize(
    "values",
    [
        {"text": "a"},
        {
            "text": "a",
            "number": 2,
            "share": 3.5,
            "flag": True,
            "colour": "red",
            "words": ["b", "c"],
        },
        {"text": "a", "colour": None, "inner": {"x": {"colour": "red"}}},
        {"text": "a", "share": 2.5},
    ],
)
def test_what_fits_is_built_as_pydantic_builds_it(values: dict[str, Any]) -> None:
    assert builder(Shape)(values) == TypeAdapter(Shape).validate_python(values, strict=False)


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {},
        {"text": 1},
        {"text": "a", "share": "3.5"},
        {"text": "a", "share": "2.5"},
        {"text": "a", "unknown": 1},
        {"text": "a", "number": True},
        {"text": "a", "number": 1.0},
        {"text": "a", "number": "1"},
        {"text": "a", "flag": 1},
        {"text": "a", "colour": "blue"},
        {"text": "a", "words": "bc"},
        {"text": "a", "words": [None]},
        {"text": "a", "inner": {"x": {}}},
        {"text": "a", "inner": {1: {"colour": "red"}}},
    ],
)
def test_what_does_not_fit_is_refused_as_pydantic_refuses_it(values: Any) -> None:
    with pytest.raises(Unfit):
        builder(Shape)(values)
    with pytest.raises(ValidationError):
        TypeAdapter(Shape).validate_python(values)


@dataclass(frozen=True, slots=True)
class Lenient:
    text: str


@dataclass(frozen=True, slots=True)
class Renamed:
    __pydantic_config__ = STRICT | {"alias_generator": str.upper}

    text: str


@pytest.mark.parametrize(
    "shape", [Lenient, Renamed, Annotated[str, Bounds(min_length=1)], tuple[str, int], str | int]
)
def test_a_type_with_rules_of_its_own_is_left_to_pydantic(shape: Any) -> None:
    with pytest.raises(Unfit):
        builder(shape)


def test_the_metadata_of_checks_are_what_pydantic_makes_of_them() -> None:
    found = read_metadata()
    assert found
    adapter = TypeAdapter(Metadata)
    for values in found.values():
        assert builder(Metadata)(values) == adapter.validate_python(values, strict=False)


def test_the_requirements_are_what_pydantic_makes_of_them() -> None:
    adapter = TypeAdapter(Requirement)
    paths = sorted((content_dir("profiles") / "tw-v1.4").glob("*.yaml"))
    rows = [r for path in paths for r in read_yaml(path).get("requirements", ())]
    assert rows
    for row in rows:
        assert builder(Requirement)(row) == adapter.validate_python(row, strict=False)
