"""What an attribute of a view comes to: by itself, by its style, or by the themes it may have.

The order is that of Resources.Theme.obtainStyledAttributes. Styles of the platform set none of
the attributes that are read here, so that a chain of parents ends where it reaches them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause
from appsec.readers.apk.axml import Element
from appsec.readers.apk.resources import Bag, Resources
from appsec.readers.apk.ui.view_attributes import ViewAttr
from appsec.readers.apk.values import Value

PLATFORM = 0x01
_MAX_PARENTS = 40
_MAX_STEPS = 300_000
Possible = frozenset[Value | None]
"""The values that an attribute can have; None stands for not set."""
_UNSET: Possible = frozenset((None,))


@slotted
class Styles:
    """The styles of an app. `themes` are those that its manifest names."""

    resources: Resources
    themes: tuple[int, ...] = ()
    _known: dict[tuple[int, int], Possible] = field(default_factory=dict)
    _base: dict[int, Possible] = field(default_factory=dict)
    _bags: dict[int, tuple[Bag, ...]] = field(default_factory=dict)
    _steps: int = 0

    def of_style(self, style: int, attr: int, depth: int = 0) -> Possible:
        """What one style says, or its parents. Raises FactUnavailable."""
        if style == 0 or style >> 24 == PLATFORM:
            return _UNSET
        if (style, attr) not in self._known:
            self._steps += 1
            if depth > _MAX_PARENTS or self._steps > _MAX_STEPS:
                raise unresolved(style)
            found: set[Value | None] = set()
            for bag in self._of(style):
                # Of an item given twice Android keeps the last one.
                own = [value for name, value in bag.items if name == attr]
                found |= {own[-1]} if own else self.of_style(bag.parent, attr, depth + 1)
            self._known[style, attr] = frozenset(found)
        return self._known[style, attr]

    def in_themes(self, attr: int, overlays: tuple[int, ...]) -> Possible:
        """What the theme at a place says: what lies over it (`android:theme`), the last first."""
        found = _UNSET
        for overlay in reversed(overlays):
            found = _filled(found, self.of_style(overlay, attr))
        return _filled(found, self._in_base(attr)) if None in found else found

    def _in_base(self, attr: int) -> Possible:
        """What the themes of the app say, all of which may be the one."""
        if attr not in self._base:
            said = (self.of_style(theme, attr) for theme in self.themes)
            self._base[attr] = frozenset[Value | None]().union(*said) or _UNSET
        return self._base[attr]

    def of_view(
        self, element: Element, attr: ViewAttr, overlays: tuple[int, ...], defaults: Iterable[int]
    ) -> Possible:
        """All that a view's attribute can be. `defaults` are the attributes of a theme that may
        name the style of such views."""
        written = element.get(attr)
        if written is not None and not written.is_null:
            return frozenset((written,))
        found = _UNSET
        for style in self._own(element, overlays):
            found = _filled(found, self.of_style(style, attr))
        for default in defaults:
            if None in found:
                styles = set(self._referred(self.in_themes(default, overlays), overlays))
                said = frozenset[Value | None]().union(*(self.of_style(s, attr) for s in styles))
                found = _filled(found, said or _UNSET)
        return _filled(found, self.in_themes(attr, overlays)) if None in found else found

    def referred(self, value: Value, overlays: tuple[int, ...]) -> tuple[int, ...]:
        """The styles that a value names, directly or by the theme. Raises FactUnavailable."""
        return tuple(self._referred(frozenset((value,)), overlays))

    def _own(self, element: Element, overlays: tuple[int, ...]) -> Iterator[int]:
        """The style that the element names, directly or by the theme."""
        style = element.plain("style")
        if style is not None:
            yield from self._referred(frozenset((style.value,)), overlays)

    def _referred(self, values: Possible, overlays: tuple[int, ...]) -> Iterator[int]:
        for value in values:
            if value is None or value.is_null:
                continue
            if value.is_reference:
                yield value.data
            elif value.is_theme:
                found = self.in_themes(value.data, overlays)
                yield from (v.data for v in found if v is not None and v.is_reference)

    def _of(self, style: int) -> tuple[Bag, ...]:
        if style not in self._bags:
            self._bags[style] = tuple(self.resources.bags(style))
        if not self._bags[style]:
            raise unresolved(style)
        return self._bags[style]


def unresolved(id: int) -> FactUnavailable:
    """For an id of the app's own that nothing stands for."""
    return FactUnavailable(Cause.LOST, "unresolved-reference", {"id": f"@0x{id:08x}"})


def _filled(found: Possible, more: Possible) -> Possible:
    """With what comes next where nothing was set."""
    return (found - _UNSET) | more if None in found else found
