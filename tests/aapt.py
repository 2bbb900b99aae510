"""What Debian's aapt and aapt2 say of resources and layouts, in plain values to compare with."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from appsec.facts.android import AndroidApp
from appsec.facts.screens import TextFields
from appsec.model.outcome import Location
from appsec.readers.aab.bundle import open_bundle
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.archive import Archive
from tests.apks import Silent, pack_zip
from tests.containers import CONFIG, app_of

_ELEMENT = re.compile(r"(\s*)E: (\S+) \(line=\d+\)")
_ATTRIBUTE = re.compile(r"\s*A: (?:(\S+):)?(\w+)(?:\((0x[0-9a-f]{8})\))?=(.*)")
_RESOURCE = re.compile(r"\s+resource (0x[0-9a-f]{8}) \S*?:(\S+/\S+): t=0x(\w\w) d=0x(\w{8})")
_STRING = re.compile(r'\s+\(string(?:8|16)\) "(.*)"\Z', re.DOTALL)
_STYLE = re.compile(r"\s+\(\S*\) \(style\) size=\d+(?: parent=(?:\S+ \()?(0x[0-9a-f]{8})\)?)?")
_ITEM = re.compile(r"\s+(?:\S+?\()?(0x[0-9a-f]{8})\)?=")
_OTHER = re.compile(r"\s*[NT]: ")
_FILE = re.compile(r"\s+\((\S*)\) \(file\) (.+?) type=\w+\Z")
_CONFIG = re.compile(r"\s+config (\S+):")


def need(*tools: str) -> None:
    """Skips the test where one of these is not installed, and says so."""
    for tool in tools:
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed (Debian package aapt), so nothing to agree with")


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, check=True, timeout=120
    )
    return done.stdout.decode("utf-8", "replace")


def layouts(apk: Path) -> dict[tuple[str, str], str]:
    """Paths of layout files by name and configuration, as `aapt2 dump resources` lists them."""
    found: dict[tuple[str, str], str] = {}
    name = ""
    for line in run("aapt2", "dump", "resources", apk).splitlines():
        if match := re.match(r"\s+resource 0x[0-9a-f]{8} (\S+)", line):
            name = match[1]
        elif name.startswith("layout/") and (match := _FILE.match(line)):
            found[name.removeprefix("layout/"), match[1]] = match[2]
    return found


def styles(apk: Path) -> dict[int, list[tuple[int, list[int]]]]:
    """Parent and ids of the attributes of each style in each of its configurations."""
    found: dict[int, list[tuple[int, list[int]]]] = {}
    id, inside = 0, False
    for line in run("aapt2", "dump", "resources", apk).splitlines():
        if match := re.match(r"\s+resource (0x[0-9a-f]{8}) ", line):
            id = int(match[1], 16)
            inside = False
        elif match := _STYLE.match(line):
            found.setdefault(id, []).append((int(match[1] or "0", 16), []))
            inside = True
        elif inside and (match := _ITEM.match(line)):
            found[id][-1][1].append(int(match[1], 16))
    return found


def trees(apk: Path, path: str) -> list[tuple[int, str, dict[str, str]]]:
    """Depth, tag and attributes of each element, as `aapt2 dump xmltree` prints them."""
    found: list[tuple[int, str, dict[str, str]]] = []
    last = ""
    for line in run("aapt2", "dump", "xmltree", "--file", path, apk).splitlines():
        if match := _ELEMENT.match(line):
            last = ""
            found.append((len(match[1]), match[2], {}))
        elif match := _ATTRIBUTE.match(line):
            last = match[2]
            found[-1][2][last] = match[4]
        elif last and not _OTHER.match(line):
            # A text of several lines, which aapt2 indents.
            found[-1][2][last] += f"\n{line.lstrip()}"
    return found


def strings(apk: Path) -> Iterator[tuple[str, str, str]]:
    """Name, configuration and text of each string, as `aapt dump --values resources` prints it."""
    configuration = name = ""
    for line in run("aapt", "dump", "--values", "resources", apk).splitlines():
        if match := _CONFIG.match(line):
            configuration = match[1]
        elif match := _RESOURCE.match(line):
            name = match[2] if match[3] == "03" else ""
        elif name.startswith("string/") and (match := _STRING.match(line)):
            yield name.removeprefix("string/"), configuration, match[1]
            name = ""


def unescaped(text: str) -> str:
    """aapt writes these as a source would."""
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def told(element: Element, depth: int = 0) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Our tree in the form of `trees`, without values of which aapt2 prints no bits."""
    values = {a.name: _word(a.value) for a in element.attributes}
    yield depth, element.tag, {name: word for name, word in values.items() if word is not None}
    for child in element.children:
        yield from told(child, depth + 1)


