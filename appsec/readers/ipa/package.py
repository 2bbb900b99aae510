"""What an iOS build is, and what of it was read, passed over or refused."""

from collections.abc import Iterable

from appsec.engine.ios_hints import read_hints
from appsec.facts.app import FactUnavailable
from appsec.facts.ios import IosApp
from appsec.model.package import Package, Part
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.profiles import PROFILE

_RESOURCES = (".nib", ".storyboardc", ".car", ".strings", ".stringsdict", ".loctable", ".mom")
_SYMBOLS = ".dsym/"
_SIGNING = (PROFILE, "CodeResources", ".supp", ".supf", ".sinf", ".supx")


def package(kind: str, contents: Contents, scan: Scan, app: IosApp) -> Package:
    """Called last. An Info.plist that cannot be read leaves the names empty."""
    names = {"id": "", "name": "", "version": "", "build": ""}
    try:
        plist = app.info.plist
        display = plist.get("CFBundleDisplayName") or plist.get("CFBundleName")
        names = {
            "id": _text(plist.get("CFBundleIdentifier")),
            "name": _text(display),
            "version": _text(plist.get("CFBundleShortVersionString")),
            "build": _text(plist.get("CFBundleVersion")),
        }
    except FactUnavailable:
        pass  # the checks that need it tell why
    hints = read_hints(app)
    refused = {**contents.refused, **contents.refused_later}
    return Package(
        kind=kind,
        platform=app.platform,
        **names,
        read=tuple(sorted(contents.was_read)),
        skipped=_skipped(contents, scan),
        refused={name: why.value for name, why in sorted(refused.items())},
        hints=hints,
        uuids=_uuids(app),
    )


def _uuids(app: IosApp) -> dict[str, tuple[str, ...]]:
    try:
        binaries = app.binaries
    except FactUnavailable:
        return {}  # the checks that need them tell why
    return {each.path: tuple(part.uuid for part in each.slices) for each in binaries}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _skipped(contents: Contents, scan: Scan) -> tuple[Part, ...]:
    """Of executables neither instructions nor strings are looked into; of signatures not whether
    their certificate is to be trusted. A provisioning profile that was read was read whole."""
    rest = {
        name
        for name in contents.everything
        if not name.endswith("/") and name not in contents.refused
    }
    groups: dict[str, set[str]] = {
        "text": set(scan.paths),
        "ios-signing": {
            name
            for name in rest
            if name.endswith(_SIGNING)
            and not (name.endswith(PROFILE) and name in contents.was_read)
        },
    }
    rest -= groups["text"] | groups["ios-signing"] | contents.was_read
    groups["symbols"] = {n for n in rest - contents.files if _SYMBOLS in n.casefold()}
    groups["outside"] = rest - contents.files - groups["symbols"]
    groups["ios-resources"] = {n for n in rest & contents.files if _is_resource(n)}
    groups["ios-assets"] = rest & contents.files - groups["ios-resources"]
    return tuple(_part(what, names, contents) for what, names in groups.items() if names)


def _is_resource(name: str) -> bool:
    return any(f"{suffix}/" in name for suffix in _RESOURCES) or name.endswith(_RESOURCES)


def _part(what: str, names: Iterable[str], contents: Contents) -> Part:
    sizes = [contents.size(name) for name in names]
    return Part(what, len(sizes), sum(sizes))
