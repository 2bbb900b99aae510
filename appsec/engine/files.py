"""Strict loading of the YAML files that people write."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import yaml

from appsec.engine.fit import Unfit, builder
from appsec.model.text import Lang

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 50
"""Most lists and mappings within each other; no file that people write comes near."""
_FAR_RIGHT = b"\n" + b" " * (MAX_DEPTH // 2)
"""A line before whose words so many blocks may begin; each takes a character at least."""
_ALIKE = bytes.maketrans(b"\t?:-\r\x85\xa8\xa9", b"    \n\n\n\n")
"""What begins a block as a space, and what ends a line in YAML as a line feed. The last three are
bytes of other characters too, which makes one line two."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""UTF-16, in which every second byte is another."""
_CLOSED = re.compile(rb"[\[{][\w .,:/\x80-\xff-]*[\]}]")
"""Brackets around plain words: no quote, comment or tag in between makes a text of the second, so
that either it closes the first, or both are text."""

_TEXT, _LIST, _MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_LANGUAGES = frozenset(lang.value for lang in Lang)


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
    return yaml_values(path, raw, as_text)


def yaml_values(path: Path, raw: bytes, as_text: bool = False) -> Any:
    """The same of what was read already; `path` is for the message."""
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
        return _value(loader, node)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise FileProblem(path, " ".join(str(error).split())) from error


def _value(loader: yaml.CBaseLoader | yaml.CSafeLoader, node: yaml.Node) -> Any:
    """As the loader constructs it, without asking it for what is plain: text, lists, mappings."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == _TEXT:
            return node.value
    elif isinstance(node, yaml.SequenceNode):
        if node.tag == _LIST:
            return [_value(loader, item) for item in node.value]
    elif node.tag == _MAPPING and all(_is_text(key) for key, _ in node.value):
        return {key.value: _value(loader, value) for key, value in node.value}
    return loader.construct_object(node, deep=True)


def _is_text(node: yaml.Node) -> bool:
    return node.tag == _TEXT and isinstance(node, yaml.ScalarNode)


def _refuse_depth(path: Path, raw: bytes) -> None:
    """Goes through the events alone: building the nodes of a deep file overruns the C stack, which
    ends the process and is no exception. A file without that many brackets within each other, and
    without a line that begins so far to the right, cannot be deep."""
    narrow = not raw.startswith(_WIDE)
    if narrow and _FAR_RIGHT not in b"\n" + raw.translate(_ALIKE) and _few_brackets(raw):
        return
    events = yaml.CBaseLoader(raw)
    depth = 0
    while (event := events.get_event()) is not None:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise FileProblem(path, f"{_line(event)}nested more than {MAX_DEPTH} levels deep")


def _few_brackets(raw: bytes) -> bool:
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return True
    left = _CLOSED.sub(b"", _CLOSED.sub(b"", raw))
    # Those taken out, twice, may have stood in the others.
    return left.count(b"[") + left.count(b"{") + 2 <= MAX_DEPTH


def _line(event: yaml.Event) -> str:
    return f"line {event.start_mark.line + 1}: " if event.start_mark else ""


def _oddities(node: yaml.Node, met: set[int]) -> Iterator[str]:
    if id(node) in met:
        yield f"line {node.start_mark.line + 1}: aliases are not allowed"
        return
    met.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _oddities(item, met)
    elif isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        names = frozenset(keys)
        if len(names) < len(keys):
            for key in sorted(key for key in names if keys.count(key) > 1):
                yield f"line {line}: key given twice: {key}"
        if (given := _LANGUAGES & names) and given != _LANGUAGES:
            yield f"line {line}: a text is missing in {', '.join(sorted(_LANGUAGES - given))}"
        for _, value in node.value:
            yield from _oddities(value, met)


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
