"""The table of rules: one file for each family, checked as it is read."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.placed_text import Medium
from appsec.facts.secret import Sensitivity
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence, Severity

FOLDER = Path(__file__).parent / "families"


class Lacking(StrEnum):
    """What becomes of a hit whose proof or context does not hold."""

    DROPPED = "dropped"
    ASKED = "asked"  # kept, but nothing is sure of it


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row. Its file says what the parts are.

    Where a text holds one of `literals`, `format` is looked for around it; where it holds one of
    `keys`, in the `reach` bytes that follow; where there are none of them, everywhere. A space in
    a key stands for at most one of " _-.". Whatever has the format begins with `begins`, if that is
    told, and holds it nowhere else. The first group of the format is the value. What is found
    outside of `media`, where there are any, is not sure. A value stands in the same text as
    its key if texts have names, unless the rule is `joined`.
    """

    __pydantic_config__ = STRICT

    id: str
    name: str
    kind: Sensitivity
    severity: Severity
    format: str
    source: str
    begins: str = ""
    literals: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    reach: int = 120
    before: int = 0
    confidence: Confidence = Confidence.HIGH
    proof: str = ""
    unproved: Lacking = Lacking.DROPPED
    context: tuple[str, ...] = ()
    around: int = 300
    without: Lacking = Lacking.DROPPED
    least: int = 0
    entropy: float = 0.0
    excluded: tuple[str, ...] = ()
    plain: bool = False
    generic: bool = False
    media: tuple[Medium, ...] = ()
    joined: bool = False


@frozen
class _Family:
    __pydantic_config__ = STRICT

    rules: tuple[Rule, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of files and rows."""
    found: list[Rule] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        found += conform(path, {"rules": read_yaml(path)}, _Family).rules
    return tuple(found)
