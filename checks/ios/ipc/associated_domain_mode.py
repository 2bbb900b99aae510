"""Do links to the app's domains skip Apple's check in this build?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from appsec.api import IosApp, Question, Seen

KEY = "com.apple.developer.associated-domains"
MODES = ("developer", "managed")


def check(app: IosApp) -> Iterator[Seen]:
    """One question for each executable and mode."""
    for entitlements in app.entitlements:
        given = entitlements.values.get(KEY, [])
        by_mode: dict[str, set[str]] = {}
        for entry in given if isinstance(given, list) else [given]:
            if mode := _mode(entry):
                by_mode.setdefault(mode, set()).add(str(entry))
        for mode, entries in sorted(by_mode.items()):
            values = {"binary": entitlements.binary, "domains": ", ".join(sorted(entries))}
            yield Question(mode, replace(entitlements.at, at=KEY), values)


def _mode(entry: Any) -> str:
    """`applinks:example.tw?mode=developer`; both modes may be named, joined by a plus sign."""
    query = str(entry).casefold().partition("?")[2]
    named = {
        mode
        for part in query.split("&")
        if part.startswith("mode=")
        for mode in part.removeprefix("mode=").split("+")
    }
    return next((mode for mode in MODES if mode in named), "")
