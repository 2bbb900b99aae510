"""The software components of an iOS app, as its bundles and its code tell them."""

from contextlib import suppress
from functools import partial

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.facts.ios_binary import is_swift_runtime
from appsec.model.outcome import Location
from appsec.model.software import Means, Software, Unidentified
from appsec.readers.ipa.contents import Contents, fold
from appsec.readers.ipa.frameworks import shown_frameworks
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.native_owners import owners
from appsec.readers.software.collected import Collected
from appsec.readers.software.ios_bundles import Bundles
from appsec.readers.software.ios_names import Names, read_binary_texts
from appsec.readers.software.scripts import Scripts
from appsec.readers.software.stated_licences import StatedLicences
from appsec.readers.software.table import Row, table


def read_ios_software(contents: Contents, scan: Scan, app: IosApp) -> Known[Software]:
    """Whatever can be told. A fact that is not to be had leaves its gap, not nothing at all."""
    known, found = table("ios"), Collected()
    scripts = Scripts(table("scripts"), found)
    for name in sorted(contents.files):
        scripts.look(name, name, contents.size(name), partial(_read, contents, name))
    bundles = Bundles(known, found, _own(app))
    bundles.frameworks(app.bundles)
    bundles.resources(contents)
    names = Names(known, found, bundles.named)
    with suppress(FactUnavailable):  # its gap comes with the fact
        names.read(app.native_code)
    _frameworks(contents, found)
    loose = _binaries(scan, app, found)
    stated = StatedLicences(found, partial(_read, contents))
    for name in sorted(contents.files):
        stated.look(name)
    unidentified = (*bundles.unidentified, *names.unidentified(), *loose, *scripts.unidentified)
    return Known(Software(found.components(), unidentified), fold((*bundles.gaps, *scripts.gaps)))


def _read(contents: Contents, name: str, limit: int) -> bytes:
    return contents.read(name, limit, "missing-file")


def _own(app: IosApp) -> frozenset[str]:
    try:
        return owners(app.info, app.bundles, app.binaries).own
    except FactUnavailable:
        return frozenset()


def _frameworks(contents: Contents, found: Collected) -> None:
    rows = {row.name: row for row in table("frameworks").components}
    for name, file in shown_frameworks(contents.app, contents.files):
        found.add(rows.get(name) or Row(name), Means.FILE_NAME, Location(file))


def _binaries(scan: Scan, app: IosApp, found: Collected) -> tuple[Unidentified, ...]:
    """Reads the texts of every executable; those in no bundle of a library's that nothing tells of
    belong to nobody. What Apple built for older versions of iOS is part of the system."""
    plain = set(app.code)
    in_bundles = {f"{one.path}/{one.executable}" for one in app.bundles}
    loose = []
    for one in app.binaries:
        if is_swift_runtime(one.path):
            continue
        told = one.path in plain and read_binary_texts(
            scan, one.path, (table("native"), table("ios")), found
        )
        if not told and one.path not in in_bundles:
            loose.append(Unidentified(one.path, 1, one.at))
    return tuple(loose)
