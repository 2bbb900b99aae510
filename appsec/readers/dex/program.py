"""All DEX files of an app as one program: its classes, who calls what, and who reaches whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from appsec.readers.dex import opcodes
from appsec.readers.dex.file import NO_INDEX, BadDex, Dex, FieldRef, MethodRef
from appsec.readers.dex.members import Methods, read_methods
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.sweep import Uses, sweep
from appsec.readers.dex.walk import Walked, walk

_CLASS, _ACCESS, _SUPER, _INTERFACES, _SOURCE = 0, 1, 2, 3, 4
_CALLS = (opcodes.INVOKES, opcodes.INVOKES_RANGE, (Op.INVOKE_POLYMORPHIC,))
_FIELDS = (
    opcodes.FIELD_GETS,
    opcodes.FIELD_PUTS,
    opcodes.STATIC_GETS,
    opcodes.STATIC_PUTS,
)
_STRINGS = (Op.CONST_STRING, Op.CONST_STRING_JUMBO)
_TYPES = ((Op.CONST_CLASS, Op.NEW_INSTANCE, Op.CHECK_CAST, Op.INSTANCE_OF),)


@dataclass(eq=False)
class DexFile:
    """One DEX file, by the name that locations give it. What it uses is read on first need."""

    name: str
    dex: Dex
    methods: Methods
    _walked: dict[int, Walked] = field(default_factory=dict)

    @cached_property
    def uses(self) -> Uses:
        """Raises BadDex."""
        return sweep(self.dex, self.methods)

    @cached_property
    def calls(self) -> Uses:
        return self.uses.of(*_CALLS)

    @cached_property
    def puts(self) -> Uses:
        return self.uses.of(opcodes.FIELD_PUTS, opcodes.STATIC_PUTS)

    def walk(self, row: int) -> Walked:
        """What a method does. Raises BadDex."""
        found = self._walked.get(row)
        if found is None:
            found = self._walked[row] = walk(self.dex, self.methods, row)
        return found

    def method(self, row: int) -> MethodRef:
        """The method of a row."""
        return self.dex.method(int(self.methods.method[row]))

    def named(self, owner: str, name: str) -> NDArray[np.int64]:
        """The indexes of the methods that this file names so, in any overload."""
        return self._members(self.dex.methods, owner, name)

    def taking(self, kind: str) -> NDArray[np.int64]:
        """The indexes of the methods that this file names with a parameter of a type."""
        if kind not in self._types:
            return np.zeros(0, np.int64)
        protos = [n for n in range(len(self.dex.protos)) if kind in self.dex.proto(n)[0]]
        return np.flatnonzero(np.isin(self.dex.methods["proto"], protos))

    def fields_named(self, wanted: FieldRef) -> NDArray[np.int64]:
        """The indexes of a field."""
        return self._members(self.dex.fields, wanted.owner, wanted.name)

    def _members(self, table: NDArray[np.void], owner: str, name: str) -> NDArray[np.int64]:
        if owner not in self._types:
            return np.zeros(0, np.int64)
        same = (table["owner"] == self._types[owner]) & (
            table["name"] == self.dex.find_string(name)
        )
        return np.flatnonzero(same)

    def naming(self, texts: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Each of the texts and the row of a method that names it, in the order of rows."""
        indexes = {n: text for text in texts if (n := self.dex.find_string(text)) >= 0}
        used = self.uses.of(_STRINGS)
        hit = np.isin(used.index, np.fromiter(indexes, np.int64, len(indexes)))
        pairs = np.unique(np.stack([used.row[hit], used.index[hit]], axis=1), axis=0)
        yield from ((indexes[index], row) for row, index in pairs.tolist())

    @cached_property
    def types(self) -> list[str]:
        """Every type that the file names, by index."""
        return [self.dex.string(n) for n in self.dex.type_names.tolist()]

    @cached_property
    def _types(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.types)}


class Place(NamedTuple):
    """A method with code: which file, which row."""

    file: DexFile
    row: int


@dataclass(frozen=True, slots=True)
class ClassDef:
    """A class of the app, by its descriptor. `row` is that of its file's class table."""

    name: str
    file: DexFile
    row: int
    access: int
    parent: str
    interfaces: tuple[str, ...]

    @property
    def source(self) -> str:
        """The name of the source file, if the build still tells."""
        index = int(self.file.dex.classes[self.row][_SOURCE])
        return "" if index == NO_INDEX else self.file.dex.string(index)


