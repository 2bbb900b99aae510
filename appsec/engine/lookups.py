"""Small answers that several checks need: tables, whose a class is, what a host is."""

from collections.abc import Iterable
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.model.outcome import Origin

_EMULATORS_HOST = "10.0.2.2"
"""What the emulator calls the computer that it runs on."""


@cache
def table(beside: str, name: str) -> Any:
    """A table of knowledge: the plain values of `_<name>.yaml` beside the check `beside`."""
    return read_yaml(Path(beside).with_name(f"_{name}.yaml"))


def origin_of(name: str, package: str, libraries: Iterable[str]) -> Origin:
    """Whose a class is: a library's only if it lies below the name of one of these `libraries`
    and the app itself does not."""
    known = tuple(prefix for prefix in libraries if not f"{package}.".startswith(prefix))
    foreign = not name.startswith(f"{package}.")
    return Origin.LIBRARY if foreign and name.startswith(known) else Origin.APP


def is_this_device(host: str) -> bool:
    """Whether a host is the device itself, or the computer of a developer's emulator."""
    return host == _EMULATORS_HOST or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether a host is the device itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
