"""Which hosts that a text names are no endpoints: names of formats, documentation, examples."""

import re
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path

from appsec.engine.files import read_yaml
from appsec.readers.endpoints.addresses import number_of

_LIST = re.compile(
    r"(licen[cs]e|notice|third[-_ ]?party|acknowledge?ment|credits|copying|changelog|readme)", re.I
)
"""Names of files that tell where libraries come from."""
_COUNTRY = 2
"""Letters of a country's label."""


@cache
def _names() -> frozenset[str]:
    table: dict[str, list[str]] = read_yaml(Path(__file__).with_name("names.yaml"))
    return frozenset(name for names in table.values() for name in names)


@cache
def labels(kind: str) -> frozenset[str]:
    """A list of labels that tell hosts from other names."""
    table: dict[str, list[str]] = read_yaml(Path(__file__).with_name("labels.yaml"))
    return frozenset(table[kind])


def is_package(host: str) -> bool:
    """Whether it is rather the name of a package or class, which begins where a host ends."""
    first, last = host.partition(".")[0], host.rpartition(".")[2]
    known = len(last) == _COUNTRY or last in labels("last")
    return first in labels("first_of_packages") and not known


def is_only_named(host: str) -> bool:
    """Whether a host that a mere text names is connected to by nobody."""
    number = number_of(host)
    if number is not None:
        reserved = isinstance(number, IPv4Address) and number.is_reserved
        return number.is_loopback or number.is_unspecified or number.is_multicast or reserved
    names, below = _names(), host
    if host.rpartition(".")[2] in labels("files") or is_package(host):
        return True
    while below:
        if below in names:
            return True
        below = below.partition(".")[2]
    return False


def is_list(file: str) -> bool:
    """Whether a file is a list of licences or the like, by its name."""
    return bool(_LIST.search(file.rpartition("/")[2]))
