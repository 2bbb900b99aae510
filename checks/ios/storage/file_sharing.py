"""Can files of the app be seen outside it, in the Files app or from a computer?"""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import IosApp, Location, Question, Seen

SHARING = "UIFileSharingEnabled"
IN_PLACE = "LSSupportsOpeningDocumentsInPlace"
BROWSER = "UISupportsDocumentBrowser"


def check(app: IosApp) -> Iterator[Seen]:
    """Only a question: what lies in Documents is seen in a run. Frameworks have no Documents."""
    for bundle in app.bundles:
        if not bundle.runs:
            continue
        set_keys = _keys_set(bundle.plist)
        if key := _key(frozenset(set_keys.values())):
            places = tuple(Location(bundle.at.file, name) for name in sorted(set_keys))
            yield Question(key, places, {"bundle": bundle.path}, identity=("bundle",))


def _key(given: frozenset[str]) -> str:
    """Apple's rule: a document browser, or the other two together, opens Documents to Files."""
    if BROWSER in given or {SHARING, IN_PLACE} <= given:
        return "in-files"
    if SHARING in given:
        return "from-computer"
    return "in-place" if IN_PLACE in given else ""


def _keys_set(plist: Mapping[str, Any]) -> dict[str, str]:
    """The keys that are on, as written (`...~ipad` is for some devices) -> without that ending."""
    bases = {name: name.partition("~")[0].removesuffix("-iphoneos") for name in plist}
    keys = (SHARING, IN_PLACE, BROWSER)
    return {name: base for name, base in bases.items() if base in keys and _is_on(plist[name])}


def _is_on(value: Any) -> bool:
    """As iOS reads a flag: older projects write the string YES."""
    if isinstance(value, str):
        return value.strip()[:1].casefold() in set("yt123456789")
    return isinstance(value, int | float) and bool(value)
