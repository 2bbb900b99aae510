"""YAML as plain values: not too deep, without aliases, repeated keys and missing translations."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from appsec.engine.files import MAX_BYTES, FileProblem
from appsec.model.text import Lang

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
