"""Known packages among the classes of an app, and classes of nobody that is known."""

from collections.abc import Iterator, Mapping, Set
from functools import cache

from appsec.model.frozen import slotted
from appsec.model.outcome import Location
from appsec.model.software import Means, Unidentified
from appsec.readers.apk.bytecode import DexCode
from appsec.readers.apk.ownership import is_below
from appsec.readers.dex.dex_file import ClassDef
from appsec.readers.dex.names import class_name, descriptor
from appsec.readers.software.collected import Collected
from appsec.readers.software.table import Row, Table, above

RENAMED = "*"
"""Stands for all packages in which an obfuscator shortened every name, and for none."""
MAX_PREFIXES = 500
"""Of unidentified classes; what is beyond is counted together under RENAMED."""
_TOLD = (
    ("pkg:maven/com.google.android.gms/", "pkg:maven/com.google.firebase/"),
    ("pkg:maven/com.android.support/",),
)
"""Groups whose every artefact brings a version file, those together that share their packages."""
_PLATFORM = ("Landroid/", "Ldalvik/", "Ljava/")
_SEGMENTS = 3
_SHORT = 2


@slotted
class _Package:
    """How many classes a package has, and one of them."""

    first: ClassDef
    count: int


def read_names(code: DexCode, table: Table, found: Collected) -> tuple[Unidentified, ...]:
    """Adds the components that own packages or classes, and gives the classes that none owns."""
    rows = _by_class(table)
    singles = {n: one for n in rows if (one := code.program.classes.get(descriptor(n)))}
    packages = _packages(code, {one.name for one in singles.values()})
    met = {name: (rows[name], one) for name, one in singles.items()}
    nobody: dict[str, _Package] = {}
    for package, held in packages.items():
        owner = next((one for one in above(package) if one in rows), "")
        if owner:
            met.setdefault(owner, (rows[owner], held.first))
        elif not is_below(f"{package}.", code.own.packages):
            nobody[package] = held
    told = {name for name, (row, _) in met.items() if _shares(name, row, found)}
    for name, (row, one) in met.items():
        inside = row.unless and any(is_below(f"{each}.", (row.unless,)) for each in packages)
        if not inside and name not in told:
            found.add(row, Means.CLASSES, _place(one))
    return _counted(nobody)


def _shares(name: str, row: Row, found: Collected) -> bool:
    """Whether a version file names other artefacts in whose files the classes are: of one group
    that shares a package, or of Google's services, whose every artefact brings such a file."""
    url = row.package_url
    if found.has(url):
        return False
    for groups in _TOLD:
        if url.startswith(groups):
            return any(map(found.has, groups))
    group = f"pkg:maven/{name}/"
    return url.startswith(group) and found.has(group)


@cache
def _by_class(table: Table) -> Mapping[str, Row]:
    return {name: row for row in table.components for name in row.classes}


def _packages(code: DexCode, singles: Set[str]) -> dict[str, _Package]:
    """Each package with those of its classes that are not the app's own by what they name, nor
    known by themselves."""
    found: dict[str, _Package] = {}
    known = code.own.moved | code.own.merged | singles
    for name, one in code.program.classes.items():
        if name in known or (name.startswith(_PLATFORM) and _is_stub(one)):
            continue
        package = name.rpartition("/")[0]
        held = found.get(package)
        if held is None:
            found[package] = _Package(one, 1)
        else:
            held.count += 1
    return {name[1:].replace("/", "."): held for name, held in found.items()}


def _is_stub(one: ClassDef) -> bool:
    """Whether a class does nothing: D8 puts one in for each class of Android that an older version
    lacks, so that code which asks for it can be loaded."""
    bodies = one.file.all_bodies(one.row)
    return all(one.file.method(row).name == "<clinit>" for row in bodies)


def _place(one: ClassDef) -> Location:
    return Location(one.file.name, class_name(one.name))


def _counted(nobody: Mapping[str, _Package]) -> tuple[Unidentified, ...]:
    sums: dict[str, _Package] = {}
    for package, held in sorted(nobody.items()):
        name = _prefix(package)
        if name not in sums and len(sums) >= MAX_PREFIXES:
            name = RENAMED
        known = sums.get(name)
        if known is None:
            sums[name] = _Package(held.first, held.count)
        else:
            known.count += held.count
    return tuple(_unidentified(sums))


def _unidentified(sums: Mapping[str, _Package]) -> Iterator[Unidentified]:
    for name, held in sorted(sums.items()):
        yield Unidentified(name, held.count, _place(held.first))


def _prefix(package: str) -> str:
    """The beginning that tells whose a package is: nothing of one with shortened names."""
    parts = package.split(".")
    if all(len(part) <= _SHORT for part in parts):
        return RENAMED
    return ".".join(parts[:_SEGMENTS])
