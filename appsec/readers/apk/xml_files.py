"""XML files that meta-data of a manifest refers to: of base and splits, in every configuration."""

from collections.abc import Iterator
from dataclasses import field

from appsec.facts.android import Component, ComponentKind, Manifest
from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.components import class_name
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles, malformed
from appsec.readers.apk.settings import MAX_GAPS, Settings


@slotted
class XmlFiles:
    """Looks them up for one fact, and notes a gap for each that cannot be had."""

    fact: str
    files: AppFiles
    gaps: list[Gap] = field(default_factory=list)

    def declaring(
        self, manifest: Manifest, *kinds: ComponentKind
    ) -> Iterator[tuple[ApkFiles, Element, Component]]:
        """The elements of the components that have one of these kinds, in each part."""
        for part in self.files.parts:
            file = part.where(MANIFEST)
            settings = Settings(self.fact, file, self.files.resources)
            try:
                application = next(part.xml(MANIFEST).all("application"), Element("application"))
            except FactUnavailable as reason:
                self.lose(reason)
                continue
            named: dict[tuple[ComponentKind, str], list[Element]] = {}
            for element in application.all(*kinds):
                name = class_name(manifest.package, settings.hint(element, Attr.NAME))
                named.setdefault((ComponentKind(element.tag), name), []).append(element)
            for (kind, name), elements in named.items():
                components = [c for c in manifest.components if (c.kind, c.name) == (kind, name)]
                yield from ((part, *pair) for pair in self._pairs(file, elements, components))

    def named(self, part: ApkFiles, element: Element, key: str) -> Iterator[tuple[str, Element]]:
        """The files, named as locations are, and their roots, of the meta-data `key`."""
        for data in element.all("meta-data"):
            if self._is(data, key):
                for name in self._names(part, data):
                    try:
                        yield self._root(part, name)
                    except FactUnavailable as reason:
                        self.lose(reason)

    def lose(self, reason: FactUnavailable) -> None:
        """Notes that something of the fact is lost; the first of many are enough."""
        if len(self.gaps) < MAX_GAPS:
            gap = Gap(self.fact, reason.cause, reason.key, reason.values)
            if gap not in self.gaps:
                self.gaps.append(gap)

    def _pairs(
        self, file: str, elements: list[Element], components: list[Component]
    ) -> Iterator[tuple[Element, Component]]:
        """Elements of one kind and name, and what the manifest made of each, in its order."""
        here = [component for component in components if component.at.file == file]
        if len(here) == len(elements):
            yield from zip(elements, here, strict=True)
        elif len(components) == 1:
            # What a split repeats from its base stands in the manifest only once.
            yield from ((element, components[0]) for element in elements)
        else:
            self.lose(malformed(file, f"{elements[0].tag} that the manifest does not have"))

    def _is(self, data: Element, key: str) -> bool:
        """Whether it is that meta-data in any configuration; one that cannot be told is not."""
        value = data.get(Attr.NAME)
        if value is None:
            return False
        try:
            return any(m.value.as_text() == key for m in self.files.resources.meanings(value))
        except FactUnavailable as reason:
            self.lose(_placed(reason, self.files.base.where(MANIFEST), key, "name"))
            return False

    def _names(self, part: ApkFiles, data: Element) -> list[str]:
        value = data.get(Attr.RESOURCE)
        manifest = part.where(MANIFEST)
        try:
            if value is None or not value.is_reference:
                raise FactUnavailable(Cause.LOST, "unresolved-reference", {"id": "-"})
            return [meant.value.as_text() for meant in self.files.resources.meanings(value)]
        except FactUnavailable as reason:
            self.lose(_placed(reason, manifest, "meta-data", "resource"))
            return []

    def _root(self, part: ApkFiles, name: str) -> tuple[str, Element]:
        """Of the part itself, or else of the base or the first other part that holds it."""
        for one in (part, *self.files.parts):
            if one.entry(name) in one.archive.names:
                return one.where(name), one.xml(name)
        return part.where(name), part.xml(name)


def _placed(reason: FactUnavailable, file: str, member: str, attribute: str) -> FactUnavailable:
    values = {"file": file, "member": member, "attribute": attribute, "id": "-", **reason.values}
    return FactUnavailable(reason.cause, reason.key, values)
