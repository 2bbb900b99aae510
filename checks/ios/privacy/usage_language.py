"""Is a purpose given in another language only, although the app is offered in Chinese?"""

import re
from collections.abc import Iterator
from typing import Any

from appsec.api import Bundle, Evidence, IosApp, LocalizedInfo, Location, Question, Seen

KEY = re.compile(r"\w+UsageDescription(-iphoneos)?(~\w+)?")
CHINESE = "zh"
REGION = "CFBundleDevelopmentRegion"
OFFERED = "CFBundleLocalizations"
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
LETTER = re.compile("[A-Za-z]")


def check(app: IosApp) -> Iterator[Seen]:
    """One question for each bundle. A development region alone offers nothing to choose: shown."""
    for bundle in app.bundles:
        if not bundle.runs:
            continue
        own = [one for one in app.localized_info if one.bundle == bundle.path]
        chinese = [one for one in own if _is_chinese(one.language)]
        names = [name for name in sorted(bundle.plist) if _is_foreign(name, bundle, chinese)]
        if not names:
            continue
        places = tuple(Location(bundle.at.file, name) for name in names)
        values = {"bundle": bundle.path, "names": ", ".join(names)}
        listed = bundle.plist.get(OFFERED)
        if chinese or (isinstance(listed, list) and any(map(_is_chinese, listed))):
            yield Question("not-chinese", places, values, identity=("bundle",))
        elif _is_chinese(bundle.plist.get(REGION)):
            yield Evidence("not-chinese-region", places, values, identity=("bundle",))


def _is_chinese(language: Any) -> bool:
    folded = str(language).casefold().replace("_", "-")
    return folded == CHINESE or folded.startswith(f"{CHINESE}-")


def _is_foreign(name: str, bundle: Bundle, chinese: list[LocalizedInfo]) -> bool:
    """Whether a text that a reader of Chinese is shown has letters and no ideograph."""
    if not KEY.fullmatch(name):
        return False
    plain = name.partition("~")[0].removesuffix("-iphoneos")
    own = bundle.plist[name]
    shown = [one.values.get(plain, own) for one in chinese] or [own]
    return any(
        isinstance(text, str) and bool(LETTER.search(text)) and not IDEOGRAPH.search(text)
        for text in shown
    )
