"""Whose code a function is: the app's own, or that of a library that came with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.ios import Binary, Bundle
from appsec.model.outcome import Origin
from appsec.readers.macho.code import SliceCode

_SEGMENTS = 2
"""How many segments of a bundle identifier tell whose it is."""
_SWIFT = re.compile(r"([A-Za-z_]\w*)\.")
_IN_METHOD = re.compile(r"_+\d+[-+]\[(\w+)")
"""How the symbol of a block in a method begins: `__36-[Login save]_block_invoke`."""
_OUTSIDE = re.compile(r"\W")


@cache
def _libraries() -> tuple[str, ...]:
    path = Path(__file__).with_name("native_owners.yaml")
    table = conform(path, read_yaml(path), dict[str, tuple[str, ...]])
    return tuple(start for starts in table.values() for start in starts)


@dataclass(frozen=True, slots=True)
class Owners:
    """Tells the origin of executables and of the functions in them. `own` are the bundles whose
    identifier begins as the app's does, by path."""

    own: frozenset[str]
    modules: frozenset[str]

    def of(self, binary: Binary, code: SliceCode, start: int) -> Origin:
        """The origin of a function."""
        method = code.method(start)
        return self.of_name(binary, method.owner if method else code.function(start))

    def of_name(self, binary: Binary, name: str) -> Origin:
        """The origin of a class or function by its name: a class that an SDK is known for, or a
        Swift type of another module, is a library's wherever it is linked."""
        if not binary.main and binary.bundle not in self.own:
            return Origin.LIBRARY
        module = _SWIFT.match(name)
        if module and module[1] not in (*self.modules, "Swift", "__C"):
            return Origin.LIBRARY
        method = _IN_METHOD.match(name)
        plain = method[1] if method else name
        known = not module and plain.lstrip("_").startswith(_libraries())
        return Origin.LIBRARY if known else Origin.APP


def owners(info: Bundle, bundles: Iterable[Bundle], binaries: Iterable[Binary]) -> Owners:
    """By the identifiers of the bundles, and the modules that executables are named after."""
    mine = _beginning(info.identifier)
    own = {one.path for one in bundles if _beginning(one.identifier) == mine and mine}
    own.add(info.path)
    names: Mapping[str, str] = {one.path: one.executable for one in bundles if one.path in own}
    modules = {_OUTSIDE.sub("_", name) for name in names.values() if name}
    modules |= {
        _OUTSIDE.sub("_", one.path.rpartition("/")[2].removesuffix(".debug.dylib"))
        for one in binaries
        if one.main or one.bundle in own
    }
    return Owners(frozenset(own), frozenset(modules))


def _beginning(identifier: str) -> str:
    return ".".join(identifier.casefold().split(".")[:_SEGMENTS])
