"""Strict loading of the YAML files that people write."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from appsec.model.text import Lang

T = TypeVar("T")

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 50
"""Most lists and mappings within each other; no file that people write comes near."""


class FileProblem(Exception):
    """A file that people write cannot be used: which, where in it, and why."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = str(path)
        self.why = why


def read_yaml(path: Path, as_text: bool = False) -> Any:
    """The plain values of a YAML file. Raises FileProblem naming file, line and cause.

    Aliases and repeated keys are refused: neither belongs in a file that people review. `as_text`
    takes every value as it is written: `no`, 04541302 and 2026-12-31 are texts like any other.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    if len(raw) > MAX_BYTES:
        raise FileProblem(path, f"larger than {MAX_BYTES} bytes")
    try:
        _refuse_depth(path, raw)
        loader = yaml.CBaseLoader(raw) if as_text else yaml.CSafeLoader(raw)
        node = loader.get_single_node()
        if node is None:
            return None
        for problem in _oddities(node, set()):
            raise FileProblem(path, problem)
        return loader.construct_document(node)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise FileProblem(path, " ".join(str(error).split())) from error


def _refuse_depth(path: Path, raw: bytes) -> None:
    """Goes through the events alone: building the nodes of a deep file overruns the C stack, which
    ends the process and is no exception."""
    events = yaml.CBaseLoader(raw)
    depth = 0
    while (event := events.get_event()) is not None:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise FileProblem(path, f"{_line(event)}nested more than {MAX_DEPTH} levels deep")


def _line(event: yaml.Event) -> str:
    return f"line {event.start_mark.line + 1}: " if event.start_mark else ""


def _oddities(node: yaml.Node, met: set[int]) -> Iterator[str]:
    line = node.start_mark.line + 1
    if id(node) in met:
        yield f"line {line}: aliases are not allowed"
        return
    met.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _oddities(item, met)
    elif isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield f"line {line}: key given twice: {key}"
        languages = {lang.value for lang in Lang}
        if (given := languages & set(keys)) and given != languages:
            yield f"line {line}: a text is missing in {', '.join(sorted(languages - given))}"
        for _, value in node.value:
            yield from _oddities(value, met)


def conform(path: Path | str, values: Any, shape: type[T]) -> T:
    """`values` as a frozen dataclass. Raises FileProblem naming the first keys that do not fit."""
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
def _adapter(shape: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(shape)
