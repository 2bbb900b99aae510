"""Binary XML as a small immutable tree of elements with typed attributes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from appsec.readers.apk.shield import shielded
from appsec.readers.apk.strings import Strings
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape, check_shape

_NONE = 0xFFFFFFFF
_TEXT_BUDGET = 16 << 20  # twice the characters that the largest file can hold without a trick
_FIELDS = 5  # namespace, name, raw string, type, data
_PACKAGES = (0x00, 0x01, 0x7F)
"""Of the ids of attributes: none, the platform's, and the app's own. An id of any other package is
whatever the resource table says that it is, perhaps one of the platform's."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute. `id` is 0 where it has none; only those that have one have meaning for the
    platform's manifest parser, which never looks at `name`. `raw` is the text of the source where
    the file keeps it: Android reads other XML files by names and raw texts."""

    name: str
    namespace: str
    id: int
    value: Value
    raw: str | None = None


@dataclass(frozen=True, slots=True)
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
    from androguard.core.axml import AXMLParser

    document, pool = check_shape(data)
    with shielded():
        parser = AXMLParser(document)
        parser.sb = _NoStrings()
        return _Builder(parser, Strings(document, pool, _TEXT_BUDGET)).root()


class _NoStrings:
    """Keeps androguard from decoding strings that it only logs."""

    def __getitem__(self, index: int) -> str:
        return ""


@dataclass(slots=True)
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
    """Turns androguard's events into elements."""

    def __init__(self, parser: Any, strings: Strings) -> None:
        self._parser = parser
        self._text = strings.at

    def root(self) -> Element:
        from androguard.core.axml import END_DOCUMENT, END_TAG, START_TAG, TEXT

        stack = [_Open("", (), [], [])]
        while (event := next(self._parser)) != END_DOCUMENT:
            if not self._parser.is_valid():
                break
            if event == START_TAG:
                tag = self._text(self._parser.m_name)
                stack.append(_Open(tag, tuple(self._attributes()), [], []))
            elif event == END_TAG:
                closed = stack.pop()
                if self._text(self._parser.m_name) != closed.tag:
                    raise BadShape(f"end of another element than {closed.tag}")
                stack[-1].children.append(closed.close())
            elif event == TEXT:
                stack[-1].text.append(self._text(self._parser.m_name))
        if not self._parser.is_valid() or len(stack) != 1 or len(stack[0].children) != 1:
            raise BadShape("the document breaks off")
        return stack[0].children[0]

    def _attributes(self) -> Iterator[Attribute]:
        last = 0
        plain: set[tuple[str, str]] = set()
        raw = self._parser.m_attributes
        for at in range(0, len(raw), _FIELDS):
            namespace, name, source, kind, data = raw[at : at + _FIELDS]
            ids = self._parser.m_resourceIDs
            attribute = Attribute(
                name=self._text(name),
                namespace=self._namespace(namespace),
                id=ids[name] if name < len(ids) else 0,
                value=Value(kind, data, self._text(data) if kind == ValueType.STRING else ""),
                raw=None if source == _NONE else self._text(source),
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
