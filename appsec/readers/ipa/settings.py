"""The Settings.bundle of the app: what iOS lets the user set, and keeps in plain preferences."""

from collections.abc import Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.facts.ios_texts import SettingsField
from appsec.model.outcome import Gap, Location
from appsec.readers.ipa.contents import fold, gap
from appsec.readers.ipa.odd import Typed
from appsec.readers.ipa.sealed import Sealed
from appsec.readers.plist import MAX_BYTES, parse

_FACT = "settings"
_FOLDER = "settings.bundle"
_PLAIN = (str, int, float, bool)


def read_settings(contents: Sealed, app: IosApp) -> Known[tuple[SettingsField, ...]]:
    """Every page, be it linked or not. That none is missing, the bundles tell."""
    found: list[SettingsField] = []
    gaps: list[Gap] = []
    main = app.bundles[0].path
    for file in _pages(contents, main):
        try:
            page = Typed(file, parse(contents.read(file, MAX_BYTES, "executable-missing"), file))
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
            continue
        found += _fields(page)
        gaps += page.gaps(_FACT)
    return Known(tuple(found), fold(gaps))


def _pages(contents: Sealed, app: str) -> Iterator[str]:
    for name in sorted(contents.files):
        below = name.removeprefix(f"{app}/").split("/")
        in_folder = len(below) == 2 and below[0].casefold() == _FOLDER  # noqa: PLR2004
        if in_folder and below[1].casefold().endswith(".plist"):
            yield name


def _fields(page: Typed) -> Iterator[SettingsField]:
    for entry in page.below("PreferenceSpecifiers"):
        key = entry.text("Key")
        if not key:
            continue  # a title or a group keeps nothing
        default = entry.values.get("DefaultValue")
        yield SettingsField(
            kind=entry.text("Type"),
            key=key,
            title=entry.text("Title"),
            secure=entry.flag("IsSecure"),
            default=default if isinstance(default, _PLAIN) else None,
            at=Location(page.file, key),
        )
