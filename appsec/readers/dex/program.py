"""All DEX files of an app as one program: its classes, and who calls what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from appsec.readers.dex.dex_file import ClassDef, DexFile
from appsec.readers.dex.names import FieldRef, MethodRef


class Place(NamedTuple):
    """A method with code: which file, which row."""

    file: DexFile
    row: int


@dataclass(eq=False)
class Program:
    """The program. Of a class that is there twice the first one counts, as on a device."""

    files: tuple[DexFile, ...]
    classes: dict[str, ClassDef]
    _bodies: dict[MethodRef, Place | None] = field(default_factory=dict)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The app's classes by each class or interface that they name as their parent."""
        found: dict[str, list[str]] = {}
        for one in self.classes.values():
            for parent in (one.parent, *one.interfaces):
                found.setdefault(parent, []).append(one.name)
        return found

    def below(self, name: str) -> Iterator[ClassDef]:
        """The classes of the app that extend or implement one, be it through others."""
        waiting, seen = [name], {name}
        while waiting:
            for child in self.children.get(waiting.pop(), ()):
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
                    yield self.classes[child]

    def above(self, name: str) -> Iterator[str]:
        """A class and every class and interface above it that the app tells of."""
        waiting, seen = [name], {name}
        while waiting:
            one = waiting.pop(0)
            yield one
            if known := self.classes.get(one):
                for parent in (known.parent, *known.interfaces):
                    if parent and parent not in seen:
                        seen.add(parent)
                        waiting.append(parent)

    def bodies(self, owner: ClassDef, name: str) -> Iterator[Place]:
        """The methods with code of a class that have a name."""
        for row in owner.file.bodies(owner.row):
            if owner.file.method(row).name == name:
                yield Place(owner.file, row)

    def held(self, owner: ClassDef, name: str) -> Iterator[Place]:
        """The methods with code of a name that objects of a class have: its own, and those of the
        classes that it extends as far as none overrides them."""
        for parent in self._parents(owner.name):
            if known := self.classes.get(parent):
                for place in self.bodies(known, name):
                    method = place.file.method(place.row)
                    if self.body(method._replace(owner=owner.name)) == place:
                        yield place

    def body(self, wanted: MethodRef) -> Place | None:
        """The code of a method where the app has it: in its class or in one above."""
        if wanted not in self._bodies:
            self._bodies[wanted] = self._body(wanted)
        return self._bodies[wanted]

    def _body(self, wanted: MethodRef) -> Place | None:
        """Classes come before interfaces, and what one leaves abstract or to native code is not
        what is further up."""
        parents = self._parents(wanted.owner)
        for name in dict.fromkeys((*parents, *self.above(wanted.owner))):
            if owner := self.classes.get(name):
                for place in self.bodies(owner, wanted.name):
                    if _is_same(place.file.method(place.row), wanted):
                        return place
                if name in parents and self._is_bare(owner, wanted):
                    return None
        return None

    def _parents(self, name: str) -> tuple[str, ...]:
        """A class and those that it extends, as far as the app tells."""
        found: dict[str, None] = {}
        while name and name not in found:
            found[name] = None
            name = known.parent if (known := self.classes.get(name)) else ""
        return tuple(found)

    def declares(self, owner: ClassDef, wanted: MethodRef) -> bool:
        """Whether a class has a method of this name and prototype, be it without code."""
        places = self.bodies(owner, wanted.name)
        found = any(_is_same(place.file.method(place.row), wanted) for place in places)
        return found or self._is_bare(owner, wanted)

    def _is_bare(self, owner: ClassDef, wanted: MethodRef) -> bool:
        dex = owner.file.dex
        methods = (dex.method(index) for index in owner.file.bare(owner.row))
        return any(one.name == wanted.name and _is_same(one, wanted) for one in methods)

    def callers(self, owner: str, name: str) -> list[Place]:
        """The methods that call one of a name, in any overload, in the order of files and rows."""
        return [
            Place(file, row)
            for file in self.files
            if (indexes := file.named(owner, name))
            for row in file.callers(indexes)
        ]

    def readers(self, wanted: FieldRef) -> Iterator[Place]:
        """The methods that read a field."""
        for file in self.files:
            yield from (Place(file, row) for row in file.readers(wanted))

    def writers(self, wanted: FieldRef) -> Iterator[Place]:
        """The methods that write a field."""
        for file in self.files:
            yield from (Place(file, row) for row in file.writers(wanted))


def _is_same(one: MethodRef, other: MethodRef) -> bool:
    """Whether methods of a name take and give the same."""
    return one.parameters == other.parameters and one.returns == other.returns


def read_program(files: Iterable[DexFile]) -> Program:
    """Of a class that is there twice the first one counts."""
    known: list[DexFile] = []
    classes: dict[str, ClassDef] = {}
    for file in files:
        known.append(file)
        for one in file.classes:
            classes.setdefault(one.name, one)
    return Program(tuple(known), classes)
