"""What a device says of its own settings right before the outcome of an attempt is noted."""

from collections.abc import Iterator

from appsec.model.noted import USB_DEBUGGING, VERIFIED_BOOT, Tried
from appsec.model.trace import State
from appsec.runtime.collect import CollectError, Phone


def settings_of(phone: Phone | None, tried: Tried, now: int) -> Iterator[State]:
    """The states that an attempt of this kind depends on. One that nobody can tell is None, so that
    what was told before holds no more."""
    tell = getattr(phone, "settings", None)
    if tried is not Tried.USB_DEBUGGING or tell is None:
        return
    try:
        told = tell()
    except CollectError:
        told = dict.fromkeys((USB_DEBUGGING, VERIFIED_BOOT))
    for name, value in told.items():
        yield State(name, value, now)
