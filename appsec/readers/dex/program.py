"""All DEX files of an app as one program: its classes, and who calls what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from appsec.readers.dex.dex_file import ClassDef, DexFile
from appsec.readers.dex.names import FieldRef, MethodRef, class_name

_KEPT = 100
"""What is above a class is kept unless it is more, as only hostile files have it."""


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
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _typed: dict[str, list[tuple[DexFile, int]]] = field(default_factory=dict)
    _named: dict[tuple[str, str], list[tuple[DexFile, int]]] = field(default_factory=dict)

    @cached_property
    def named(self) -> dict[str, ClassDef]:
        """The classes by their names as people write them."""
        return {class_name(name): one for name, one in self.classes.items()}

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

    def above(self, name: str) -> tuple[str, ...]:
        """A class and every class and interface above it that the app tells of."""
        found = self._above.get(name)
        if found is None:
            every = {name: None}
            waiting = [name]
            for one in waiting:
                if known := self.classes.get(one):
                    new = [up for up in (known.parent, *known.interfaces) if up not in every]
                    every.update(dict.fromkeys(new))
                    waiting += dict.fromkeys(new)
            every.pop("", None)
            found = tuple(every)
            if len(found) <= _KEPT:
                self._above[name] = found
        return found

    def bodies(self, owner: ClassDef, name: str) -> Iterator[Place]:
        """The methods with code of a class that have a name."""
        for row in owner.file.bodies(owner.row, name):
            yield Place(owner.file, row)

    def held(self, owner: ClassDef, name: str) -> Iterator[Place]:
        """The methods with code of a name that objects of a class have: its own, and those of the
        classes that it extends as far as none overrides them."""
        for parent in self.parents(owner.name):
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
        parents = self.parents(wanted.owner)
        for name in dict.fromkeys((*parents, *self.above(wanted.owner))):
            if owner := self.classes.get(name):
                for row in owner.file.bodies(owner.row, wanted.name):
                    if owner.file.prototype(row) == wanted[2:]:
                        return Place(owner.file, row)
                if name in parents and self._is_bare(owner, wanted):
                    return None
        return None

    def parents(self, name: str) -> tuple[str, ...]:
        """A class and those that it extends, as far as the app tells."""
        found = self._parents.get(name)
        if found is None:
            every: dict[str, None] = {}
            one = name
            while one and one not in every:
                every[one] = None
                one = known.parent if (known := self.classes.get(one)) else ""
            found = tuple(every)
            if len(found) <= _KEPT:
                self._parents[name] = found
        return found

    def declares(self, owner: ClassDef, wanted: MethodRef) -> bool:
        """Whether a class has a method of this name and prototype, be it without code."""
        rows = owner.file.bodies(owner.row, wanted.name)
        found = any(owner.file.prototype(row) == wanted[2:] for row in rows)
        return found or self._is_bare(owner, wanted)

    def _is_bare(self, owner: ClassDef, wanted: MethodRef) -> bool:
        file = owner.file
        bare = file.bare(owner.row, wanted.name)
        return any(file.dex.prototype(index) == wanted[2:] for index in bare)

    def indexes(self, owner: str, method: MethodRef) -> Iterator[tuple[DexFile, int]]:
        """The indexes by which files name a method, as one of this class."""
        for file, index in self._every(owner, method.name):
            if file.dex.prototype(index) == method[2:]:
                yield file, index

    def _every(self, owner: str, name: str) -> list[tuple[DexFile, int]]:
        """The indexes of all overloads of a method of a class, file by file."""
        found = self._named.get((owner, name))
        if found is None:
            typed = self._typed.get(owner)
            if typed is None:
                every = ((file, file.type_index(owner)) for file in self.files)
                typed = self._typed[owner] = [(file, index) for file, index in every if index >= 0]
            found = [(file, one) for file, index in typed for one in file.named(index, name)]
            self._named[owner, name] = found
        return found

    def readers(self, wanted: FieldRef) -> Iterator[Place]:
        """The methods that read a field."""
        for file in self.files:
            yield from (Place(file, row) for row in file.readers(wanted))

    def writers(self, wanted: FieldRef) -> Iterator[Place]:
        """The methods that write a field."""
        for file in self.files:
            yield from (Place(file, row) for row in file.writers(wanted))


def read_program(files: Iterable[DexFile]) -> Program:
    """Of a class that is there twice the first one counts."""
    known: list[DexFile] = []
    classes: dict[str, ClassDef] = {}
    for file in files:
        known.append(file)
        for one in file.classes:
            classes.setdefault(one.name, one)
    return Program(tuple(known), classes)
