"""What in code takes an address, and in which place."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.model.endpoint import Use
from appsec.model.frozen import frozen

Where = int | str
"""The number of a parameter, `receiver`, or `text` for the first parameter that is a text."""


@cache
def table() -> Any:
    """The table beside this module."""
    return read_yaml(Path(__file__).with_name("calls.yaml"))


@frozen
class Taking:
    """The calls of a platform that take an address, by what it is used for; `hosts` take a host
    without a scheme, and of `unsure` no way to a request is told."""

    uses: Mapping[Use, Mapping[str, Where]]
    hosts: Mapping[str, Where]
    unsure: Mapping[str, Where]

    @property
    def anywhere(self) -> frozenset[str]:
        """Those whose calls are looked at in any code."""
        return frozenset(name for calls in self.uses.values() for name in calls)

    @property
    def in_own(self) -> frozenset[str]:
        """Those whose calls are looked at in the app's own code only."""
        return frozenset((*self.hosts, *self.unsure))


@cache
def taking(platform: str) -> Taking:
    """The calls of `android` or `ios`."""
    one = table()[platform]
    uses = {use: one[use.value] for use in (Use.REQUEST, Use.PAGE, Use.RULE)}
    return Taking(uses, one["host"], one.get("unsure", {}))
