"""Toolkits that draw screens without layouts, told by files that only they bring."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.screens import Toolkit
from appsec.readers.apk.files import ApkFiles


def toolkits_of(parts: Iterable[ApkFiles]) -> Iterator[Toolkit]:
    """Each one that is found, with the first file that shows it."""
    marks = re.compile("|".join(one.pattern for one in _patterns().values())).match
    names = [
        (part.place + entry, name) for part in parts for entry, name in part.inside() if marks(name)
    ]
    for toolkit, pattern in _patterns().items():
        first = next((entry for entry, name in names if pattern.match(name)), None)
        if first is not None:
            yield Toolkit(toolkit, first)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    path = Path(__file__).with_name("toolkits.yaml")
    rows = conform(path, read_yaml(path), dict[str, tuple[str, ...]])
    return {name: re.compile("|".join(map(_expression, masks))) for name, masks in rows.items()}


def _expression(mask: str) -> str:
    """A star at the end stands for anything, elsewhere for a part of one name."""
    inner, end = (mask[:-1], ".*") if mask.endswith("*") else (mask, r"\Z")
    return "[^/]*".join(re.escape(part) for part in inner.split("*")) + end
