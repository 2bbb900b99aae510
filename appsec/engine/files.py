"""Strict loading of the YAML files that people write."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from appsec.engine.fit import Unfit, builder
from appsec.engine.shipped import kept

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

MAX_BYTES = 4 * 1024 * 1024
_READING = 1
"""Changes with what is read from a file: what ships is not parsed again until then."""


class FileProblem(Exception):
    """A file that people write cannot be used: which, where in it, and why."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = str(path)
        self.why = why


class Bounds:
    """What pydantic's `Field` says of a type in `Annotated`, without importing it for all who
    only know that there is such a file."""

    def __init__(self, **bounds: Any) -> None:
        self._bounds = bounds

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import Field

        return handler.generate_schema(Annotated[source, Field(**self._bounds)])


def read_yaml(path: Path, as_text: bool = False) -> Any:
    """The plain values of a YAML file. Raises FileProblem naming file, line and cause.

    Aliases and repeated keys are refused: neither belongs in a file that people review. `as_text`
    takes every value as it is written: `no`, 04541302 and 2026-12-31 are texts like any other.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    values: list[Any] = []

    def parsed() -> bytes:
        from appsec.engine.yaml_file import yaml_values

        values.append(yaml_values(path, raw, as_text))
        return _as_json(values[0])

    known = kept(path, raw, f"{_READING}{'t' * as_text}.json", parsed)
    return values[0] if values else json.loads(known)


def _as_json(values: Any) -> bytes:
    """Empty if JSON would give back anything else."""
    try:
        text = json.dumps(values, ensure_ascii=False)
    except TypeError:
        return b""
    return text.encode() if repr(json.loads(text)) == repr(values) else b""


def conform(path: Path | str, values: Any, shape: type[T]) -> T:
    """`values` as a frozen dataclass. Raises FileProblem naming the first keys that do not fit."""
    try:
        fit: T = builder(shape)(values)  # type: ignore[arg-type]
        return fit
    except (Unfit, RecursionError):
        return _conform_or_tell(path, values, shape)


def _conform_or_tell(path: Path | str, values: Any, shape: type[T]) -> T:
    from pydantic import ValidationError

    try:
        adapter: TypeAdapter[T] = _adapter(shape)  # type: ignore[arg-type]
        return adapter.validate_json(json.dumps(values))
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}"
            for e in error.errors(include_url=False)[:5]
        ]
        raise FileProblem(path, "; ".join(problems)) from error
    except (TypeError, ValueError) as error:
        raise FileProblem(path, str(error)) from error


def schema_of(shape: type[Any]) -> dict[str, Any]:
    """JSON Schema of a file that people write, for editors."""
    return _adapter(shape).json_schema()  # type: ignore[arg-type]


@cache
def _adapter(shape: type[T]) -> "TypeAdapter[T]":
    from pydantic import TypeAdapter

    return TypeAdapter(shape)
