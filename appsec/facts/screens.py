"""Facts about what an app shows: its layouts, and the text fields in them."""

from enum import StrEnum

from appsec.facts.text_field import TextField
from appsec.model.frozen import frozen
from appsec.model.outcome import Location, Origin

_MOST_NESTED = 20


class TouchFilter(StrEnum):
    """Whether touches are dropped while another window lies over the view."""

    ROOT = "root"
    PART = "part"
    NONE = "none"


@frozen
class Layout:
    """One layout file. `includes` are the layouts that it takes in; a `<merge>` has no root view
    of its own. `views` counts its elements; `web` says that there is a WebView among them."""

    name: str
    at: Location
    configuration: str = ""
    views: int = 0
    merge: bool = False
    includes: tuple[str, ...] = ()
    touch_filter: TouchFilter = TouchFilter.NONE
    web: bool = False
    origin: Origin = Origin.APP


@frozen
class Toolkit:
    """A toolkit whose screens are no layouts (Flutter), and the file that shows it."""

    name: str
    file: str


@frozen
class TextFields:
    """Every text field of every layout, those of libraries marked and not left out.

    It never is the whole user interface for sure: code makes views, too, and `toolkits` draw
    screens without layouts. Nothing follows from a field that is not here.
    """

    fields: tuple[TextField, ...] = ()
    layouts: tuple[Layout, ...] = ()
    toolkits: tuple[Toolkit, ...] = ()

    @property
    def own(self) -> tuple[TextField, ...]:
        """The fields of the app's own layouts that can be typed into."""
        return tuple(f for f in self.fields if f.origin is Origin.APP and not f.read_only)

    @property
    def of_libraries(self) -> tuple[TextField, ...]:
        """Those in layouts that are a library's by their names, which an app may give, too."""
        return tuple(f for f in self.fields if f.origin is not Origin.APP and not f.read_only)

    @property
    def filtered(self) -> frozenset[str]:
        """The layouts that drop touches under other windows: at the root of each of their files,
        or of all the layouts that take them in."""
        around: dict[str, set[str]] = {}
        for layout in self.layouts:
            for name in layout.includes:
                around.setdefault(name, set()).add(layout.name)
        bare = {one.name for one in self.layouts if one.touch_filter is not TouchFilter.ROOT}
        found = {one.name for one in self.layouts} - bare
        for _ in range(_MOST_NESTED):
            more = {name for name in bare - found if around.get(name) and around[name] <= found}
            if not more:
                break
            found |= more
        return frozenset(found)
