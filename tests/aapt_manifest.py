"""What Debian's aapt tells of an APK, and the same told of our own trees, for comparison."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from appsec.facts.android import AndroidApp, Manifest
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.archive import Archive
from appsec.readers.artefact import open_artefact
from tests.apks import Silent
from tests.beside import BESIDE

MISSING = "aapt is not installed, so there is nothing to compare with (Debian package aapt)"


def has_aapt() -> bool:
    return shutil.which("aapt") is not None


def aapt(*arguments: str | Path) -> str:
    """What it prints; a warning that it gives up on a part is an error here."""
    done = subprocess.run(
        ["aapt", "dump", *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


_LINE = re.compile(r"(?P<indent> *)(?P<kind>[EAC]): (?P<rest>.*)", re.DOTALL)
_ATTRIBUTE = re.compile(
    r'(?:[\w.-]+:)?(?P<name>[^=("]*)(?:\(0x(?P<id>\w+)\))?=(?P<value>.*)', re.DOTALL
)
_RAW = re.compile(r'(?P<value>".*") \(Raw: ".*"\)', re.DOTALL)


def tree_by_aapt(apk: Path, file: str) -> list[str]:
    """`xmltree` without line numbers, prefixes and raw texts, a string for each node."""
    told: list[str] = []
    text = aapt("xmltree", apk, file)
    starts = [match.start() for match in re.finditer(r"^ *[EAC]: ", text, re.M)]
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        match = _LINE.match(text[start:stop].rstrip("\n"))
        assert match
        kind, rest = match["kind"], match["rest"]
        if kind == "E":
            told.append(f"E: {rest.partition(' (line=')[0].rpartition(':')[2]}")
        elif kind == "A":
            part = _ATTRIBUTE.fullmatch(rest)
            assert part, rest
            raw = _RAW.fullmatch(part["value"])
            value = raw["value"] if raw else part["value"]
            told.append(f"A: {part['name']}({int(part['id'] or '0', 16):x})={value}")
    return told


def tree_of(element: Element) -> Iterator[str]:
    """The same of our tree; texts are left out, which aapt cuts at times."""
    yield f"E: {element.tag}"
    for attribute in element.attributes:
        yield f"A: {attribute.name}({attribute.id:x})={_shown(attribute.value)}"
    for child in element.children:
        yield from tree_of(child)


def _shown(value: Value) -> str:
    if value.type == ValueType.STRING:
        return f'"{value.text}"'
    if value.is_reference:
        return f"@0x{value.data:08x}"
    if value.is_theme:
        return f"?0x{value.data:08x}"
    return f"(type 0x{value.type:x})0x{value.data:x}"


def badging_by_aapt(apk: Path) -> dict[str, object]:
    """The facts of `badging` that a manifest has, too."""
    text = aapt("badging", apk)

    def every(pattern: str) -> list[str]:
        return sorted(re.findall(pattern, text, re.M))

    def first(pattern: str) -> str:
        return next(iter(re.findall(pattern, text, re.M)), "")

    return {
        "package": first(r"^package: name='([^']*)'"),
        "version_code": first(r"versionCode='([^']*)'") or "0",
        "version_name": first(r"versionName='([^']*)'"),
        "min_sdk": first(r"^sdkVersion:'([^']*)'"),
        "target_sdk": first(r"^targetSdkVersion:'([^']*)'"),
        "debuggable": bool(every(r"^application-debuggable")),
        "test_only": bool(every(r"^testOnly='-1'")),
        "uses": sorted(
            set(every(r"^uses-permission(?:-sdk-23)?: name='([^']*)'"))
            - set(every(r"^uses-implied-permission: name='([^']*)'"))
        ),
        "launchers": every(r"^launchable-activity: name='([^']*)'"),
    }


def badging_of(manifest: Manifest) -> dict[str, object]:
    """The same of our manifest. aapt names one launcher only."""
    launchers = [c.name for c in manifest.components if c.is_launcher and c.enabled]
    return {
        "package": manifest.package,
        "version_code": manifest.version_code,
        "version_name": manifest.version_name,
        "min_sdk": str(manifest.min_sdk),
        "target_sdk": str(manifest.target_sdk),
        "debuggable": manifest.debuggable,
        "test_only": manifest.test_only,
        "uses": sorted({p.name for p in manifest.uses_permissions}),
        "launchers": launchers[:1],
    }


def agrees(apk: Path) -> int:
    """How many XML files our readers looked at, each of which aapt sees alike."""
    opened = open_artefact(apk, Silent(), {})
    app = opened.app
    assert isinstance(app, AndroidApp)
    for fact in app.facts().keys() - BESIDE:
        app.read(fact)
    assert badging_of(app.manifest) == badging_by_aapt(apk)
    # Layouts are compared by tests/aapt.py, which knows how aapt shortens their texts.
    read = [name for name in opened.package().read if name.endswith(".xml")]
    names = [name for name in read if not name.startswith("res/layout")]
    opened.close()
    with Archive.open(apk) as archive:
        files = ApkFiles(archive)
        for name in names:
            assert list(tree_of(files.xml(name))) == tree_by_aapt(apk, name), name
    return len(names)
