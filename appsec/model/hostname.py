"""A host's name in the one form in which names are compared."""

import re
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address

_MOST, _LONGEST = 10_000, 253
_LABEL_OF = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


@lru_cache(_MOST)
def plain(written: str) -> str:
    """Small letters, no port, no dot at the end, names of other scripts as DNS has them, addresses
    in their shortest form. A star at the beginning stays."""
    name = written.strip().casefold().replace("。", ".")
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    host, _, port = name.rpartition(":")
    if host and ":" not in host and port.isdecimal():
        name = host
    name = name.rstrip(".")
    with suppress(ValueError):
        return str(ip_address(name))
    return ".".join(map(_label, name.split(".")))


def is_address(host: str) -> bool:
    """Whether this is an IP address, of version 6 with brackets or without."""
    try:
        ip_address(host[1:-1] if host[:1] == "[" and host[-1:] == "]" else host)
    except ValueError:
        return False
    return True


def is_host(written: str) -> bool:
    """Whether this can be a host's name or address, or a name below a star, each with a port or
    without: no URL, and no star alone."""
    name = plain(written)
    below = name.removeprefix("*.")
    with suppress(ValueError):
        ip_address(below)
        return below == name
    labels = below.split(".")
    # What ends in a number is an address that is none.
    named = len(below) <= _LONGEST and not labels[-1].isdecimal()
    return named and all(map(_LABEL_OF.fullmatch, labels))


def _label(label: str) -> str:
    if not label.isascii():
        with suppress(UnicodeError):
            return label.encode("idna").decode("ascii")
    return label
