"""Changes to a YAML file that people write: comments stay, and no value changes but the one meant.

Each change is made in the text and proved on the values: a file that came out as anything but the
old values with that one change is never returned.
"""

import json
from collections.abc import Callable
from typing import Any

import yaml

from appsec.assess.written import with_days_as_text

Place = tuple[str | int, ...]
"""Keys and numbers that lead to a value from the top of the file."""


class Uneditable(Exception):
    """The text is of a form that cannot be changed safely; the message says what to change."""


class _Plain(yaml.SafeDumper):
    """Writes no aliases, which the files must not have, and lists below their key."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def append(text: str, place: Place, value: Any) -> str:
    """The text with one more entry at the end of the list at `place`."""
    node = _node(text, place)
    if isinstance(node, yaml.SequenceNode) and node.value and node.flow_style:
        raise Uneditable(f"write {_named(place)} with one line for each entry, as - entry")
    if isinstance(node, yaml.SequenceNode) and node.value:
        column = node.start_mark.column
        changed = _insert(text, _end(text, node), _block([value], column))
    else:
        depth = sum(isinstance(part, str) for part in place)
        block = _block([value], 2 * depth).rstrip("\n")
        before = text[: node.start_mark.index].rstrip(" ")
        # What stands behind an empty list is about the list, and stays on its line.
        line_end = text.find("\n", node.end_mark.index)
        rest = text[node.end_mark.index : line_end if line_end >= 0 else len(text)]
        aside = rest if rest.lstrip().startswith("#") else ""
        changed = before + aside + "\n" + block + text[node.end_mark.index + len(aside) :]
    return _proved(text, changed, place, lambda values: values.append(value))


def put(text: str, place: Place, key: str, value: Any) -> str:
    """The text with `key` of the mapping at `place` set to a value, added at its end if new."""
    node = _node(text, place)
    if not isinstance(node, yaml.MappingNode):
        raise Uneditable(f"{_named(place)} is no mapping")
    known = {each.value: found for each, found in node.value}
    if key in known:
        changed = _replaced(text, known[key], value, (*place, key))
    elif node.flow_style:
        last = node.end_mark.index - 1
        changed = f"{text[:last]}, {json.dumps(key)}: {_flow(value)}{text[last:]}"
    else:
        block = _block({key: value}, node.start_mark.column)
        changed = _insert(text, _end(text, node), block)
    return _proved(text, changed, place, lambda values: values.update({key: value}))


def _node(text: str, place: Place) -> yaml.Node:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in place:
        if isinstance(part, int) and isinstance(node, yaml.SequenceNode):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((found for key, found in node.value if key.value == part), None)
        else:
            node = None
        if node is None:
            break
    if node is None:
        raise Uneditable(f"{_named(place)} is not there")
    return node


def _end(text: str, node: yaml.Node) -> int:
    """Where the line ends on which the last written part of a block ends."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    at = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return at
    line_end = text.find("\n", at)
    return len(text) if line_end < 0 else line_end + 1


def _insert(text: str, at: int, block: str) -> str:
    before = text[:at]
    if before and not before.endswith("\n"):
        before += "\n"
    return before + block + text[at:]


def _replaced(text: str, node: yaml.Node, value: Any, place: Place) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
        raise Uneditable(f"write {_named(place)} on one line")
    return text[: node.start_mark.index] + _flow(value) + text[node.end_mark.index :]


def _block(value: Any, column: int) -> str:
    written = yaml.dump(
        value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100, indent=2
    )
    return "".join(f"{' ' * column}{line}\n" for line in written.rstrip("\n").split("\n"))


def _flow(value: Any) -> str:
    """A value on one line; JSON without characters that YAML does not take as they are."""
    plain = json.dumps(value, ensure_ascii=False)
    return plain if plain.isprintable() else json.dumps(value)


def _proved(text: str, changed: str, place: Place, change: Callable[[Any], object]) -> str:
    """The changed text, with the file's own line ends, if it says what it should."""
    if "\r\n" in text:
        changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
    wanted = _values(text)
    at = wanted
    for part in place[:-1]:
        at = at[part]
    if place and at[place[-1]] is None:
        at[place[-1]] = []
    change(at[place[-1]] if place else at)
    try:
        got = _values(changed)
    except yaml.YAMLError as error:
        raise Uneditable(f"{_named(place)} cannot be changed here safely") from error
    if got != wanted:
        raise Uneditable(f"{_named(place)} cannot be changed here safely")
    return changed


def _values(text: str) -> Any:
    return with_days_as_text(yaml.load(text, Loader=yaml.SafeLoader))


def _named(place: Place) -> str:
    return ".".join(map(str, place)) or "the file"
