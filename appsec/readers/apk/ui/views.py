"""What kind of view an element of a layout is, by the tables beside this module."""

from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.text_field import FieldKind
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Origin
from appsec.readers.apk.axml import Element

_READING = frozenset(("inputType", "hint"))
"""An unknown view that has one of these takes text, as far as anyone can tell."""
_NEVER_ENDS = ("Button", "InputLayout", "Spinner", "Chip")


@frozen
class _Views:
    __pydantic_config__ = STRICT

    edit: tuple[str, ...]
    completion: tuple[str, ...]
    search: tuple[str, ...]
    preference: tuple[str, ...]
    packages: tuple[str, ...]
    never: tuple[str, ...]
    custom_endings: tuple[str, ...]
    text_views: tuple[str, ...]
    wrappers: tuple[str, ...]
    web: tuple[str, ...]
    other_types: tuple[str, ...]


def view_of(element: Element) -> str:
    """The class: `<view class="...">` is another way to write it."""
    if element.tag == "view":
        return element.plain_text("class") or element.tag
    return element.tag


def kind_of(element: Element) -> FieldKind | None:
    """None for a view that takes no text."""
    views, view = _views(), view_of(element)
    name = _simple(view)
    known = "." not in view or view.startswith(views.packages)
    for kind in (FieldKind.EDIT, FieldKind.COMPLETION, FieldKind.SEARCH, FieldKind.PREFERENCE):
        if name in getattr(views, kind.value):
            return kind if known else FieldKind.CUSTOM
    if (known and name in views.never) or name.endswith(_NEVER_ENDS):
        return None
    if not known and name.endswith(views.custom_endings):
        return FieldKind.CUSTOM
    if name.endswith("TextView"):
        return None
    reads = any(attribute.name in _READING for attribute in element.attributes)
    return FieldKind.CUSTOM if reads else None


def may_hold_layouts(type_name: str) -> bool:
    """Whether files of this type of resource may be layouts."""
    return type_name not in _views().other_types


def is_text_view(element: Element) -> bool:
    """Whether it shows a text, which may be the label of what follows."""
    return _simple(view_of(element)) in _views().text_views


def is_wrapper(element: Element) -> bool:
    """Whether its hint is that of the field inside."""
    return _simple(view_of(element)) in _views().wrappers


def is_web(element: Element) -> bool:
    """Whether it shows web pages, whose fields are no views."""
    return _simple(view_of(element)) in _views().web


def origin_of(layout: str) -> Origin:
    """Whether a layout comes with a library, going by its name."""
    for starts in _libraries().values():
        for start in starts:
            if layout == start[:-1] if start.endswith("$") else layout.startswith(start):
                return Origin.LIBRARY
    return Origin.APP


def _simple(view: str) -> str:
    return view.rpartition(".")[2].rpartition("$")[2]


@cache
def _views() -> _Views:
    path = Path(__file__).with_name("views.yaml")
    return conform(path, read_yaml(path), _Views)


@cache
def _libraries() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).with_name("library_layouts.yaml")
    return conform(path, read_yaml(path), dict[str, tuple[str, ...]])
