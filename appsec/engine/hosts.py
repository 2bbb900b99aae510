"""What the names of hosts tell: leftovers of development and tests, and places to ask about."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from appsec.engine.declaration.matching import HOSTING
from appsec.engine.files import read_yaml
from appsec.engine.lookups import is_this_device
from appsec.facts.text_field import listed
from appsec.model.endpoint import Endpoint, Use
from appsec.model.hostname import plain
from appsec.model.outcome import Location, Origin, Question

_IN_CLEAR = ("ftp", "http", "mqtt", "ws")
_PARTS = re.compile(r"[.-]")
_MOST = 60
"""Places that are shown; the hosts are few, whatever names them."""


@cache
def _table() -> Any:
    return read_yaml(Path(__file__).with_name("hosts.yaml"))


def in_use(endpoints: Iterable[Endpoint]) -> Iterator[Endpoint]:
    """Those that the app itself uses or sets, or that any of its code requests or shows."""
    for one in endpoints:
        strongest = one.uses[0]
        if strongest is not Use.NAMED and (strongest is not Use.SETTING or is_own(one)):
            yield one


def is_own(one: Endpoint) -> bool:
    """Whether the app's own code or files name it."""
    return one.origin is Origin.APP


def is_private(host: str) -> bool:
    """Whether only the device itself, or a network that nobody outside reaches, has this host."""
    if is_this_device(host) or host.rpartition(".")[2] in _table()["local"]:
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_private and not number.is_unspecified


def environment_of(host: str) -> str:
    """The label of a host that names an environment of development or tests, or empty. The name
    that its owner registered says nothing."""
    labels = host.split(".")
    registered = 3 if labels[-2:-1] and labels[-2] in _table()["everybodys"] else 2
    parts = _PARTS.split(".".join(labels[:-registered]))
    names = (part.rstrip("0123456789") for part in parts)
    return next((name for name in names if name in _table()["environments"]), "")


def registered_name(host: str) -> str:
    """The part of a host that its owner registered, or was given by a hosting company."""
    name = plain(host.strip().removeprefix("*."))
    with suppress(ValueError):
        return str(ip_address(name))
    labels = name.split(".")
    registered = 3 if labels[-2:-1] and labels[-2] in _table()["everybodys"] else 2
    hosting = next((one for one in _above(name) if one in HOSTING), "")
    return ".".join(labels[-max(registered, hosting.count(".") + 2 if hosting else 0) :])


def is_of_a_platform(host: str) -> bool:
    """Whether a host is below a name that many parties' services share: a hosting company's, or
    that of a platform whose SDKs report to it."""
    name = plain(host.strip().removeprefix("*."))
    return any(one in HOSTING or one in _table()["platforms"] for one in _above(name))


def _above(host: str) -> Iterator[str]:
    """A host and each name that it is below."""
    while host:
        yield host
        host = host.partition(".")[2]


def gateway_of(host: str) -> str:
    """The payment service whose test environment a host is, or empty."""
    gateways: dict[str, str] = _table()["gateways"]
    return next((name for name, form in gateways.items() if re.fullmatch(form, host)), "")


def mainland_of(one: Endpoint) -> str:
    """What of a host points to mainland China, Hong Kong or Macao: its cloud, the country of its
    region, the registry of its name or who runs it; empty if nothing does."""
    table = _table()["mainland"]
    if one.cloud in table["clouds"]:
        return ", ".join(filter(None, (one.cloud, one.region)))
    if one.country in table["countries"]:
        return f"{one.cloud}, {one.region}"
    last = one.host.rpartition(".")[2]
    if last in table["last"]:
        return f".{last}"
    services: dict[str, str] = table["services"]
    return next((services[name] for name in _above(one.host) if name in services), "")


def in_clear(
    endpoints: Iterable[Endpoint], permits: Callable[[Endpoint], bool]
) -> Iterator[Endpoint]:
    """The addresses in clear that a setting of the app's own gives, and that are permitted. What
    reaches a request or a page is for the checks of these."""
    for one in endpoints:
        told = {Use.REQUEST, Use.PAGE}.intersection(one.uses)
        set_here = Use.SETTING in one.uses and is_own(one) and not told
        if set_here and one.scheme in _IN_CLEAR and not is_private(one.host) and permits(one):
            yield one


def one_about(
    key: str, endpoints: Iterable[Endpoint], tell: Callable[[Endpoint], str]
) -> Iterator[Question]:
    """One question on all of these hosts, each with what is told of it, and none without any."""
    found: dict[str, None] = {}
    places: dict[Location, None] = {}
    for one in endpoints:
        more = tell(one)
        found[f"{one.host} ({more})" if more else one.host] = None
        places.update(dict.fromkeys(one.at))
    if found:
        values = {"hosts": listed(", ", sorted(found)), "count": str(len(found))}
        yield Question(key, tuple(sorted(places))[:_MOST], values, ("hosts",))
