"""Which class is below which: those of the app as its images tell, and Apple's from a table."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.frozen import slotted
from appsec.readers.macho.image import ObjcClass, ObjcMethod

_MAX_DEPTH = 64
_ROOTS = ("NSObject", "NSProxy", "Swift._SwiftObject", "_TtCs12_SwiftObject")
_ANY = ("?", "*")


@cache
def _platform() -> dict[str, str]:
    path = Path(__file__).with_name("code_classes.yaml")
    table = conform(path, read_yaml(path), dict[str, tuple[str, ...]])
    return {name: parent for parent, rows in table.items() for row in rows for name in row.split()}


@slotted
class Classes:
    """All classes of an app. Of two of one name the first counts."""

    parents: dict[str, str] = field(default_factory=dict)
    selectors: set[str] = field(default_factory=set)
    methods: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    _children: dict[str, list[str]] = field(default_factory=dict)

    def add(self, classes: Iterable[ObjcClass]) -> None:
        """Takes in the classes of an image; those of categories have no superclass."""
        for one in classes:
            if one.superclass and one.name not in self.parents:
                self.parents[one.name] = one.superclass
                self._children.setdefault(one.superclass, []).append(one.name)
            for method in one.methods:
                self.selectors.add(method.selector)

    def above(self, name: str) -> Iterator[str]:
        """A class and those above it; the last is empty if it is not known what it is below."""
        for _ in range(_MAX_DEPTH):
            yield name
            if name in _ROOTS or not name:
                return
            name = self.parents.get(name) or _platform().get(name, "")

    def parent(self, name: str) -> str:
        """The class above one, `?` if not known."""
        return self.parents.get(name) or _platform().get(name, "?")

    def may_be(self, known: str, wanted: str) -> bool:
        """Whether an object that is known to be of a class may be of the wanted one: of a class
        below it or above it, or if nobody knows."""
        if known in _ANY or wanted in _ANY or known == wanted:
            return True
        up = list(self.above(known))
        return wanted in up or not up[-1] or known in self.above(wanted)

    def is_a(self, known: str, wanted: str) -> bool:
        """Whether an object of a class is of the wanted one beyond doubt."""
        return wanted == "*" or wanted in self.above(known)

    def is_overridden(self, name: str, sign: str, selector: str, own: "OwnMethods") -> bool:
        """Whether a class below has a method of this name."""
        waiting, seen = list(self._children.get(name, ())), set[str]()
        while waiting:
            one = waiting.pop()
            if (sign, one, selector) in own:
                return True
            if one not in seen:
                seen.add(one)
                waiting += self._children.get(one, ())
        return False


OwnMethods = dict[tuple[str, str, str], ObjcMethod]


def own_methods(classes: Iterable[ObjcClass]) -> OwnMethods:
    """The methods of an image by sign, class and name; that of a category goes first."""
    found: OwnMethods = {}
    for one in classes:
        for method in one.methods:
            key = ("+" if method.class_method else "-", method.owner, method.selector)
            if key not in found or method.category:
                found[key] = method
    return found
