"""Finds the layouts of an app by the types of its resource tables, and reads each of them.

Folders are not looked at: shrinkers rename them. Types that nobody knows are read as layouts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import islice

from appsec.facts.app import FactUnavailable
from appsec.facts.screens import Layout, TouchFilter
from appsec.facts.text_field import TextField
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import MAX_XML, ApkFiles, malformed
from appsec.readers.apk.resources import TABLE, Table, malformed_table
from appsec.readers.apk.ui.fields import FieldReader, Place
from appsec.readers.apk.ui.view_attributes import ViewAttr
from appsec.readers.apk.ui.views import (
    is_text_view,
    is_web,
    is_wrapper,
    kind_of,
    may_hold_layouts,
    origin_of,
)
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import BadShape

FACT = "text_fields"
LAYOUT, XML = "layout", "xml"
MAX_LISTED = 100_000
MAX_FILES = 10_000
MAX_BYTES = 24 << 20
MAX_ELEMENTS = 300_000
MAX_FIELDS = 10_000
MAX_GAPS = 200
_PREFERENCES = ("PreferenceScreen", "PreferenceCategory")


@frozen
class LayoutFile:
    """One file that a table names as a layout, or as XML that may hold preferences."""

    part: ApkFiles
    type: str
    name: str
    configuration: str
    path: str


def layout_files(parts: tuple[ApkFiles, ...], tables: Mapping[str, Table]) -> Iterator[LayoutFile]:
    """In the order of tables and ids. Raises FactUnavailable."""
    for part in parts:
        file = part.where(TABLE)
        if table := tables.get(file):
            try:
                yield from _of_table(part, table)
            except BadShape as error:
                raise malformed_table(file, error) from error


def _of_table(part: ApkFiles, table: Table) -> Iterator[LayoutFile]:
    listed = list(islice(table.every(may_hold_layouts), MAX_LISTED + 1))
    if len(listed) > MAX_LISTED:
        raise FactUnavailable(Cause.LOST, "too-many-layouts", {})
    for one in sorted(listed, key=lambda one: (one.type, one.id)):
        value, configuration = one.variant
        if value.type == ValueType.STRING:
            yield LayoutFile(part, one.type, one.name, str(configuration), value.text)


@slotted
class LayoutReader:
    """Reads layout files one after another, so many in all."""

    reader: FieldReader
    fields: list[TextField] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    _files: int = 0
    _bytes: int = 0
    _elements: int = 0

    def read(self, file: LayoutFile) -> None:
        """Notes a gap for what cannot be read. Raises FactUnavailable once it is too much."""
        try:
            root = self._root(file)
        except FactUnavailable as reason:
            self.lose(reason, file.part.where(file.path), "", "")
            return
        if root is None or (file.type == XML and not root.tag.endswith(_PREFERENCES)):
            return
        walk = _Walk(self.reader, file, _labels(root))
        walk.start(root)
        self._elements += walk.views
        if self._elements > MAX_ELEMENTS or len(self.fields) > MAX_FIELDS:
            raise FactUnavailable(Cause.LOST, "too-many-layouts", {})
        self.fields += walk.fields
        if file.type != XML:
            self.layouts.append(walk.layout(root))

    def lose(self, reason: FactUnavailable, file: str, member: str, attr: str) -> None:
        """Notes that something is lost; the first of many are enough."""
        named = {"file": file, "member": member, "attribute": attr} if member else {"file": file}
        gap = Gap(FACT, reason.cause, reason.key, {**named, **reason.values})
        if len(self.gaps) < MAX_GAPS and gap not in self.gaps:
            self.gaps.append(gap)

    def _root(self, file: LayoutFile) -> Element | None:
        """None for a file of an unknown type that is not there, or text that names none."""
        part = file.part
        if file.type not in (LAYOUT, XML) and part.entry(file.path) not in part.archive.names:
            return None
        data = part.content(file.path, MAX_XML)
        self._files += 1
        self._bytes += len(data)
        if self._files > MAX_FILES or self._bytes > MAX_BYTES:
            raise FactUnavailable(Cause.LOST, "too-many-layouts", {})
        try:
            return part.parse_xml(data)
        except BadShape as error:
            raise malformed(part.where(file.path), str(error)) from error


@slotted
class _Walk:
    """One pass over the elements of a layout."""

    reader: FieldReader
    file: LayoutFile
    labels: Mapping[int, Value]
    views: int = 0
    fields: list[TextField] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    web: bool = False
    filters: bool = False

    def start(self, root: Element) -> None:
        """A layout may be nothing but one field. Android ignores what `<merge>` itself says."""
        if root.tag == "merge":
            self.views += 1
        else:
            self._look(root, None, None, ())
        self.visit(root, None)

    def visit(
        self, element: Element, wrapper: Value | None, overlays: tuple[int, ...] = ()
    ) -> None:
        """`wrapper` is the hint of a wrapper around the element."""
        overlays = (*overlays, *self._overlay(element, overlays))
        if is_wrapper(element):
            wrapper = element.get(ViewAttr.HINT) or wrapper
        before: Value | None = None
        for child in element.children:
            self._look(child, wrapper, before, overlays)
            self.visit(child, wrapper, overlays)
            before = child.get(ViewAttr.TEXT) if is_text_view(child) else None

    def layout(self, root: Element) -> Layout:
        file = self.file
        return Layout(
            name=file.name,
            at=Location(file.part.where(file.path)),
            configuration=file.configuration,
            views=self.views,
            merge=root.tag == "merge",
            includes=tuple(self.includes),
            touch_filter=self._touch_filter(root),
            web=self.web,
            origin=origin_of(file.name),
        )

    def _look(
        self,
        element: Element,
        wrapper: Value | None,
        before: Value | None,
        overlays: tuple[int, ...],
    ) -> None:
        self.views += 1
        self.web = self.web or is_web(element)
        self.filters = self.filters or _is_set(element)
        if element.tag == "include" and (included := element.plain("layout")):
            self.includes.append(self._name(element, included.value))
        if (kind := kind_of(element)) is None:
            return
        id = element.get(ViewAttr.ID)
        bound = self.labels.get(id.data) if id is not None and not id.is_null else None
        label = bound or wrapper or before
        place = Place(
            file=self.file.part.where(self.file.path),
            layout=self.file.name,
            configuration=self.file.configuration,
            origin=origin_of(self.file.name),
            number=self.views,
            overlays=(*overlays, *self._overlay(element, overlays)),
            label=label,
            label_sure=bound is not None or wrapper is not None,
        )
        self.fields.append(self.reader.read(element, kind, place))

    def _overlay(self, element: Element, overlays: tuple[int, ...]) -> tuple[int, ...]:
        theme = element.get(ViewAttr.THEME)
        if theme is None:
            return ()
        try:
            return self.reader.styles.referred(theme, overlays)
        except FactUnavailable as reason:
            self._lose(reason, element, ViewAttr.THEME.word)
            return ()

    def _name(self, element: Element, value: Value) -> str:
        if not value.is_reference or value.is_null:
            return ""
        try:
            return self.reader.resources.name(value.data).partition("/")[2]
        except FactUnavailable as reason:
            self._lose(reason, element, "layout")
            return ""

    def _lose(self, reason: FactUnavailable, element: Element, attr: str) -> None:
        self.reader.lose(reason, self.file.part.where(self.file.path), element.tag, attr)

    def _touch_filter(self, root: Element) -> TouchFilter:
        """A filter at the root holds for all of the layout: touches come through it."""
        attr = ViewAttr.FILTER_TOUCHES_WHEN_OBSCURED
        try:
            found = self.reader.styles.of_view(root, attr, self._overlay(root, ()), ())
            if root.tag != "merge" and all(self._is_true(value) for value in found):
                return TouchFilter.ROOT
        except FactUnavailable as reason:
            self._lose(reason, root, attr.word)
        return TouchFilter.PART if self.filters else TouchFilter.NONE

    def _is_true(self, value: Value | None) -> bool:
        """In every configuration."""
        if value is None:
            return False
        return all(one.value.as_boolean(False) for one in self.reader.resources.meanings(value))


def _is_set(element: Element) -> bool:
    value = element.get(ViewAttr.FILTER_TOUCHES_WHEN_OBSCURED)
    return value is not None and value.is_integer and value.data != 0


def _labels(root: Element) -> Mapping[int, Value]:
    """The texts of views that say whose label they are, by the id of that view."""
    found: dict[int, Value] = {}
    waiting = [root]
    while waiting:
        element = waiting.pop()
        waiting += element.children
        target, text = element.get(ViewAttr.LABEL_FOR), element.get(ViewAttr.TEXT)
        if target is not None and text is not None and target.is_reference:
            found.setdefault(target.data, text)
    return found
