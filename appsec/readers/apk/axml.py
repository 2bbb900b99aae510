"""Binary XML as a small immutable tree of elements with typed attributes."""

from collections.abc import Iterator
from struct import Struct

from appsec.model.frozen import frozen, slotted
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import (
    ATTRIBUTE,
    ELEMENT,
    END_ELEMENT,
    START_ELEMENT,
    BadShape,
    Shape,
    check_shape,
)

_NONE = 0xFFFFFFFF
_TEXT_BUDGET = 16 << 20  # twice the characters that the largest file can hold without a trick
_ATTRIBUTE = Struct("<3IHBBI")  # namespace, name, raw string, size, zero, type, data
_END = Struct("<2I")  # namespace, name
_TEXT = Struct("<I")
_PACKAGES = (0x00, 0x01, 0x7F)
"""Of the ids of attributes: none, the platform's, and the app's own. An id of any other package is
whatever the resource table says that it is, perhaps one of the platform's."""


@frozen
class Attribute:
    """One attribute. `id` is 0 where it has none; only those that have one have meaning for the
    platform's manifest parser, which never looks at `name`. `raw` is the text of the source where
    the file keeps it: Android reads other XML files by names and raw texts."""

    name: str
    namespace: str
    id: int
    value: Value
    raw: str | None = None


@frozen
class Element:
    """One element; `text` is all text directly inside it."""

    tag: str
    attributes: tuple[Attribute, ...] = ()
    children: tuple["Element", ...] = ()
    text: str = ""

    def get(self, attr: int) -> Value | None:
        """The value of a framework attribute."""
        return next((a.value for a in self.attributes if a.id == attr), None)

    def plain(self, name: str) -> Attribute | None:
        """The attribute without namespace that has this name."""
        return next((a for a in self.attributes if a.name == name and not a.namespace), None)

    def plain_text(self, name: str) -> str | None:
        """Its text, as XmlResourceParser.getAttributeValue gives it."""
        attribute = self.plain(name)
        if attribute is None or (attribute.raw is None and not attribute.value.type):
            return None
        return attribute.value.as_text() if attribute.raw is None else attribute.raw

    def all(self, *tags: str) -> Iterator["Element"]:
        """The children with one of these tags, in order."""
        return (child for child in self.children if child.tag in tags)


def parse_xml(data: bytes) -> Element:
    """The root element. Raises BadShape for whatever two parsers could read differently."""
    shape = check_shape(data)
    return _Builder(shape, Strings(data, shape.pool, _TEXT_BUDGET)).root()


@slotted
class _Open:
    tag: str
    attributes: tuple[Attribute, ...]
    children: list[Element]
    text: list[str]

    def close(self) -> Element:
        # Where it means something, Android takes the first piece, or nothing at all.
        if len(self.text) > 1 and not self.children:
            raise BadShape(f"text of {self.tag} in pieces")
        return Element(self.tag, self.attributes, tuple(self.children), "".join(self.text))


class _Builder:
    """Turns the nodes of a file whose shape was checked into elements."""

    def __init__(self, shape: Shape, strings: Strings) -> None:
        self._data = shape.data
        self._nodes = shape.nodes
        self._ids = shape.ids
        self._text = strings.at

    def root(self) -> Element:
        stack = [_Open("", (), [], [])]
        for kind, body in self._nodes:
            if kind == START_ELEMENT:
                _, name, _, _, count = ELEMENT.unpack_from(self._data, body)
                tag = self._text(name)
                stack.append(_Open(tag, tuple(self._attributes(body + ATTRIBUTE, count)), [], []))
            elif kind == END_ELEMENT:
                closed = stack.pop()
                if self._text(_END.unpack_from(self._data, body)[1]) != closed.tag:
                    raise BadShape(f"end of another element than {closed.tag}")
                stack[-1].children.append(closed.close())
            else:
                stack[-1].text.append(self._text(_TEXT.unpack_from(self._data, body)[0]))
        return stack[0].children[0]

    def _attributes(self, start: int, count: int) -> Iterator[Attribute]:
        last = 0
        plain: set[tuple[str, str]] = set()
        ids, text = self._ids, self._text
        for at in range(start, start + count * ATTRIBUTE, ATTRIBUTE):
            namespace, name, source, _, _, kind, data = _ATTRIBUTE.unpack_from(self._data, at)
            attribute = Attribute(
                name=text(name),
                namespace=self._namespace(namespace),
                id=ids[name] if name < len(ids) else 0,
                value=Value(kind, data, text(data) if kind == ValueType.STRING else ""),
                raw=None if source == _NONE else text(source),
            )
            if attribute.id >> 24 not in _PACKAGES:
                raise BadShape("attribute of another package")
            if attribute.id:
                # Android looks ids up in ascending order and would miss one that stands earlier.
                if attribute.id <= last:
                    raise BadShape("attributes out of order")
                last = attribute.id
            elif (key := (attribute.namespace, attribute.name)) in plain:
                raise BadShape("attribute given twice")
            else:
                plain.add(key)
            yield attribute

    def _namespace(self, index: int) -> str:
        if index == _NONE:
            return ""
        if not (namespace := self._text(index)):
            # To Android an attribute that is in it is not one without a namespace.
            raise BadShape("namespace without a name")
        return namespace
