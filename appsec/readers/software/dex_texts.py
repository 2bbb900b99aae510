"""What texts and constants in bytecode tell of libraries, and of the tools that made it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.facts.values import Constant
from appsec.model.outcome import Location
from appsec.model.software import Means, SoftwareKind
from appsec.readers.apk.bytecode import DexCode
from appsec.readers.dex.dex_file import ClassDef, DexFile
from appsec.readers.dex.file import BadDex
from appsec.readers.dex.invoke import Call
from appsec.readers.dex.names import descriptor
from appsec.readers.dex.program import Program
from appsec.readers.dex.statics import initial_values
from appsec.readers.software.collected import Collected, stated
from appsec.readers.software.table import Row, Table, wording

MAX_TEXTS = 200
"""Strings that begin alike; of one library there are few."""
_MARK = "~~"
_TOOLS = {"D8": "D8", "R8": "R8", "L8": "L8"}
_KOTLIN = ("kotlin.KotlinVersionCurrentValue", "kotlin.KotlinVersion")
_NUMBERS = 3


def read_texts(code: DexCode, table: Table, found: Collected) -> None:
    """Of every DEX file."""
    for file in code.program.files:
        for row in table.components:
            for text in row.texts:
                for version in _versions(file, text):
                    found.add(row, Means.TEXT, Location(file.name), version)
        _tools(file, found)


def _versions(file: DexFile, text: str) -> Iterator[str]:
    """The versions that strings state which read like one of the table."""
    words = wording(text)
    if words.pattern is None:
        if file.dex.find_string(words.before) >= 0:
            yield ""
        return
    for _, one in zip(range(MAX_TEXTS), file.dex.starting_with(words.before), strict=False):
        if (version := words.version(one)) is not None:
            yield version


def _tools(file: DexFile, found: Collected) -> None:
    """The marks of Google's compilers: ~~R8{"compilation-mode":"release","version":"8.2.42"}."""
    for _, mark in zip(range(MAX_TEXTS), file.dex.starting_with(_MARK), strict=False):
        name = _TOOLS.get(mark[len(_MARK) : len(_MARK) + 2])
        told = _object(mark[len(_MARK) + 2 :]) if name else None
        if name is None or told is None:
            continue
        row = Row(name, kind=SoftwareKind.TOOL, supplier="Google")
        version = told.get("version")
        place = Location(file.name, at=mark[:200])
        found.add(row, Means.TEXT, place, stated(version) if isinstance(version, str) else "")


def _object(text: str) -> Mapping[str, Any] | None:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def read_constants(code: DexCode, table: Table, found: Collected) -> None:
    """Static fields of the table that hold the version of their library."""
    classes = code.program.classes
    for row in table.components:
        for constant in row.constants:
            owner, _, field = constant.rpartition(".")
            if one := classes.get(descriptor(owner)):
                place = Location(one.file.name, constant)
                if version := stated(_text_of(one, field)):
                    found.add(row, Means.TEXT, place, version)
    if version := _kotlin(code.program):
        row = table.of_package("org.jetbrains.kotlin:kotlin-stdlib") or Row("Kotlin")
        owner = next(one for one in _KOTLIN if descriptor(one) in classes)
        found.add(
            row, Means.CLASSES, Location(classes[descriptor(owner)].file.name, owner), version
        )


def _text_of(owner: ClassDef, field: str) -> str:
    """What a static field holds from the start; what cannot be read tells nothing."""
    try:
        values = initial_values(owner.file.dex, owner.row)
    except BadDex:
        return ""
    for ref, one in values.items():
        if ref.name == field and isinstance(one, Constant) and isinstance(one.value, str):
            return one.value
    return ""


def _kotlin(program: Program) -> str:
    """The version that the standard library of Kotlin makes of numbers in its own code."""
    owners = (program.classes.get(descriptor(name)) for name in _KOTLIN)
    for owner in owners:
        for call in _calls(owner) if owner else ():
            made = call.reference.owner == _KOTLIN[1] and call.reference.name == "<init>"
            given = call.arguments[1 : 1 + _NUMBERS] if made else ()
            numbers = [one.value for one in given if isinstance(one, Constant)]
            if len(numbers) == _NUMBERS and all(type(one) is int for one in numbers):
                return ".".join(map(str, numbers))
    return ""


def _calls(owner: ClassDef) -> Iterator[Call]:
    for row in owner.file.all_bodies(owner.row):
        try:
            yield from owner.file.walk(row).calls
        except BadDex:
            continue  # the fact of the code tells of it where a check asks for that method
