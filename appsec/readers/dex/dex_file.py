"""One DEX file of an app: what its classes define, and who uses what."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from appsec.facts.values import Method
from appsec.readers.dex import opcodes
from appsec.readers.dex.file import NO_INDEX, BadDex, Dex, type_lists
from appsec.readers.dex.grouped import Grouped, Indexed, grouped, indexed
from appsec.readers.dex.members import Methods, read_methods
from appsec.readers.dex.names import FieldRef, MethodRef
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.sweep import Uses, sweep
from appsec.readers.dex.walk import Walked, Walker, Walking

_CLASS, _ACCESS, _SUPER, _INTERFACES, _SOURCE = 0, 1, 2, 3, 4


class ClassDef(NamedTuple):
    """A class of the app, by its descriptor. `row` is that of its file's class table."""

    name: str
    file: "DexFile"
    row: int
    access: int
    parent: str
    interfaces: tuple[str, ...]

    @property
    def source(self) -> str:
        """The name of the source file, if the build still tells."""
        index = self.file.sources[self.row]
        return "" if index == NO_INDEX else self.file.dex.string(index)


@dataclass(eq=False)
class DexFile:
    """One DEX file, by the name that locations give it. What it uses is read on first need."""

    name: str
    dex: Dex
    methods: Methods
    _walked: dict[int, Walking] = field(default_factory=dict)

    @cached_property
    def uses(self) -> Uses:
        """Raises BadDex."""
        return sweep(self.dex, self.methods)

    @cached_property
    def calls(self) -> Uses:
        """Of methods that have a name: those of call sites made at run time have none."""
        groups = (opcodes.INVOKES, opcodes.INVOKES_RANGE, (Op.INVOKE_POLYMORPHIC,))
        return self.uses.of(*groups)

    @cached_property
    def field_uses(self) -> Uses:
        groups = (opcodes.FIELD_GETS, opcodes.FIELD_PUTS)
        return self.uses.of(*groups, opcodes.STATIC_GETS, opcodes.STATIC_PUTS)

    @cached_property
    def type_uses(self) -> Uses:
        return self.uses.of((Op.CONST_CLASS, Op.NEW_INSTANCE, Op.CHECK_CAST, Op.INSTANCE_OF))

    @cached_property
    def string_uses(self) -> Uses:
        return self.uses.of((Op.CONST_STRING, Op.CONST_STRING_JUMBO))

    @cached_property
    def _callers(self) -> Indexed:
        return indexed(self.calls.index, self.calls.row, len(self.dex.methods))

    @cached_property
    def _writers(self) -> Indexed:
        puts = self.field_uses.of(opcodes.FIELD_PUTS, opcodes.STATIC_PUTS)
        return indexed(puts.index, puts.row, len(self.dex.fields))

    def callers(self, methods: Iterable[int]) -> list[int]:
        """The rows that call one of these."""
        return sorted({row for one in methods for row in self._callers.of(one)})

    def writers(self, wanted: FieldRef) -> list[int]:
        """The rows that write a field."""
        fields = self._members(self._fields, wanted.owner, wanted.name)
        return sorted({row for one in fields for row in self._writers.of(one)})

    def names_field(self, wanted: FieldRef) -> bool:
        """Whether the file names a field of this class and name."""
        return bool(self._members(self._fields, wanted.owner, wanted.name))

    def readers(self, wanted: FieldRef) -> list[int]:
        """The rows that read a field."""
        fields = self._members(self._fields, wanted.owner, wanted.name)
        return sorted({row for one in fields for row in self._readers.of(one)})

    @cached_property
    def _readers(self) -> Indexed:
        gets = self.field_uses.of(opcodes.FIELD_GETS, opcodes.STATIC_GETS)
        return indexed(gets.index, gets.row, len(self.dex.fields))

    @cached_property
    def _walker(self) -> Walker:
        return Walker(self.dex, self.methods)

    def walk(self, row: int, calling: Container[int] | None = None) -> Walked:
        """What a method does, up to its last call of one of some methods. Raises BadDex."""
        found = self._walked.get(row)
        if found is None:
            found = self._walked[row] = self._walker.start(row)
        return found.whole() if calling is None else found.calling(calling)

    def method(self, row: int) -> MethodRef:
        """The method of a row."""
        return self.dex.method(int(self.methods.method[row]))

    def prototype(self, row: int) -> tuple[tuple[str, ...], str]:
        """What the method of a row takes and gives."""
        return self.dex.prototype(int(self.methods.method[row]))

    def method_owner(self, index: int) -> str:
        """The class of a method that this file names."""
        return self.dex.method(index).owner

    def told(self, row: int) -> Method:
        """The same as people write it."""
        return self._walker.told(int(self.methods.method[row]))

    def type_index(self, name: str) -> int:
        """The index of a type, or -1 if the file does not name it."""
        return self._types.get(name, -1)

    def named(self, owner: int, name: str) -> list[int]:
        """The indexes of the methods of a type that this file names so, in any overload."""
        return _of_name(self._methods, owner, self.dex.find_string(name))

    def taking(self, kind: str) -> NDArray[np.int64]:
        """The indexes of the methods that this file names with a parameter of a type."""
        wanted = self._types.get(kind)
        if wanted is None:
            return np.zeros(0, np.int64)
        proto, parameter = self.dex.parameters
        takes = np.zeros(len(self.dex.protos), np.bool_)
        takes[proto[parameter == wanted]] = True
        return np.flatnonzero(takes[self.dex.methods["proto"]])

    def _members(self, table: Grouped, owner: str, name: str) -> list[int]:
        of = self._types.get(owner, -1)
        return _of_name(table, of, self.dex.find_string(name)) if of >= 0 else []

    @cached_property
    def _methods(self) -> Grouped:
        key = self.dex.methods["owner"].astype(np.int64) << 32 | self.dex.methods["name"]
        return grouped(key, np.arange(len(key)))

    @cached_property
    def _fields(self) -> Grouped:
        key = self.dex.fields["owner"].astype(np.int64) << 32 | self.dex.fields["name"]
        return grouped(key, np.arange(len(key)))

    def naming(self, texts: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Each of the texts and the row of a method that names it, in the order of rows."""
        indexes = {n: text for text in texts if (n := self.dex.find_string(text)) >= 0}
        used = self.string_uses
        wanted = np.zeros(len(self.dex.string_offsets), np.bool_)
        wanted[list(indexes)] = True
        hit = wanted[used.index]
        pairs = set(zip(used.row[hit].tolist(), used.index[hit].tolist(), strict=True))
        yield from ((indexes[index], row) for row, index in sorted(pairs))

    @cached_property
    def _types(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.dex.types)}

    def bodies(self, owner: int, name: str) -> list[int]:
        """The methods with code of a class that have a name, both by their rows."""
        return _of_name(self._bodies, owner, self.dex.find_string(name))

    def all_bodies(self, owner: int) -> list[int]:
        """The methods with code of a class, by their rows."""
        return self._of_class.of(owner)

    def bare(self, owner: int, name: str) -> list[int]:
        """The methods of a name that a class declares without code, by their indexes."""
        return _of_name(self._bare, owner, self.dex.find_string(name))

    @cached_property
    def _bodies(self) -> Grouped:
        methods = self.methods
        names = self.dex.methods["name"][methods.method]
        return grouped(methods.owner << 32 | names, np.arange(len(methods)))

    @cached_property
    def _of_class(self) -> Grouped:
        return grouped(self.methods.owner, np.arange(len(self.methods)))

    @cached_property
    def _bare(self) -> Grouped:
        methods = self.methods
        names = self.dex.methods["name"][methods.bare]
        return grouped(methods.bare_owner << 32 | names, methods.bare)

    @cached_property
    def sources(self) -> list[int]:
        """The index of each class's source file, or NO_INDEX."""
        found: list[int] = self.dex.classes[:, _SOURCE].tolist()
        return found

    @cached_property
    def parents(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """What each class extends and implements: the rows of the ones, and the types that the
        others are, by their indexes. Raises BadDex for lists that the file could not hold."""
        above = self.dex.classes[:, _SUPER].astype(np.int64)
        lists = self.dex.classes[:, _INTERFACES].astype(np.int64)
        extending, implementing = np.flatnonzero(above != NO_INDEX), np.flatnonzero(lists)
        at, counts = type_lists(self.dex, lists[implementing])
        rows = np.concatenate((extending, np.repeat(implementing, counts)))
        types = np.concatenate((above[extending], self.dex.units[at].astype(np.int64)))
        if len(types) and types.max() >= len(self.dex.types):
            raise BadDex("a class above that is not there")
        return rows, types

    @cached_property
    def classes(self) -> tuple[ClassDef, ...]:
        """The classes that it defines. Raises BadDex."""
        dex, table = self.dex, self.dex.classes
        _ = self.parents  # raises for those that the file does not have
        if len(table) and table[:, _CLASS].max() >= len(dex.types):
            raise BadDex("a class of a type that is not there")
        types = [*dex.types, ""]
        above = np.minimum(table[:, _SUPER], len(dex.types))
        found = zip(
            [types[n] for n in table[:, _CLASS].tolist()],
            repeat(self),
            range(len(table)),
            table[:, _ACCESS].tolist(),
            [types[n] for n in above.tolist()],
            [self._listed(at) if at else () for at in table[:, _INTERFACES].tolist()],
            strict=False,
        )
        return tuple(map(ClassDef._make, found))

    def _listed(self, at: int) -> tuple[str, ...]:
        return tuple([self.dex.type(n) for n in self.dex.type_list(at)])


def _highest(indexes: NDArray[np.uint32]) -> int:
    """The highest of some indexes, those apart that stand for nothing."""
    return int(np.max(indexes, where=indexes != NO_INDEX, initial=0))


def _of_name(table: Grouped, owner: int, name: int) -> list[int]:
    """The members of an owner and of a name, unless the file does not have the name."""
    return table.of(owner << 32 | name) if name >= 0 else []


def dex_file(name: str, dex: Dex) -> DexFile:
    """With everything checked that answers depend on later. Raises BadDex."""
    file = DexFile(name, dex, read_methods(dex))
    _ = file.classes  # raises for one whose parent the file does not have
    _ = dex.parameters  # raises for lists that share more than the file could hold
    if "" in dex.types:
        raise BadDex("a type without a name")
    if _highest(dex.classes[:, _SOURCE]) >= len(dex.string_offsets):
        raise BadDex("a source file without a name")
    for used, count in (
        (file.calls, len(dex.methods)),
        (file.field_uses, len(dex.fields)),
        (file.type_uses, len(dex.type_names)),
        (file.string_uses, len(dex.string_offsets)),
    ):
        if len(used.index) and used.index.max() >= count:
            raise BadDex("instruction names what is not there")
    return file
