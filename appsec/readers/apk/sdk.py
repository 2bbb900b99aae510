"""The Android versions that an app is made for."""

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.settings import Settings

IN_DEVELOPMENT = 10_000
"""The level of a version that is known by its code name only (VERSION_CODES.CUR_DEVELOPMENT)."""

_CODE_NAMES = {
    "M": 23,
    "N": 24,
    "O": 26,
    "P": 28,
    "Q": 29,
    "R": 30,
    "S": 31,
    "Sv2": 32,
    "Tiramisu": 33,
    "UpsideDownCake": 34,
    "VanillaIceCream": 35,
    "Baklava": 36,
}


def sdk_range(settings: Settings, element: Element | None) -> tuple[int, int]:
    """minSdk and targetSdk. Raises FactUnavailable where they cannot be told: every default
    follows from them."""
    if element is None:
        return 1, 1
    lowest = _level(settings, element, Attr.MIN_SDK_VERSION)
    target = _level(settings, element, Attr.TARGET_SDK_VERSION)
    if lowest is None:
        lowest = 1
    return lowest, lowest if target is None else target


def _level(settings: Settings, element: Element, attr: Attr) -> int | None:
    before = len(settings.gaps)
    text = settings.text(element, "uses-sdk", attr)
    if len(settings.gaps) > before:
        gap = settings.gaps[-1]
        raise FactUnavailable(Cause.LOST, gap.key, gap.values)
    if text is None:
        return None
    try:
        return int(text, 0)
    except ValueError:
        # A preview build names the version, perhaps with its fingerprint: "Baklava.a1b2".
        return _CODE_NAMES.get(text.partition(".")[0], IN_DEVELOPMENT)
