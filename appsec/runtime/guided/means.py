"""What a session collects with, as it is reached from this machine."""

from collections.abc import Callable

from appsec.runtime.collect import CollectError, Phone
from appsec.runtime.guided.agent import FridaAgent
from appsec.runtime.guided.recording import Means, Probe
from appsec.runtime.guided.state import Setup

NO_DEVICE = "none"
"""A session without any device: marks, answers and pictures from files only."""


def means_of(setup: Setup, token: str = "") -> Means:
    """Everything that a session asked for. Raises CollectError for a device that is not there."""
    phone = None if setup.device == NO_DEVICE else phone_of(setup)
    agent = (lambda: FridaAgent(setup, token)) if setup.agent else None
    return Means(phone, probe_of(setup) if setup.probe else None, agent)


def phone_of(setup: Setup) -> Phone:
    """The device of this name. Raises CollectError."""
    raise CollectError(f"{setup.device}: no such device")


def probe_of(setup: Setup) -> Callable[[], Probe]:
    """Makes the probe of each run. Raises CollectError."""
    raise CollectError("no probe")
