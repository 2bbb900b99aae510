"""An XML file as a small tree, read within bounds: no document type, so no entities."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from xml.parsers import expat

from appsec.model.frozen import slotted
from appsec.readers.sbom.listing import NotListed

MAX_DEPTH, MAX_ELEMENTS = 100, 500_000
"""Most elements inside each other, and in all."""


@slotted
class Element:
    """One element; `name` is without namespace, which is that of the root alone."""

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    inner: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, name: str) -> Iterator["Element"]:
        """The elements of this name directly inside."""
        return (one for one in self.inner if one.name == name)

    def text(self, *names: str) -> str:
        """The text of the element that these names lead to; empty where there is none."""
        here: Element | None = self
        for name in names:
            here = next(here.all(name), None) if here else None
        return "".join(here.words).strip() if here else ""


class _Builder:
    """Takes what expat meets. Raises NotListed for what no SBOM needs."""

    def __init__(self) -> None:
        self.open: list[Element] = [Element("")]
        self.left = MAX_ELEMENTS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self.left -= 1
        if len(self.open) > MAX_DEPTH or not self.left:
            raise NotListed("is nested too deeply, or has too many elements")
        element = Element(local, namespace, attributes)
        self.open[-1].inner.append(element)
        self.open.append(element)

    def end(self, _: str) -> None:
        self.open.pop()

    def words(self, text: str) -> None:
        self.open[-1].words.append(text)

    def refuse(self, *_: object) -> None:
        raise NotListed("has a document type (<!DOCTYPE>), which is not read")


def read_xml(text: str) -> Element:
    """The root element. Raises NotListed."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise NotListed(f"is no XML: {error}") from error
    return builder.open[0].inner[0]