@dataclass(eq=False)
class Program:
    """The program. Of a class that is there twice the first one counts, as on a device."""

    files: tuple[DexFile, ...]
    classes: dict[str, ClassDef]

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

    def bodies(self, owner: ClassDef, name: str = "") -> Iterator[Place]:
        """The methods with code of a class, all of them or those of one name."""
        rows = np.flatnonzero(owner.file.methods.owner == owner.row)
        for row in rows.tolist():
            if not name or owner.file.method(row).name == name:
                yield Place(owner.file, row)

    def body(self, wanted: MethodRef) -> Place | None:
        """The code of a method where the app has it: in its class or in one above."""
        for name in self.above(wanted.owner):
            if owner := self.classes.get(name):
                for place in self.bodies(owner, wanted.name):
                    found = place.file.method(place.row)
                    if found.parameters == wanted.parameters and found.returns == wanted.returns:
                        return place
        return None

    def callers(self, indexes: Iterable[tuple[DexFile, NDArray[np.int64]]]) -> Iterator[Place]:
        """The methods that call one of these, in the order of files and rows."""
        for file, wanted in indexes:
            if len(wanted):
                hit = np.isin(file.calls.index, wanted)
                yield from (Place(file, row) for row in np.unique(file.calls.row[hit]).tolist())

    def writers(self, wanted: FieldRef) -> Iterator[Place]:
        """The methods that write a field."""
        for file in self.files:
            hit = np.isin(file.puts.index, file.fields_named(wanted))
            yield from (Place(file, row) for row in np.unique(file.puts.row[hit]).tolist())

    def reached_from(self, roots: Iterable[str]) -> frozenset[str]:
        """The classes that the code of these can come to, these included.

        A class reaches what its code names: in calls, fields and types, and as a text by which
        reflection may find it. More than a run would reach, never less but for native code.
        """
        numbers, every = self._links
        begin = np.searchsorted(every[:, 0], np.arange(len(numbers) + 1))
        seen = np.zeros(len(numbers), np.bool_)
        frontier = [numbers[name] for name in roots if name in numbers]
        seen[frontier] = True
        while frontier:
            parts = [every[begin[one] : begin[one + 1], 1] for one in frontier]
            following = np.unique(np.concatenate(parts))
            frontier = following[~seen[following]].tolist()
            seen[frontier] = True
        names = list(numbers)
        return frozenset(names[n] for n in np.flatnonzero(seen).tolist())

    def naming(self, wanted: Iterable[str]) -> frozenset[str]:
        """The classes whose code names one of these, and those that extend or implement one."""
        numbers, every = self._links
        hit = np.isin(every[:, 1], [numbers[one] for one in wanted if one in numbers])
        names = list(numbers)
        return frozenset(names[n] for n in np.unique(every[hit, 0]).tolist())

    @cached_property
    def _links(self) -> tuple[dict[str, int], NDArray[np.int64]]:
        """The number of each class, and pairs of one and another that it names."""
        numbers = {name: n for n, name in enumerate(self.classes)}
        edges = [self._edges(file, numbers) for file in self.files]
        parents = [(numbers[c], numbers[up]) for up in numbers for c in self.children.get(up, ())]
        edges.append(np.array(parents, np.int64).reshape(-1, 2))
        return numbers, np.unique(np.concatenate(edges), axis=0)

    def _edges(self, file: DexFile, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Pairs of a class and one that its code names."""
        of_type = np.array([numbers.get(name.lstrip("["), -1) for name in file.types], np.int64)
        dex, uses = file.dex, file.uses
        of_class = np.array([of_type[int(n)] for n in dex.classes[:, _CLASS]], np.int64)
        pairs = []
        for groups, table in (
            (_CALLS, of_type[dex.methods["owner"]]),
            (_FIELDS, of_type[dex.fields["owner"]]),
            (_TYPES, of_type),
            ((_STRINGS,), self._by_text(file, numbers)),
        ):
            used = uses.of(*groups)
            inside = used.index < len(table)
            owner = of_class[file.methods.owner[used.row[inside]]]
            pairs.append(np.stack([owner, table[used.index[inside]]], axis=1))
        every = np.concatenate(pairs)
        return np.unique(every[(every >= 0).all(axis=1)], axis=0)

    def _by_text(self, file: DexFile, numbers: dict[str, int]) -> NDArray[np.int64]:
        """For each string the class that it names, as in com.example.A or com/example/A."""
        found = np.full(len(file.dex.string_offsets), -1, np.int64)
        for index in np.unique(file.uses.of(_STRINGS).index).tolist():
            text = file.dex.string(index)
            if "." in text or "/" in text:
                found[index] = numbers.get(f"L{text.replace('.', '/')};", -1)
        return found


def dex_file(name: str, dex: Dex) -> DexFile:
    """With everything checked that answers depend on later. Raises BadDex."""
    file = DexFile(name, dex, read_methods(dex))
    if "" in file.types:
        raise BadDex("a type without a name")
    for one in _classes(file):
        _ = one.source  # raises for one that the file does not have
    used = file.uses
    for groups, count in (
        (_CALLS, len(dex.methods)),
        (_FIELDS, len(dex.fields)),
        (_TYPES, len(dex.type_names)),
        ((_STRINGS,), len(dex.string_offsets)),
    ):
        indexes = used.of(*groups).index
        if len(indexes) and indexes.max() >= count:
            raise BadDex("instruction names what is not there")
    return file


def read_program(files: Iterable[DexFile]) -> Program:
    """Of a class that is there twice the first one counts."""
    known: list[DexFile] = []
    classes: dict[str, ClassDef] = {}
    for file in files:
        known.append(file)
        for one in _classes(file):
            classes.setdefault(one.name, one)
    return Program(tuple(known), classes)


def _classes(file: DexFile) -> Iterator[ClassDef]:
    dex = file.dex
    for row, one in enumerate(dex.classes.tolist()):
        parent = "" if one[_SUPER] == NO_INDEX else dex.type(one[_SUPER])
        interfaces = tuple(dex.type(n) for n in dex.type_list(one[_INTERFACES]))
        yield ClassDef(dex.type(one[_CLASS]), file, row, one[_ACCESS], parent, interfaces)
