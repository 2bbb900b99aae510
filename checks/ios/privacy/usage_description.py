"""Does the text that iOS shows when the app asks for access say what the access is for?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import Bundle, IosApp, LocalizedInfo, Location, Question, Seen, table

# NSCameraUsageDescription, NFCReaderUsageDescription, one for some devices (...~ipad), and the
# dictionary with a text for each time that the app asks for the precise location.
KEY = re.compile(r"\w+UsageDescription(Dictionary)?(-iphoneos)?(~\w+)?")
SHORTEST = 4
"""Fewest letters or digits that can name a purpose, by our own judgement."""


def check(app: IosApp) -> Iterator[Seen]:
    """One question for a bundle and problem; a framework's own Info.plist is never shown."""
    for bundle in app.bundles:
        if not bundle.runs:
            continue
        localized = [one for one in app.localized_info if one.bundle == bundle.path]
        asked: dict[str, list[tuple[Location, str, Any]]] = {}
        for one in (*_own(bundle, localized), *_translated(localized)):
            if problem := _problem(one[1], one[2]):
                asked.setdefault(problem, []).append(one)
        for problem, told in asked.items():
            values = {
                "bundle": bundle.path,
                "names": ", ".join(name for _, name, _ in told),
                "texts": "; ".join(f"{name} = {text}" for _, name, text in told),
            }
            places = tuple(place for place, _, _ in told)
            yield Question(problem, places, values, identity=("bundle", "names"))


def _own(bundle: Bundle, localized: list[LocalizedInfo]) -> Iterator[tuple[Location, str, Any]]:
    """What the Info.plist says; where every language has a text of its own it is never shown."""
    for name, text in _texts(bundle.plist):
        if not localized or any(name not in one.values for one in localized):
            yield Location(bundle.at.file, name), name, text


def _translated(localized: list[LocalizedInfo]) -> Iterator[tuple[Location, str, Any]]:
    for one in localized:
        for name, text in _texts(one.values):
            member = f"{one.at.member}:{name}" if one.at.member else name
            yield Location(one.at.file, member), f"{name} ({one.language})", text


def _texts(plist: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key in sorted(plist):
        if KEY.fullmatch(key):
            value = plist[key]
            if isinstance(value, dict):
                yield from ((f"{key}:{name}", text) for name, text in sorted(value.items()))
            else:
                yield key, value


def _problem(name: str, text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        return "empty"
    known = table(__file__, "usage_texts")
    bare, own = _bare(text), _bare(name.partition(" (")[0])
    if bare in {_bare(known_text) for known_text in known["placeholders"]} | {own}:
        return "placeholder"
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in known["patterns"]):
        return "placeholder"
    return "no-purpose" if len(bare) < SHORTEST or _names_no_purpose(text, known) else ""


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _names_no_purpose(text: str, known: Mapping[str, Any]) -> bool:
    """Whether nothing is left without the words that only ask, and the thing asked for."""
    folded = text.casefold().replace("’", "'")
    english = set(known["words_en"].split())
    rest = re.sub(r"[a-z']+", lambda word: " " if word[0] in english else word[0], folded)
    for word in sorted(known["words_zh"], key=len, reverse=True):
        rest = rest.replace(word, " ")
    return not _bare(rest)
