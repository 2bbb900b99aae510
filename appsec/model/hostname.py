"""A host's name in the one form in which names are compared."""

from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address

_MOST = 10_000


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


def _label(label: str) -> str:
    if not label.isascii():
        with suppress(UnicodeError):
            return label.encode("idna").decode("ascii")
    return label
