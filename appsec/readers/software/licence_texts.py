"""Which licence a text is, or a name or address means that stands for one."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen

MAX_TEXT = 64 << 10
"""Characters of a text that are looked at; the longest licence recognised has 35,000."""
_BETWEEN = re.compile(r"[\s*#/>]+")
"""Line breaks and the signs that begin the lines of comments."""
_ADDRESS = re.compile(r"https?://(?:www\.)?")
_ONE_LINE = 200


@frozen
class _Wording:
    __pydantic_config__ = STRICT

    licence: str
    all: tuple[str, ...]
    none: tuple[str, ...] = ()


@frozen
class _Table:
    __pydantic_config__ = STRICT

    texts: tuple[_Wording, ...]
    names: Mapping[str, tuple[str, ...]]


@cache
def _table() -> _Table:
    path = Path(__file__).with_suffix(".yaml")
    return conform(path, read_yaml(path), _Table)


def licence_in(text: str) -> str:
    """The SPDX identifier of a licence's text; of one line, that of its name or address. Empty for
    what is none that is known, and for what could be several."""
    line = text.strip()
    if len(line) <= _ONE_LINE and "\n" not in line:
        return licence_named(line)
    plain = _plain(text[:MAX_TEXT])
    found = {
        licence
        for licence, has, lacks in _sentences()
        if all(part in plain for part in has) and not any(part in plain for part in lacks)
    }
    # What was cut off may say more.
    return found.pop() if len(found) == 1 and len(text) <= MAX_TEXT else ""


def licence_named(name: str) -> str:
    """The SPDX identifier that a name or address stands for; empty if that is not certain."""
    plain = _ADDRESS.sub("", " ".join(name.split()).casefold()).rstrip("/")
    return _by_name().get(plain, "")


@cache
def _sentences() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Of each licence, as they read in a text that was made plain."""
    return tuple(
        (one.licence, tuple(map(_plain, one.all)), tuple(map(_plain, one.none)))
        for one in _table().texts
    )


@cache
def _by_name() -> Mapping[str, str]:
    return {name: licence for licence, names in _table().names.items() for name in names}


def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", text).casefold().replace("\u2019", "'")
