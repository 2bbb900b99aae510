"""The fact `text_fields`: every text field of every layout, and what layouts cannot tell."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.screens import TextFields
from appsec.facts.text_field import FieldKind
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import MANIFEST, AppFiles
from appsec.readers.apk.resources import malformed_table
from appsec.readers.apk.ui.fields import FieldReader
from appsec.readers.apk.ui.layouts import FACT, LayoutReader, layout_files
from appsec.readers.apk.ui.styles import Styles
from appsec.readers.apk.ui.toolkits import toolkits_of
from appsec.readers.apk.ui.view_attributes import ViewAttr
from appsec.readers.apk.xml_shape import BadShape

_DEFAULT_STYLES = {
    FieldKind.EDIT: (ViewAttr.EDIT_TEXT_STYLE,),
    FieldKind.COMPLETION: (ViewAttr.AUTO_COMPLETE_STYLE,),
    FieldKind.SEARCH: (ViewAttr.SEARCH_VIEW_STYLE,),
    FieldKind.PREFERENCE: (ViewAttr.EDIT_TEXT_STYLE,),
    FieldKind.CUSTOM: (ViewAttr.EDIT_TEXT_STYLE,),
}
_REMOVED_NAMES = ("0_resource_name_obfuscated", "(name removed)")
"""What aapt2 and R8 call each resource once they have taken the names away."""
_SHORT, _ENOUGH = 2, 10
"""AndResGuard and the like count with letters: a, b, aa; of so many names most are as short."""


def read_text_fields(files: AppFiles) -> Known[TextFields]:
    """A layout that cannot be read is a gap, a table that cannot be read costs all of them.

    Screens that are not in layouts are not supplied rather than out of reach: a run shows them, and
    no gate should stop for every app that uses Compose.
    """
    toolkits = tuple(toolkits_of(files.parts))
    gaps = [
        Gap(FACT, Cause.NOT_SUPPLIED, "ui-outside-layouts", {"toolkit": t.name, "file": t.file})
        for t in toolkits
    ]
    if not any(part.has_table for part in files.parts):
        return Known(TextFields(toolkits=toolkits), tuple(gaps))
    layouts = _Reading(files).layouts()
    fields = tuple(layouts.fields)
    if _lacks_names([*(one.name for one in layouts.layouts), *(f.id for f in fields if f.id)]):
        gaps.append(Gap(FACT, Cause.NOT_SUPPLIED, "resource-names-removed", {}))
        # Nobody knows which layouts are a library's now.
        fields = tuple(replace(one, asks_surely=False) for one in fields)
    value = TextFields(fields, tuple(layouts.layouts), toolkits)
    return Known(value, (*gaps, *layouts.gaps))


def _lacks_names(names: list[str]) -> bool:
    """Whether the build took names away: all of them, or it made them as short as can be."""
    short = sum(len(name) <= _SHORT for name in names)
    return any(name in _REMOVED_NAMES for name in names) or (
        len(names) >= _ENOUGH and 2 * short > len(names)
    )


class _Reading:
    """What all layouts of an app share."""

    def __init__(self, files: AppFiles) -> None:
        self.files = files
        self.tables = files.resources.tables()

    def layouts(self) -> LayoutReader:
        styles = Styles(self.files.resources, tuple(dict.fromkeys(self._themes())))
        fields = FieldReader(self.files.resources, styles, self._default_styles, self._lose)
        self._reader = LayoutReader(fields)
        for file in layout_files(self.files.parts, self.tables):
            self._reader.read(file)
        return self._reader

    def _lose(self, reason: FactUnavailable, file: str, member: str, attr: str) -> None:
        self._reader.lose(reason, file, member, attr)

    def _themes(self) -> Iterator[int]:
        """Those of activities; one without takes the application's, or else the platform's: 0."""
        applications = [
            application
            for part in self.files.parts
            for application in part.xml(MANIFEST).all("application")
        ]
        whole = next((theme for one in applications if (theme := _theme(one))), 0)
        for application in applications:
            yield from (_theme(one) or whole for one in application.all("activity"))

    def _default_styles(self, kind: FieldKind) -> tuple[int, ...]:
        """The platform's attributes, and those of the same names that AppCompat brings."""
        named = (self._own_attributes.get(attr.word) for attr in _DEFAULT_STYLES[kind])
        return (*(id for id in named if id), *_DEFAULT_STYLES[kind])

    @cached_property
    def _own_attributes(self) -> dict[str, int]:
        wanted = {attr.word for attrs in _DEFAULT_STYLES.values() for attr in attrs}
        found: dict[str, int] = {}
        for file, table in self.tables.items():
            try:
                for one in table.every(lambda kind: kind == "attr"):
                    if one.name in wanted:
                        found.setdefault(one.name, one.id)
            except BadShape as error:
                raise malformed_table(file, error) from error
        return found


def _theme(element: Element) -> int:
    value = element.get(ViewAttr.THEME)
    return value.data if value is not None and value.is_reference else 0
