"""Do the names of the app's own classes say what they are?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import AndroidApp, ClassName, Evidence, Finding, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """Components keep their names, and what a tool generates is no measure. Renamed classes often
    leave the app's packages: those that stay with their names are what tells."""
    limits = table(__file__, "obfuscation")
    pattern = re.compile(limits["renamed"])
    manifest = app.manifest
    kept = {c.target or c.name for c in manifest.components} | {manifest.application}
    every = app.code.class_names()
    own = [c for c in every if c.own and c.name not in kept and _counts(c, limits)]
    readable = [c for c in own if not _is_renamed(c, pattern)]
    renamed = sum(_is_renamed(c, pattern) for c in every)
    percent = 100 * len(readable) // max(len(own), 1)
    sourced = sum(_tells_source(c) for c in readable)
    values = {
        "package": manifest.package,
        "readable": str(len(readable)),
        "own": str(len(own)),
        "percent": str(percent),
        "renamed": str(renamed),
        "sources": str(sourced),
    }
    places = tuple(sorted(c.at for c in readable)[: limits["fewest"]])
    enough = len(readable) >= limits["fewest"]
    share = limits["shrunk_percent"] * len(every)
    shrunk = renamed >= limits["fewest"] and 100 * renamed >= share
    plain = percent >= limits["plain_percent"] and sourced
    if enough and plain:
        yield Finding("plain", places, values, ("package",))
    elif enough or (plain and not shrunk and len(readable) >= limits["few"]):
        yield Question("partly", places, values, ("package",))
    elif shrunk:
        yield Evidence("renamed", manifest.at, values, ("package",))


def _counts(one: ClassName, limits: Mapping[str, Any]) -> bool:
    return one.name.rpartition(".")[2].partition("$")[0] not in limits["generated"]


def _is_renamed(one: ClassName, pattern: re.Pattern[str]) -> bool:
    """By the last part of its name that is not a number: `Login$1` goes by `Login`."""
    last = one.name.rpartition(".")[2]
    if "$" in last or last.isdigit():
        last = ["", *(p for p in last.split("$") if p and not p.isdigit())][-1]
    return not last.isascii() or bool(pattern.fullmatch(last))


def _tells_source(one: ClassName) -> bool:
    """Whether the build still names the file that the class was written in."""
    outer = one.name.rpartition(".")[2].partition("$")[0]
    return one.source.rpartition(".")[0] in (outer, outer.removesuffix("Kt"))
