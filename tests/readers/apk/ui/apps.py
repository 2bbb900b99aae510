"""Apps with hand-written layouts, resource tables and styles."""

from collections.abc import Mapping

from appsec.facts.android import AndroidApp
from appsec.facts.screens import TextFields
from appsec.facts.text_field import TextField
from appsec.readers.apk.ui.view_attributes import ViewAttr
from tests.apks import app, manifest
from tests.axml_builder import ANDROID, A, Configured, E, Held, Plain, arsc, el

TEXT, FLAG, XML, LIST, LAYOUT, ID, STYLE, ATTR, NUMBER, STRANGE = (
    0x7F000000 | number << 16 for number in range(1, 11)
)
_WORDS = {attr.word: attr for attr in ViewAttr}
MANIFEST = manifest(el("application"))


def view(tag: str, /, *children: E, **attributes: Plain) -> E:
    """An element of a layout; `style`, `layout` and `class_` have no namespace."""
    made = []
    for name, value in attributes.items():
        attr = _WORDS.get(name)
        made.append(A(name, value, attr, ANDROID) if attr else A(name.rstrip("_"), value))
    return E(tag, tuple(made), children)


def themed(theme: Plain, *activities: E) -> E:
    """A manifest whose application has a theme."""
    theme_of = A("theme", theme, ViewAttr.THEME, ANDROID)
    return manifest(E("application", (theme_of,), activities))


def activity(theme: Plain) -> E:
    return E("activity", (A("theme", theme, ViewAttr.THEME, ANDROID),))


def screens(
    layouts: Mapping[str, E | bytes],
    resources: Mapping[int, Held | Configured] | None = None,
    names: Mapping[int, str] | None = None,
    root: E = MANIFEST,
    more: Mapping[str, bytes] | None = None,
) -> AndroidApp:
    """An app with these layouts, each in a file of its name with an ending of its own."""
    numbered = {LAYOUT + n: name for n, name in enumerate(layouts)}
    files = {f"res/{name}.xml": content for name, content in layouts.items()}
    table = {id: f"res/{name}.xml" for id, name in numbered.items()} | dict(resources or {})
    called = numbered | dict(names or {})
    return app(root, {**files, **(more or {}), "resources.arsc": arsc(table, names=called)})


def found(*args: object, **kwargs: object) -> TextFields:
    """The fact of such an app, without any gap."""
    one = screens(*args, **kwargs)  # type: ignore[arg-type]
    fields = one.text_fields
    assert one.gaps_of("text_fields") == ()
    return fields


def only(element: E, *args: object, **kwargs: object) -> TextField:
    """The one field of an app whose only layout has this element in a LinearLayout."""
    (one,) = found({"login": view("LinearLayout", element)}, *args, **kwargs).fields
    return one
