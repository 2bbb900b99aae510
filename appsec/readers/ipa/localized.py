"""The languages of the bundles that run, and the Info.plist keys that each language replaces."""

import re
from collections.abc import Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Bundle, IosApp
from appsec.facts.ios_texts import LocalizedInfo
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.contents import fold, gap
from appsec.readers.ipa.sealed import Sealed
from appsec.readers.ipa.strings import parse_strings
from appsec.readers.plist import MAX_BYTES, parse

_FACT = "localized_info"
_STRINGS, _TABLE = "InfoPlist.strings", "InfoPlist.loctable"
_BASE = "base"
"""The folder for what every language shares; it is no language."""
_NO_LANGUAGE = "LocProvenance"
_LPROJ = re.compile(r"/([^/]+)\.lproj/(.+)\Z", re.IGNORECASE | re.DOTALL)


def read_localized_info(contents: Sealed, app: IosApp) -> Known[tuple[LocalizedInfo, ...]]:
    """By bundle, then by language."""
    found: list[LocalizedInfo] = []
    gaps: list[Gap] = []
    for bundle in app.bundles:
        if bundle.runs:
            languages = _Languages(bundle, contents)
            found += languages.read()
            gaps += languages.gaps
    return Known(tuple(found), fold(gaps))


class _Languages:
    """The languages of one bundle, as its folders and its table name them."""

    def __init__(self, bundle: Bundle, contents: Sealed) -> None:
        self._bundle = bundle
        self._contents = contents
        self.gaps: list[Gap] = []

    def read(self) -> Iterator[LocalizedInfo]:
        yield from self._of_table()
        for language, file in sorted(self._folders().items()):
            where, values = Location(file), {}
            if file.casefold().endswith(_STRINGS.casefold()):
                try:
                    values = parse_strings(self._data(file), file)
                except FactUnavailable as reason:
                    self.gaps.append(gap(_FACT, reason))
            yield LocalizedInfo(self._bundle.path, language, values, where)

    def _folders(self) -> dict[str, str]:
        """Each language with its strings, or with its folder if it has none."""
        folders: dict[str, str] = {}
        path = self._bundle.path
        for name in sorted(self._contents.files):
            found = _LPROJ.fullmatch(name, len(path)) if name.startswith(f"{path}/") else None
            if found is None or found[1].casefold() == _BASE:
                continue
            folder = name[: found.start(2) - 1]
            is_strings = found[2].casefold() == _STRINGS.casefold()
            if is_strings or found[1] not in folders:
                folders[found[1]] = name if is_strings else folder
        return folders

    def _of_table(self) -> Iterator[LocalizedInfo]:
        file = f"{self._bundle.path}/{_TABLE}"
        if file not in self._contents.files:
            return
        try:
            table = parse(self._data(file), file)
        except FactUnavailable as reason:
            self.gaps.append(gap(_FACT, reason))
            return
        for language, values in sorted(table.items()):
            if language == _NO_LANGUAGE:
                continue
            if isinstance(values, dict):
                yield LocalizedInfo(self._bundle.path, language, values, Location(file, language))
            else:
                where = {"file": file, "key": language}
                self.gaps.append(Gap(_FACT, Cause.LOST, "odd-value", where))

    def _data(self, file: str) -> bytes:
        return self._contents.read(file, MAX_BYTES, "executable-missing")
