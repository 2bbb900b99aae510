"""Which classes are the app's own, which come with a library, and which are never reached.

By what the manifest names, never by a list of libraries: an app may be called com.android.shop.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from appsec.facts.android import Manifest
from appsec.model.outcome import Origin
from appsec.readers.dex.names import descriptor
from appsec.readers.dex.program import Program
from appsec.readers.dex.reach import reached_from

_SHARED = frozenset(("com.github", "com.google", "com.gitlab", "io.github", "org.apache"))
"""Under these two segments live the packages of many; a third one tells whose it is."""
_SEGMENTS = 3


@dataclass(frozen=True, slots=True)
class Ownership:
    """Own are the packages of the manifest, of its application class and of its launchers.

    A class of another package is a library's. Reached is what the code of a component can come
    to; a class that is not may still run through native code or reflection.
    """

    packages: tuple[str, ...]
    reached: frozenset[str]

    def of(self, owner: str) -> Origin:
        """The origin of a class, by its descriptor."""
        if owner not in self.reached:
            return Origin.UNREACHED
        return Origin.APP if self.has(owner) else Origin.LIBRARY

    def has(self, owner: str) -> bool:
        """Whether a class is in one of the app's own packages."""
        name = owner[1:-1].replace("/", ".")
        return any(name.startswith(f"{package}.") for package in self.packages)


def ownership(program: Program, manifest: Manifest, also: Iterable[str] = ()) -> Ownership:
    """`also` are package prefixes that the user calls the app's own."""
    starts = [c.name for c in manifest.components if c.is_launcher]
    named = [one for one in (manifest.application, *starts) if one]
    packages = {manifest.package, *map(_package, named), *also}
    roots = [c.target or c.name for c in manifest.components] + named
    reached = reached_from(program, map(descriptor, roots))
    return Ownership(tuple(sorted(packages)), reached)


def _package(name: str) -> str:
    """The first segments of a class's package, as many as one owner usually has."""
    segments = name.split(".")[:-1]
    count = _SEGMENTS + (".".join(segments[:2]) in _SHARED)
    return ".".join(segments[:count])