def _word(value: Value) -> str | None:
    words = {
        ValueType.STRING: f'"{value.text}" (Raw: "{value.text}")' if value.text else '""',
        ValueType.REFERENCE: f"@0x{value.data:08x}" if value.data else "@null",
        ValueType.THEME: f"?0x{value.data:08x}",
        ValueType.HEX: f"0x{value.data:08x}",
        ValueType.BOOLEAN: "true" if value.data else "false",
        ValueType.FIRST_INT: str(value.as_integer(0)) if value.is_integer else "",
    }
    return words.get(value.type)


def assert_agreed(app: AndroidApp, files: ApkFiles, apk: Path) -> None:
    """Layouts by name and configuration, each element of each of them, styles and strings."""
    found = app.text_fields
    assert {(one.name, one.configuration): one.at.file for one in found.layouts} == layouts(apk)
    for one in found.layouts:
        tree = list(told(files.parse_xml(files.content(one.at.file, 1 << 20))))
        theirs = trees(apk, one.at.file)
        assert [(depth, tag) for depth, tag, _ in tree] == [
            ((depth - 2) // 4, tag) for depth, tag, _ in theirs
        ]
        for (_, tag, mine), (_, _, other) in zip(tree, theirs, strict=True):
            assert mine == {name: other[name] for name in mine}, (one.at.file, tag)
            assert len(other) >= len(mine)
    table = files.table()
    for id, bags in styles(apk).items():
        ours = [(bag.parent, sorted(name for name, _ in bag.items)) for bag in table.bags(id)]
        assert ours == [(parent, sorted(names)) for parent, names in bags], hex(id)
    texts = {
        (one.name, text.configuration, text.text)
        for one in app.strings
        for text in one.texts
        if not text.text.startswith("@0x")
    }
    theirs_too = {(n, "" if c == "(default)" else c, unescaped(t)) for n, c, t in strings(apk)}
    assert texts == theirs_too


def placeless(found: TextFields) -> TextFields:
    """Without the module in the places of a bundle."""

    def bare(at: Location) -> Location:
        return replace(at, file=at.file.removeprefix("base/"))

    fields = tuple(replace(one, at=bare(one.at)) for one in found.fields)
    files = tuple(replace(one, at=bare(one.at)) for one in found.layouts)
    return replace(found, fields=fields, layouts=files)


def as_bundle(apk: Path, folder: Path) -> AndroidApp:
    """Manifest and resources of an APK as those of a bundle: aapt2 turns them into protobuf."""
    converted = folder / "converted.apk"
    run("aapt2", "convert", "--output-format", "proto", "-o", converted, apk)
    parts = dict(CONFIG)
    with zipfile.ZipFile(converted) as archive:
        for name in archive.namelist():
            if name == "AndroidManifest.xml":
                parts[f"base/manifest/{name}"] = archive.read(name)
            elif name == "resources.pb" or name.startswith("res/"):
                parts[f"base/{name}"] = archive.read(name)
    return app_of(open_bundle(Archive.from_bytes(pack_zip(parts)), Silent(), {}))
