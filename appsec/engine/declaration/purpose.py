"""Whether what is written as a purpose names one."""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from appsec.engine.declaration.form import says_none, says_something
from appsec.engine.files import read_yaml

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

_BETWEEN = re.compile(r"[、,，;；/／\n]|及|和|與|\band\b")

_WITHOUT_CONTENT = frozenset(
    (
        "na",
        "nil",
        "null",
        "ok",
        "tbd",
        "todo",
        "yes",
        "不知道",
        "未知",
        "未定",
        "待填",
        "待補",
        "待確認",
        "同上",
    )
)


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


def has_content(written: str) -> bool:
    """Whether words say anything at all: not `x`, not that there is none or that it is to come."""
    bare = _bare(written)
    return len(bare) > 1 and bare not in _WITHOUT_CONTENT and says_something(written)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def purposes(declaration: "Declaration") -> Iterator[tuple[str, str, str]]:
    """Each thing that needs a purpose: its place in the file, its name, and what is written. An
    identifier's cell is its purpose, so that an empty one declares nothing."""
    for number, resource in enumerate(declaration.device_resources):
        if resource.permission.strip():
            yield f"device_resources.{number}", resource.permission, resource.purpose
    for number, sdk in enumerate(declaration.sdks):
        if sdk.name.strip():
            yield f"sdks.{number}", sdk.name, sdk.purpose
    for field in fields(declaration.identifiers):
        written = getattr(declaration.identifiers, field.name)
        if written.strip() and not says_none(written):
            yield f"identifiers.{field.name}", field.name, written
