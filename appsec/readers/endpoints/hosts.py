"""Hosts that are written without a scheme, and what a setting gives as an address."""

import re

from appsec.readers.endpoints.addresses import Address, address_of, clean_host, number_of
from appsec.readers.endpoints.noise import is_only_named, labels

_WRITTEN = re.compile(r"(?P<host>[^:/\s]+)(?::(?P<port>\d{1,5}))?/?")
_HOLDS_HOST = re.compile(
    r"(?:^|[_.-])(?:host|hosts|hostname|domain|domains|server|endpoint|gateway|bucket|authority)"
    r"(?:$|[_.-])"
)
_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MAX_LONE = 120
_MAX_SETTING = 2048
_DOTS = 2
"""A host that only its first label tells has at least this many dots."""


def _host(text: str) -> Address | None:
    match = _WRITTEN.fullmatch(text)
    host = clean_host(match["host"]) if match else ""
    return Address(host, port=match["port"] or "", whole=True) if match and host else None


def pattern_host(written: str) -> Address | None:
    """The host of a rule or link, which may begin with stars for all below it."""
    return _host(written.strip().lstrip("*").removeprefix("."))


def bare_host(written: str) -> Address | None:
    """The host that a call is given, which may have a port."""
    return _host(written)


def setting_of(name: str, text: str) -> Address | None:
    """The address that a setting of this name is, if it is all of the text: a sentence with an
    address in it is none. Names of formats and examples are none."""
    if "." not in text or len(text) > _MAX_SETTING:
        return None
    one = address_of(text, whole=True)
    if one is None and len(text) <= _MAX_LONE and holds_host(name):
        one = lone_host(text)
    return one if one is not None and one.whole and not is_only_named(one.host) else None


def holds_host(name: str) -> bool:
    """Whether the name of a setting says that it holds a host."""
    return bool(_HOLDS_HOST.search(_SEAM.sub("_", name).lower()))


def lone_host(text: str) -> Address | None:
    """A host without a scheme, where something else says that it is one."""
    one = _host(text)
    if one is None or number_of(one.host) is not None:
        return one
    first, last = one.host.partition(".")[0], one.host.rpartition(".")[2]
    is_host = last in labels("last") and first not in labels("first_of_packages")
    return one if is_host else None


def looks_like_host(text: str) -> Address | None:
    """A host that begins as hosts do (`api.`, `www.`), whatever it stands in."""
    if text.count(".") < _DOTS or text.partition(".")[0] not in labels("first"):
        return None
    one = _host(text)
    return one if one is not None and one.host.rpartition(".")[2] in labels("last") else None
