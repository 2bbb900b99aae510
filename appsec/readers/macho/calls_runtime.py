"""What calls of the runtimes and of Foundation do with their arguments, as far as is followed."""

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen

MESSAGES = {
    "objc_alloc": "alloc",
    "objc_allocWithZone": "allocWithZone:",
    "objc_opt_new": "new",
    "objc_opt_class": "class",
}
"""Functions that stand for a message to their argument."""
ASKING = {
    "objc_opt_isKindOfClass": "isKindOfClass:",
    "objc_opt_respondsToSelector": "respondsToSelector:",
}
"""Functions that stand for a message with one argument."""
IN_REGISTER = re.compile(r"(objc_retain|objc_release)_x(\d\d?)")
"""They take their argument where it is."""
_MAKER = re.compile(r"(?:default|standard|shared|main|current|general|ephemeral|system)(\w+)\Z")
_FACTORY = re.compile(r"([a-zA-Z]+?)(?:With|From|By)[A-Z]")


@frozen
class Runtime:
    """The table; what each row is for, it says itself."""

    __pydantic_config__ = STRICT

    passes: frozenset[str]
    passes_swift: frozenset[str]
    quiet: frozenset[str]
    no_return: frozenset[str]
    reads_only: frozenset[str]
    reading_selectors: frozenset[str]
    variadic: Mapping[str, int]
    variadic_selectors: frozenset[str]
    logs: frozenset[str]
    stacked: Mapping[str, tuple[int, ...]]
    new_tables: Mapping[str, bool]
    empty: frozenset[str]


@cache
def runtime() -> Runtime:
    """The table, with each name apart."""
    path = Path(__file__).with_name("calls_runtime.yaml")
    raw = read_yaml(path)
    for one in fields(Runtime):
        if isinstance(raw.get(one.name), list):
            raw[one.name] = [name for row in raw[one.name] for name in row.split()]
    return conform(path, raw, Runtime)


def result_owner(owner: str, sign: str, selector: str) -> str:
    """The class of what a message gives back, where it is beyond doubt; or empty. A class method
    gives one of its class if its name says so: `+[NSUserDefaults standardUserDefaults]`."""
    if not owner or owner == "?":
        return ""
    if selector.startswith("init") or selector in ("alloc", "new", "allocWithZone:", "self"):
        return owner
    if sign != "+":
        return ""
    if match := _MAKER.match(selector):
        return owner if owner.endswith(match[1]) else ""
    first = _FACTORY.match(selector.partition(":")[0])
    noun = first[1] if first else selector
    return owner if owner.casefold().endswith(noun.casefold()) else ""
