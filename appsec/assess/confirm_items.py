"""What is known of each item for confirming it: who can, how, for how long, and the forms."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.confirmation import Method, Scope
from appsec.model.frozen import frozen
from appsec.model.text import Text


class Owner(StrEnum):
    """Who can close an open item."""

    DEVELOPER = "developer"
    TESTER = "tester"
    MANAGER = "manager"
    SERVER_TEAM = "server_team"


@frozen
class Validity:
    """How many days a statement counts at most, its own day not included, and who says so."""

    __pydantic_config__ = STRICT

    days: int
    source: Text


@frozen
class Form:
    """A form for one item's statement; what stands in 〔〕 is for the person to fill in."""

    __pydantic_config__ = STRICT

    title: Text
    statement: Text


@frozen
class Item:
    """One requirement as people confirm it. `owners` names first who begins.

    `limit` counts from the oldest of statement and evidence, and nothing written outlasts it.
    `attach` is false where the item asks for a statement alone.
    """

    __pydantic_config__ = STRICT

    owners: tuple[Owner, ...]
    method: Method = Method.TEST
    scope: Scope = Scope.BUILD
    attach: bool = True
    limit: Validity | None = None
    form: Form | None = None


@frozen
class Items:
    """The table: items by requirement id, and how long a statement of each scope counts."""

    __pydantic_config__ = STRICT

    scopes: Mapping[Scope, Validity]
    items: Mapping[str, Item]
    other: Item = field(default_factory=lambda: Item((Owner.TESTER,)))

    def of(self, requirement: str) -> Item:
        """What is known of an item; a profile of one's own may have others."""
        return self.items.get(requirement, self.other)

    def last_day(
        self, requirement: str, scope: Scope, made: str, captured: tuple[str, ...], expires: str
    ) -> tuple[str, Validity | None]:
        """The last ISO day on which a statement counts, and the rule that ends it, if not its own.

        The days given must be ISO dates; `expires` may be empty, and may only shorten.
        """
        ends = [(_later(made, self.scopes[scope].days), self.scopes[scope])]
        if limit := self.of(requirement).limit:
            ends.append((_later(min((made, *captured)), limit.days), limit))
        last, rule = min(ends, key=lambda end: end[0])
        return (expires, None) if expires and expires <= last else (last, rule)


def _later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return date.max.isoformat()


@cache
def items() -> Items:
    """The table that ships."""
    path = Path(__file__).with_name("confirm_items.yaml")
    return conform(path, read_yaml(path), Items)
