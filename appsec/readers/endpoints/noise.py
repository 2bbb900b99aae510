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


@cache
def _names() -> frozenset[str]:
    table: dict[str, list[str]] = read_yaml(Path(__file__).with_name("names.yaml"))
    return frozenset(name for names in table.values() for name in names)


@cache
def _endings() -> frozenset[str]:
    table: dict[str, list[str]] = read_yaml(Path(__file__).with_name("labels.yaml"))
    return frozenset(table["files"])


def is_only_named(host: str) -> bool:
    """Whether a host that a mere text names is connected to by nobody."""
    number = number_of(host)
    if number is not None:
        reserved = isinstance(number, IPv4Address) and number.is_reserved
        return number.is_loopback or number.is_unspecified or number.is_multicast or reserved
    names, below = _names(), host
    if host.rpartition(".")[2] in _endings():
        return True
    while below:
        if below in names:
            return True
        below = below.partition(".")[2]
    return False


def is_list(file: str) -> bool:
    """Whether a file is a list of licences or the like, by its name."""
    return bool(_LIST.search(file.rpartition("/")[2]))
