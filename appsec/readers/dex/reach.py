"""Which classes the code of others can come to."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.dex.dex_file import DexFile
from appsec.readers.dex.program import Program

_Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
_SMALL = 1 << 16
_CLASS = 0


@frozen
class Links:
    """What the classes of a program name: pairs of one class and another, by their numbers."""

    numbers: Mapping[str, int]
    source: NDArray[np.int64]
    target: NDArray[np.int64]

    def reached_from(self, roots: Iterable[str]) -> frozenset[str]:
        """The classes that the code of these can come to, these included.

        More than a run would reach, never less but for native code and for lambdas that no compiler
        took apart, which name a class by nothing but a handle.
        """
        numbers, source, target = self.numbers, self.source, self.target
        # Small numbers are sorted in a tenth of the time.
        few = len(numbers) < _SMALL
        order = np.argsort(source.astype(np.uint16) if few else source, kind="stable")
        begin = np.searchsorted(source[order], np.arange(len(numbers) + 1))
        seen = np.zeros(len(numbers), np.bool_)
        new = np.array([numbers[name] for name in roots if name in numbers], np.int64)
        while len(new):
            seen[new] = True
            met = np.zeros(len(numbers), np.bool_)
            met[target[order[_ranges(begin[new], begin[new + 1])]]] = True
            new = np.flatnonzero(met & ~seen)
        return self._named(seen)

    def naming(self, wanted: Iterable[str]) -> frozenset[str]:
        """The classes whose code names one of these, and those that extend or implement one."""
        named = np.zeros(len(self.numbers), np.bool_)
        named[[self.numbers[one] for one in wanted if one in self.numbers]] = True
        met = np.zeros(len(self.numbers), np.bool_)
        met[self.source[named[self.target]]] = True
        return self._named(met)

    def _named(self, which: NDArray[np.bool_]) -> frozenset[str]:
        names = list(self.numbers)
        return frozenset(names[n] for n in np.flatnonzero(which).tolist())


def links_of(program: Program) -> Links:
    """A class names others in calls, fields and types, and as a text by which reflection may find
    them; it names its parents, too."""
    numbers = {name: n for n, name in enumerate(program.classes)}
    texts: dict[str, int] = {}
    for name, n in numbers.items():
        if name[0] == "L" and "/" in name:
            texts[name[1:-1]] = texts[name[1:-1].replace("/", ".")] = n
    pairs = [pair for file in program.files for pair in _named(file, numbers, texts)]
    source, target = (np.concatenate([pair[n] for pair in pairs]) for n in range(2))
    return Links(numbers, source, target)


def _ranges(begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """All numbers of these ranges."""
    lengths = end - begin
    before = np.cumsum(lengths) - lengths
    return np.repeat(begin - before, lengths) + np.arange(int(lengths.sum()))


def _named(file: DexFile, numbers: Mapping[str, int], texts: Mapping[str, int]) -> Iterator[_Pairs]:
    """Pairs of a class and another one that its code names."""
    dex = file.dex
    every = [numbers.get(name if name[0] != "[" else name.lstrip("["), -1) for name in dex.types]
    of_type = np.array(every, np.int64)
    of_class = of_type[dex.classes[:, _CLASS]]
    of_row = of_class[file.methods.owner]
    child, parent = file.parents
    yield _apart(of_class[child], of_type[parent])
    for uses, table in (
        (file.calls, of_type[dex.methods["owner"]]),
        (file.field_uses, of_type[dex.fields["owner"]]),
        (file.type_uses, of_type),
        (file.string_uses, _by_text(file, texts)),
    ):
        yield _apart(of_row[uses.row], table[uses.index])


def _apart(source: NDArray[np.int64], target: NDArray[np.int64]) -> _Pairs:
    """The pairs of two classes of the program."""
    kept = np.flatnonzero((source >= 0) & (target >= 0) & (source != target))
    return source[kept], target[kept]


def _by_text(file: DexFile, texts: Mapping[str, int]) -> NDArray[np.int64]:
    """For each string the class that it names, as in com.example.A or com/example/A."""
    count = len(file.dex.string_offsets)
    used = np.zeros(count, np.bool_)
    used[file.string_uses.index] = True
    found = np.full(count, -1, np.int64)
    indexes = np.flatnonzero(used)
    found[indexes] = [texts.get(text, -1) for text in file.dex.texts(indexes.tolist())]
    return found
