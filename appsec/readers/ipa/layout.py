"""Where the bundles of an IPA are, told by the places from which iOS loads them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import BundleKind
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


@dataclass(frozen=True, slots=True)
class Folder:
    """A bundle by its place; `path` ends in no slash."""

    kind: BundleKind
    path: str


def find_app(names: Iterable[str]) -> str:
    """The one `Payload/<name>.app`. Raises Unreadable if there is none, or several."""
    apps = sorted(
        {
            "/".join(parts[:2])
            for name in names
            if (parts := name.split("/"))[0].casefold() == "payload"
            and len(parts) > 2  # noqa: PLR2004 - a folder, not a file
            and parts[1].casefold().endswith(".app")
        }
    )
    if not apps:
        raise Unreadable("no-app-bundle")
    if len(apps) > 1:
        raise Unreadable("several-app-bundles", apps=", ".join(apps[:5]))
    return apps[0]


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
