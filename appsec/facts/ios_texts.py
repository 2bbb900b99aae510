"""Facts about what an iOS app shows outside its own screens: localised keys, settings, updates."""

import re
from collections.abc import Mapping
from typing import Any

from appsec.model.frozen import frozen
from appsec.model.outcome import Location

_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_.\-/]+")


@frozen
class LocalizedInfo:
    """Keys of an Info.plist in one language that a bundle offers; `values` is empty where the
    language has none of its own. `language` is named as the build names it (zh-Hant, zh_TW)."""

    bundle: str
    language: str
    values: Mapping[str, Any]
    at: Location


@frozen
class SettingsField:
    """One entry of the app's Settings.bundle that is stored, in plain form, in the preferences.

    `kind` is Apple's name (PSTextFieldSpecifier, ...); `default` is None where none is given.
    """

    kind: str
    key: str
    title: str
    secure: bool
    default: str | int | float | bool | None
    at: Location

    @property
    def is_text(self) -> bool:
        """Whether the user types into it."""
        return self.kind == "PSTextFieldSpecifier"

    @property
    def words(self) -> tuple[str, str]:
        """Key and title as words in small letters: user_password and userPassword are "user
        password"."""
        key, title = (_SEAM.sub(" ", name).casefold() for name in (self.key, self.title))
        return key, title


@frozen
class ExpoUpdates:
    """From where expo-updates loads new code, unless it is switched off; `url` may be empty."""

    url: str
    enabled: bool
    at: Location
