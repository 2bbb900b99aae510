"""Which declared host a name is of: what `covers` of the engine says, which this half has not.

The parent hands over names in the form that `appsec.model.hostname.plain` gives them, and none that
stands for everybody's.
"""

from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address


def plain(name: str) -> str:
    """A name as it came, in the form in which the declared ones are."""
    name = name.lower().rstrip(".")
    with suppress(ValueError):
        return str(ip_address(name.strip("[]")))
    return name


def declared_as(host: str, declared: Iterable[str]) -> str:
    """The declared host, or pattern, that a name is of; empty if none."""
    name = plain(host)
    for one in declared:
        if name == one or (one.startswith("*.") and name.endswith(one[1:])):
            return one
    return ""
