"""The software components of an Android app, as its files and its code tell them."""

from functools import partial

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.framework import Framework, FrameworkKind
from appsec.model.software import Means, Nature, Software, SoftwareKind, Unidentified
from appsec.readers.apk.bytecode import DexCode
from appsec.readers.apk.files import AppFiles
from appsec.readers.software.collected import Collected
from appsec.readers.software.dex_names import read_names
from appsec.readers.software.dex_texts import read_constants, read_texts
from appsec.readers.software.native_texts import read_natives
from appsec.readers.software.scripts import Scripts
from appsec.readers.software.stated_licences import StatedLicences
from appsec.readers.software.table import Row, table
from appsec.readers.software.version_files import VersionFiles


def read_software(files: AppFiles, app: AndroidApp) -> Known[Software]:
    """Whatever can be told. A fact that is not to be had leaves its gap, not nothing at all."""
    known, found = table("android"), Collected()
    packed = VersionFiles(known, found)
    packed.read(files)
    scripts = Scripts(table("scripts"), found)
    _scripts(files, scripts)
    unidentified = [*_code(app, found), *_natives(app, found), *scripts.unidentified]
    _frameworks(app, found)
    for part in files.parts:
        stated = StatedLicences(found, part.content)
        for name, _ in part.files():
            stated.look(name)
    software = Software(found.components(), tuple(unidentified))
    return Known(software, (*packed.gaps, *scripts.gaps))


def _scripts(files: AppFiles, scripts: Scripts) -> None:
    for part in files.parts:
        for name, where in part.files():
            entry = part.entry(name)
            size = 0 if entry in part.archive.refused else part.archive.entry(entry).size
            scripts.look(name, where, size, partial(part.content, name))


def _code(app: AndroidApp, found: Collected) -> tuple[Unidentified, ...]:
    try:
        code = app.code
    except FactUnavailable:
        return ()  # its gap comes with the fact
    if not isinstance(code, DexCode):
        raise TypeError("the code of another kind of build")
    read_texts(code, table("android"), found)
    read_constants(code, table("android"), found)
    return read_names(code, table("android"), found)


def _natives(app: AndroidApp, found: Collected) -> tuple[Unidentified, ...]:
    try:
        libraries, strings = app.native_libraries, app.native_strings
    except FactUnavailable:
        return ()
    return read_natives(libraries, strings, table("native"), found)


def _frameworks(app: AndroidApp, found: Collected) -> None:
    try:
        frameworks = app.frameworks
    except FactUnavailable:
        return
    rows = {row.name: row for row in table("frameworks").components}
    for one in frameworks:
        found.add(rows.get(one.name) or _framework(one), Means.FILE_NAME, one.at)


def _framework(one: Framework) -> Row:
    """A framework or packer of which no more is known than its name."""
    if one.kind is FrameworkKind.PACKER:
        natures = (Nature.PACKER, Nature.SECURITY)
        return Row(one.name, kind=SoftwareKind.TOOL, natures=natures)
    return Row(one.name, kind=SoftwareKind.FRAMEWORK)
