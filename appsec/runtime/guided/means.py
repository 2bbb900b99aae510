"""What a session collects with, as it is reached from this machine."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from appsec.runtime.collect import Phone
from appsec.runtime.guided.agent import FridaAgent
from appsec.runtime.guided.given import Means
from appsec.runtime.guided.state import Setup

if TYPE_CHECKING:
    from appsec.runtime.probe.probe import Probe

NO_DEVICE = "none"
"""A session without any device: marks, answers and pictures from files only."""


def means_of(setup: Setup, token: str = "") -> Means:
    """Everything that a session asked for. Raises CollectError for a device that is not there."""
    phone = None if setup.device == NO_DEVICE else phone_of(setup)
    agent = (lambda: FridaAgent(setup, token)) if setup.agent else None
    probe = probe_of(setup) if setup.probing else None
    if phone is None:
        return Means(None, probe, agent)
    tell = getattr(phone, "identity", None)
    same = partial(tell, setup.package) if tell else None
    return Means(phone, probe, agent, partial(_installed, phone, setup), same)


def phone_of(setup: Setup) -> Phone:
    """The device of this name: `usb`, `usb:ID`, or a serial that adb knows, which an address is.
    Raises CollectError."""
    name = "" if setup.device == "usb" else setup.device.removeprefix("usb:")
    if setup.platform == "ios":
        from appsec.runtime.phones.iphone import IPhone

        return IPhone.open(name, setup.executable)
    from appsec.runtime.phones.android import AndroidPhone

    return AndroidPhone.open(name)


def _installed(phone: Phone, setup: Setup) -> Collection[str]:
    """Of an APK only: what a store makes of a bundle has other hashes."""
    tell = getattr(phone, "app", None)
    if tell is None or not setup.app.lower().endswith(".apk"):
        return ()
    parts: Collection[str] = tell(setup.package).parts
    return parts


def probe_of(setup: Setup) -> "Callable[[], Probe]":
    """Makes the probe of each run. Raises CollectError where it is not installed."""
    from appsec.runtime.probe.home import Home
    from appsec.runtime.probe.plan import Plan
    from appsec.runtime.probe.probe import Probe

    home, given = Home.default(), setup.probing
    assert given is not None
    assert home.python  # raises where it is not installed
    plan = Plan(
        given.hosts, given.modes, given.listen, given.port, resolved=given.resolved,
        upstream_ca=Path(given.upstream_ca) if given.upstream_ca else None,
    )  # fmt: skip
    return lambda: Probe(plan, home)
