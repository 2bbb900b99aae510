"""Do the names of the app's own classes and types say what they are?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import Evidence, Finding, IosApp, Location, Origin, Question, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """Objective-C classes and Swift types that the app's own executables define. Stripped symbols
    change nothing: both languages need the names at run time."""
    limits = table(__file__, "obfuscation")
    made = tuple(limits["generated_beginnings"])
    own = {
        name: at
        for name, at in _own(app)
        if _last(name) not in limits["generated"] and not _last(name).startswith(made)
    }
    readable = {name: at for name, at in own.items() if not _is_renamed(name, limits)}
    percent = 100 * len(readable) // max(len(own), 1)
    values = {"readable": str(len(readable)), "own": str(len(own)), "percent": str(percent)}
    files = tuple(sorted({Location(at.file) for at in readable.values()}))
    if len(readable) >= limits["fewest"]:
        plain = percent >= limits["plain_percent"]
        yield (Finding if plain else Question)("plain" if plain else "partly", files, values, ())
    elif len(own) >= limits["fewest"]:
        yield Evidence(
            "renamed", tuple(sorted({Location(at.file) for at in own.values()})), values, ()
        )


def _own(app: IosApp) -> Iterator[tuple[str, Location]]:
    code = app.native_code
    for one in code.classes():
        # A class of others that the app extends by a category keeps the name that others gave it.
        if one.origin is Origin.APP and not one.extended:
            yield one.name, one.at
    for name, at, origin in code.swift_types():
        if origin is Origin.APP:
            yield name, at


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _is_renamed(name: str, limits: Mapping[str, Any]) -> bool:
    last = _last(name)
    return not last.isascii() or bool(re.fullmatch(limits["renamed"], last))
