"""Which methods that a DEX file names are APIs that a check watches."""

from collections.abc import Iterator, Mapping
from dataclasses import field

import numpy as np

from appsec.model.frozen import slotted
from appsec.readers.apk.platform import platform_parents
from appsec.readers.dex.dex_file import DexFile
from appsec.readers.dex.names import class_name, descriptor
from appsec.readers.dex.program import Program


@slotted
class Watched:
    """The watched APIs of a program, be they called on a subclass.

    An API is a class and a method, or a type in brackets: any method with such a parameter.
    """

    program: Program
    apis: frozenset[str]
    _owners: dict[str, set[str]] = field(init=False)
    _heirs: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Owners by the name of the method, and every class that may stand for one of them."""
        self._owners = {}
        for api in self.apis:
            owner, _, name = api.rpartition(".")
            self._owners.setdefault(name, set()).add(owner)
        of_platform = _below({one for owners in self._owners.values() for one in owners})
        roots = {descriptor(one) for one in of_platform}
        self._heirs = frozenset(self._with_below(roots))

    def methods(self, file: DexFile) -> dict[int, list[str]]:
        """Those of a file, each with the API that it is."""
        found: dict[int, list[str]] = {}
        above: dict[int, list[str]] = {}
        dex = file.dex
        heirs = self._heirs
        owned = np.array([one in heirs for one in dex.types], np.bool_)[dex.methods["owner"]]
        rows = np.flatnonzero(owned)
        names = dex.texts(dex.methods["name"][rows].tolist())
        owners = dex.methods["owner"][rows].tolist()
        for index, owner, name in zip(rows.tolist(), owners, names, strict=True):
            if (wanted := self._owners.get(name)) is None:
                continue
            if owner not in above:
                above[owner] = list(self._above(dex.types[owner]))
            if api := next((one for one in above[owner] if one in wanted), ""):
                found[index] = [f"{api}.{name}"]
        for api in self.apis:
            if api.startswith("("):
                for index in file.taking(descriptor(api[1:-1])).tolist():
                    found.setdefault(index, []).append(api)
        return found

    def _with_below(self, roots: set[str]) -> Iterator[str]:
        children = self.program.children
        waiting, seen = list(roots), set(roots)
        while waiting:
            one = waiting.pop()
            yield one
            for child in children.get(one, ()):
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)

    def _above(self, owner: str) -> Iterator[str]:
        """A class and those above it, first as the app tells and then as the platform has it."""
        parents = platform_parents()
        for name in self.program.above(owner):
            one = class_name(name)
            yield one
            while one := parents.get(one, ""):
                yield one


def _below(owners: set[str]) -> set[str]:
    """These classes and those of the platform below them."""
    parents: Mapping[str, str] = platform_parents()
    found = set(owners)
    for name in parents:
        above = name
        while above := parents.get(above, ""):
            if above in owners:
                found.add(name)
    return found
