"""Expo.plist: from where the library expo-updates loads new code."""

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.facts.ios_texts import ExpoUpdates
from appsec.model.outcome import Location
from appsec.readers.ipa.contents import gap
from appsec.readers.ipa.odd import Typed
from appsec.readers.ipa.sealed import Sealed
from appsec.readers.plist import MAX_BYTES, parse

_FACT = "expo_updates"
_FILE = "Expo.plist"
_URL, _ENABLED = "EXUpdatesURL", "EXUpdatesEnabled"


def read_expo_updates(contents: Sealed, app: IosApp) -> Known[tuple[ExpoUpdates, ...]]:
    """The library looks in the main bundle only, and is on unless it is switched off."""
    main = app.bundles[0].path
    file = f"{main}/{_FILE}"
    if file not in contents.files:
        return Known(())
    try:
        page = Typed(file, parse(contents.read(file, MAX_BYTES, main), file))
    except FactUnavailable as reason:
        return Known((), (gap(_FACT, reason),))
    _ = page.flag(_ENABLED)  # another type is a gap
    off = page.values.get(_ENABLED) is False
    updates = ExpoUpdates(page.text(_URL), not off, Location(file, _URL))
    return Known((updates,), tuple(page.gaps(_FACT)))
