"""Which classes are the app's own, which come with a library, and which are never reached.

By what the manifest names and what names that, never by a list of libraries: an app may be called
com.android.shop.
"""

import re
from collections.abc import Iterable, Iterator

from appsec.facts.android import Manifest
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap, Origin
from appsec.readers.dex.names import descriptor
from appsec.readers.dex.program import Program
from appsec.readers.dex.reach import Links

_SHARED = frozenset(
    (
        "com.android",
        "com.github",
        "com.gitlab",
        "com.google",
        "com.squareup",
        "com.unity3d",
        "io.flutter",
        "io.github",
        "org.apache",
    )
)
"""Domains below which live the packages of many: two more segments tell whose one is."""
_REGISTRY = re.compile(r"[a-z]{2}\.(?:ac|co|com|edu|gob|go|gov|gouv|idv|mil|ne|net|or|org)(?=\.|$)")
"""Under a country's code the owner often comes third, as in tw.com.example."""
_SEGMENTS = 3
_SHORTENED = re.compile(r"^L(?:(?:[a-zA-Z]\w?/)+[^/\n]+|\w{1,3}(?:\$\w{1,3})*);$", re.MULTILINE)
"""A class in a package whose every part an obfuscator named, or renamed itself and in none."""
_HALF = 2


@frozen
class Ownership:
    """Own are the packages of the manifest, of its application class and of its launchers, and
    the classes that an obfuscator `moved` out of them or `merged` with those of libraries.

    A class of another package is a library's. Reached is what the code of a component can come
    to; a class that is not may still run through native code or reflection. `shortened` are those
    that may be renamed, `prefixes` what the descriptors of classes in the own packages begin with.
    """

    packages: tuple[str, ...]
    prefixes: tuple[str, ...]
    shortened: tuple[str, ...]
    moved: frozenset[str]
    merged: frozenset[str]
    reached: frozenset[str]

    def of(self, owner: str) -> Origin:
        """The origin of a class, by its descriptor."""
        if owner not in self.reached:
            return Origin.UNREACHED
        return Origin.APP if self.has(owner) else Origin.LIBRARY

    def has(self, owner: str) -> bool:
        """Whether a class is the app's own, by its package or by what it names."""
        named = owner.startswith(self.prefixes)
        return named or owner in self.moved or owner in self.merged


def ownership(
    program: Program, links: Links, manifest: Manifest, named: Iterable[str] = ()
) -> Ownership:
    """`named` are classes that something else than code names, as layouts do."""
    own = tuple(sorted(own_packages(manifest)))
    prefixes = tuple(f"L{one.replace('.', '/')}/" for one in own)
    shortened = tuple(_SHORTENED.findall("\n".join(program.classes)))
    roots = [c.target or c.name for c in manifest.components]
    roots += [*_launchers(manifest), manifest.application, *named]
    reached = links.reached_from(map(descriptor, roots))
    renamed = _renamed(program, links, prefixes, shortened)
    return Ownership(own, prefixes, shortened, *renamed, reached)


def unrecognised(program: Program, own: Ownership, manifest: Manifest) -> Iterator[Gap]:
    """That own code cannot be told from libraries: most classes are renamed and of no known owner,
    and of the app's own there is nothing but what the manifest keeps. R8 can merge all packages
    (-repackageclasses); checks that look at own code only see nothing of it then."""
    shortened = sum(not own.has(one) for one in own.shortened)
    if _HALF * shortened < len(program.classes):
        return
    kept = {descriptor(c.target or c.name) for c in manifest.components}
    kept.add(descriptor(manifest.application))
    below = (one for one in program.classes if one.startswith(own.prefixes))
    if not own.moved and kept.issuperset(below):
        yield Gap("code", Cause.OUT_OF_REACH, "own-code-unrecognised", {"count": str(shortened)})


def own_packages(manifest: Manifest) -> frozenset[str]:
    """The packages of the app's own, by the manifest."""
    domains = {_domain(one) for one in (f"{manifest.package}.", *_launchers(manifest))}
    # Application classes come with many a framework: no more than their package is taken.
    return frozenset({manifest.package, *domains, _package(manifest.application)} - {""})


def is_below(name: str, packages: Iterable[str]) -> bool:
    """Whether a class is in one of some packages, or below."""
    return name.startswith(tuple(f"{package}." for package in packages))


def _launchers(manifest: Manifest) -> list[str]:
    """What starts the app from the home screen: activities, and aliases with their targets."""
    starts = [c for c in manifest.components if c.is_launcher]
    return [name for c in starts for name in (c.name, c.target) if name]


def _package(name: str) -> str:
    """The first segments of a class's package, as many as one product usually has."""
    segments = name.split(".")[:-1]
    count = _SEGMENTS + (".".join(segments[:2]) in _SHARED)
    return ".".join(segments[:count])


def _domain(name: str) -> str:
    """The domain of a class's owner: packages begin with one, turned round. Two companies that
    share one are the rare case; one company whose modules do not share a third segment is not."""
    package = _package(name)
    if _REGISTRY.match(package) or package.startswith(tuple(f"{one}." for one in _SHARED)):
        return package
    return ".".join(package.split(".")[:2])


def _renamed(
    program: Program, links: Links, prefixes: tuple[str, ...], shortened: Iterable[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The app's own classes that an obfuscator moved elsewhere: with all their package, and alone.

    What names a class of the app's own was compiled with it, and no library is. Obfuscators keep
    together what was one package: where half of one names own classes, all of it is own, which
    goes on to those that name it. A single class elsewhere holds code of the app, too: R8 puts
    closures of several packages into one class. In the builds with R8 that we looked at, most own
    packages had half or more of such classes, a library's two in five at most and mostly one in
    thirty. An own package that names nothing of the rest counts as a library's, so that it asks.
    """
    left: dict[str, set[str]] = {}
    for one in shortened:
        left.setdefault(one.rpartition("/")[0], set()).add(one)
    moved: set[str] = set()
    merged: set[str] = set()
    if not left:
        return frozenset(moved), frozenset(merged)
    plain = {one for one in program.classes if one.startswith(prefixes)}
    while True:
        naming = links.naming(plain | moved)
        whole = [p for p, every in left.items() if _HALF * len(every & naming) >= len(every)]
        if not whole:
            merged = merged.union(*(every & naming for every in left.values()))
            return frozenset(moved), frozenset(merged)
        for package in whole:
            moved |= left.pop(package)
