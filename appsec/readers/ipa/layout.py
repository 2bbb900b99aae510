"""Where the app is, and the bundles in it, told by the places from which iOS loads them."""

import re
from collections.abc import Collection, Iterable, Iterator

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import BundleKind
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause
from appsec.readers.opened import Unreadable

MAX_FOLDERS = 2000
_KINDS = {
    ("plugins", ".appex"): BundleKind.EXTENSION,
    ("extensions", ".appex"): BundleKind.EXTENSION,
    ("watch", ".app"): BundleKind.WATCH,
    ("appclips", ".app"): BundleKind.CLIP,
}
"""By the folder above and the suffix. Any case will do: which one counts is up to the device."""


@frozen
class Folder:
    """A bundle by its place; `path` ends in no slash."""

    kind: BundleKind
    path: str


@frozen
class Place:
    """Where the app is, and in what form it came: ipa, xcarchive or app (its folder alone)."""

    kind: str
    app: str


_IPA = re.compile(r"payload/[^/]+\.app/")
_OTHERS = {
    "xcarchive": re.compile(r"([^/]+\.xcarchive/)?products/applications/[^/]+\.app/"),
    "app": re.compile(r"[^/]+\.app/(?=info\.plist\Z)"),
}
"""For names in small letters: a folder, and what has to be below it."""


def find_app(names: Iterable[str]) -> Place:
    """The one app. Raises Unreadable if there is none, or several.

    iOS installs what is in Payload; only where there is none may the app be elsewhere.
    """
    folded = [(name, name.casefold()) for name in names]
    found = _places("ipa", _IPA, folded) or {
        place for kind, pattern in _OTHERS.items() for place in _places(kind, pattern, folded)
    }
    if len(found) > 1:
        apps = ", ".join(sorted(place.app for place in found)[:5])
        raise Unreadable("several-app-bundles", apps=apps)
    if not found:
        raise Unreadable("no-app-bundle")
    return found.pop()


def _places(kind: str, pattern: re.Pattern[str], folded: Iterable[tuple[str, str]]) -> set[Place]:
    found = ((name, pattern.match(low)) for name, low in folded)
    # A letter may take more room in small: the folders are counted, not their letters.
    return {
        Place(kind, "/".join(name.split("/")[: match[0].count("/")]))
        for name, match in found
        if match
    }


def find_folders(files: Iterable[str], app: str) -> tuple[Folder, ...]:
    """The app's bundles: the main one first, then by path. Raises FactUnavailable."""
    found: dict[str, BundleKind] = {}
    for name in files:
        for path, kind in _folders_above(name, app):
            found[path] = kind
            if len(found) > MAX_FOLDERS:
                values = {"count": str(MAX_FOLDERS)}
                raise FactUnavailable(Cause.LOST, "too-many-bundles", values)
    return (Folder(BundleKind.APP, app), *(Folder(found[path], path) for path in sorted(found)))


def _folders_above(name: str, app: str) -> Iterator[tuple[str, BundleKind]]:
    parts = name.split("/")
    for depth in range(app.count("/") + 1, len(parts) - 1):
        stem, dot, suffix = parts[depth].rpartition(".")
        if not stem:
            continue
        suffix = suffix.casefold()
        kind = _KINDS.get((parts[depth - 1].casefold(), dot + suffix))
        if suffix == "framework":
            kind = BundleKind.FRAMEWORK
        if kind:
            yield "/".join(parts[: depth + 1]), kind


def owner(name: str, folders: Collection[str]) -> str:
    """The innermost of the folders that a file lies in."""
    while name and name not in folders:
        name = name.rpartition("/")[0]
    return name
