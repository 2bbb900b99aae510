"""Gradle's lock files and its report of dependencies: what ends up in a release build."""

import re
from collections.abc import Iterable, Iterator

from appsec.readers.sbom.listing import Listing, Named, NotListed, made

_LOCKED = re.compile(r"([^\s:=#]+):([^\s:=]+):([^\s:=]+)=([\w,.-]*)")
_HEADING = re.compile(r"^([\w-]+) - \S")
_BRANCH = re.compile(r"^[ |]*[+\\]--- (.*)$")
_MODULE = re.compile(
    r"^([^\s:]+):([^\s:]+)(?::(\{[^}]*\}|[^\s:]+))?(?: -> (?:([^\s:]+):([^\s:]+):)?(\S+))?"
)
_WORD = re.compile(r"[A-Z]?[^A-Z]+")
"""One word of a configuration's name: a build type `latest` is no test."""

NOTHING_SHIPS = (
    "locks nothing of a runtime classpath: what is in it builds or tests the app and does not "
    "ship; give the gradle.lockfile of the app's module"
)


def is_lock_file(text: str) -> bool:
    """Whether its lines are those of gradle.lockfile."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return bool(lines) and all(
        line.startswith("empty=") or _LOCKED.fullmatch(line.strip()) for line in lines
    )


def is_report(text: str) -> bool:
    """Whether it is what `gradle dependencies` prints."""
    lines = text.splitlines()
    return any(_HEADING.match(line) for line in lines) and any(map(_BRANCH.match, lines))


def lock_file(text: str) -> Listing:
    """The modules that are locked for what ships."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if found := _LOCKED.fullmatch(line.strip()):
            group, name, version, configurations = found.groups()
            rows.append((number, group, name, version, configurations.split(",")))
    chosen = _shipping({each for row in rows for each in row[4]})
    named = tuple(
        _named(group, name, version, number)
        for number, group, name, version, configurations in rows
        if chosen & set(configurations)
    )
    if not named:
        raise NotListed(NOTHING_SHIPS)
    return Listing(named, ("maven",))


def report(text: str) -> Listing:
    """The modules below the configurations that ship."""
    headings = [found[1] for line in text.splitlines() if (found := _HEADING.match(line))]
    chosen = _shipping(headings)
    named = tuple(dict.fromkeys(_reported(text, chosen)))
    if not named:
        raise NotListed(NOTHING_SHIPS)
    return Listing(named, ("maven",))


def _reported(text: str, chosen: set[str]) -> Iterator[Named]:
    within = False
    met = set()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(line):
            within = heading[1] in chosen
        elif within and (branch := _BRANCH.match(line)) and (found := _MODULE.match(branch[1])):
            group, name, asked, other_group, other_name, taken = found.groups()
            # A constraint is no dependency, one that failed is in no build, and a project that
            # takes a module's place is the app's own.
            if branch[1].endswith((" (c)", " FAILED", " (n)")) or not (taken or asked):
                continue
            if taken == "project":
                continue
            module = (other_group or group, other_name or name, taken or asked)
            if module not in met:
                met.add(module)
                yield _named(*module, number)


def _shipping(configurations: Iterable[str]) -> set[str]:
    """The runtime classpaths that are not of tests; those of releases alone, if there are any."""
    runtime = {
        one
        for one in configurations
        if one.lower().endswith("runtimeclasspath") and not _of_tests(one)
    }
    return {one for one in runtime if "release" in one.lower()} or runtime


def _of_tests(configuration: str) -> bool:
    return any(word.casefold() == "test" for word in _WORD.findall(configuration))


def _named(group: str, name: str, version: str, line: int) -> Named:
    return Named(f"{group}:{name}", version, made("maven", group, name), f"line {line}")
