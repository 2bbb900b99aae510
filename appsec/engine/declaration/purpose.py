"""Whether what is written as a purpose names one."""

import re
from functools import cache
from pathlib import Path

from appsec.engine.declaration.form import says_none
from appsec.engine.files import read_yaml

_BETWEEN = re.compile(r"[、,，;；/／\n]|及|和|與|\band\b")


@cache
def _vague() -> frozenset[str]:
    return frozenset(read_yaml(Path(__file__).with_name("vague.yaml")))


def is_vague(purpose: str) -> bool:
    """Whether words that fit any app are all of it. An empty one is not vague, it is missing."""
    bare = _bare(purpose)
    if not bare:
        return bool(purpose.strip())
    if bare in _vague() or says_none(purpose):
        return True
    parts = [bare for part in _BETWEEN.split(purpose) if (bare := _bare(part))]
    return all(part in _vague() for part in parts)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
