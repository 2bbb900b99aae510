"""XML in protobuf (aapt.pb.XmlNode) as the tree that binary XML would give."""

import re
from collections.abc import Iterator

from appsec.readers.aab.items import value_of
from appsec.readers.aab.wire import Message, Wire
from appsec.readers.apk.axml import Attribute, Element
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, BadShape

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.?))", re.DOTALL)
_MAX_FIELDS = 1_000_000
_HALF = re.compile("[\ud800-\udfff]")
_NAMED = {"t": "\t", "n": "\n"}


def parse_proto_xml(data: bytes) -> Element:
    """The root element. Raises BadShape."""
    node = Wire(_MAX_FIELDS).message(data)
    element = node.message(1)
    if element is None or node.has(2):
        raise BadShape("no root element")
    return _Builder().element(element, 1)


class _Builder:
    """Counts the elements that it makes."""

    def __init__(self) -> None:
        self._elements = 0

    def element(self, found: Message, depth: int) -> Element:
        self._elements += 1
        if depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise BadShape("nested too deep, or too many elements")
        tag = found.text(3)
        if not tag:
            raise BadShape("element without a name")
        children: list[Element] = []
        text: list[str] = []
        for node in found.messages(5):
            inner = node.message(1)
            if (inner is not None) == node.has(2):
                raise BadShape("neither element nor text, or both")
            if inner is None:
                # What aapt2 does with text as it writes binary XML.
                text.append(node.text(2).strip())
            else:
                children.append(self.element(inner, depth + 1))
        return Element(tag, tuple(_attributes(found)), tuple(children), "".join(text))


def _attributes(found: Message) -> Iterator[Attribute]:
    known: set[int | tuple[str, str]] = set()
    for number, written in enumerate(found.messages(4)):
        attribute = _attribute(written)
        key = attribute.id or (attribute.namespace, attribute.name)
        if key in known or number >= MAX_ATTRIBUTES:
            raise BadShape("attribute given twice, or too many")
        known.add(key)
        yield attribute


def _attribute(written: Message) -> Attribute:
    item = written.message(6)
    value = value_of(item) if item else Value(ValueType.STRING, 0, _unescaped(written.text(3)))
    raw = value.text if value.type == ValueType.STRING else None
    return Attribute(written.text(2), written.text(1), written.integer(5), value, raw)


def _unescaped(text: str) -> str:
    """The text of an attribute that was not compiled, without its backslashes, as aapt2 does."""

    def meant(found: re.Match[str]) -> str:
        code, letter = found.groups()
        return chr(int(code, 16)) if code else _NAMED.get(letter, letter)

    found = _ESCAPE.sub(meant, text)
    if _HALF.search(found):
        raise BadShape("half a character")
    return found
