"""What both forms of a compiled interface file (nib) hold: objects with named values."""

from collections.abc import Mapping
from typing import TypeAlias

from appsec.model.frozen import frozen


class MalformedNib(Exception):
    """It is cut short, contradicts itself, or is of a form that is not known."""


@frozen
class Ref:
    """Another object of the same file, by its number."""

    number: int


Value: TypeAlias = "int | float | bool | str | bytes | Ref | None"


@frozen
class Node:
    """An object. Of values under one name only the first is kept; `items` are what a list holds."""

    kind: str
    values: Mapping[str, Value]
    items: tuple[Ref, ...] = ()


@frozen
class Nib:
    """The objects by their number."""

    nodes: tuple[Node, ...]

    def follow(self, value: Value) -> Node | None:
        """The object that a value refers to. Raises MalformedNib if there is none of its number."""
        if not isinstance(value, Ref):
            return None
        if not 0 <= value.number < len(self.nodes):
            raise MalformedNib
        return self.nodes[value.number]

    def text(self, value: Value) -> str:
        """A string, or what a reference to one gives; a localised one as it was first written."""
        for _ in range(4):
            if isinstance(value, str):
                return value
            if isinstance(value, bytes):
                return value.decode("utf-8", "replace")
            node = self.follow(value)
            if node is None:
                return ""
            value = next(
                (
                    node.values[key]
                    for key in ("NS.bytes", "NS.string", "NSString", "NSDev")
                    if node.values.get(key) is not None
                ),
                None,
            )
        return ""
