"""What may run, or lead elsewhere, beside the bundles that are read: a gap each time."""

from collections.abc import Collection, Iterator

from appsec.facts.ios import Bundle, BundleKind
from appsec.model.outcome import Cause, Gap
from appsec.readers.ipa.binaries import executables
from appsec.readers.ipa.contents import Contents, gap
from appsec.readers.ipa.macho import MachO, Scan

_FACT = "bundles"
_INFO_PLISTS = ("info.plist", "info-iphoneos.plist")
"""As CFBundle looks for them, in any case; the one for the platform comes first."""
_EXECUTE = "execute"
_STUB = "_WatchKitStub/WK"
"""Apple's own, in a watch app: a copy of what the watch runs for it."""


def stray_gaps(contents: Contents, bundles: Collection[Bundle], scan: Scan) -> Iterator[Gap]:
    """Links, lists that iOS may read in place of an Info.plist, executables of no bundle that
    runs, and files that may be such executables."""
    for name in contents.symlinks:
        yield Gap(_FACT, Cause.LOST, "symlink", {"file": name})
    folders = {bundle.path for bundle in bundles if bundle.runs}
    for name in sorted(contents.files):
        if _is_rival(name, folders):
            yield Gap(_FACT, Cause.LOST, "rival-info-plist", {"file": name})
    known = {path for bundle in bundles if bundle.runs for path in executables(bundle)}
    known |= {f"{one.path}/{_STUB}" for one in bundles if one.kind is BundleKind.WATCH}
    for path, reason in scan.broken.items():
        if path not in known:
            yield gap(_FACT, reason)
    for path, file in scan.files.items():
        if path in known:
            continue  # what is wrong with it, the facts that read it tell
        if _executes(file):
            yield Gap(_FACT, Cause.LOST, "stray-executable", {"file": path})
        elif file.problem and not file.typed:
            yield gap(_FACT, file.problem)


def _is_rival(name: str, folders: Collection[str]) -> bool:
    folder, _, file = name.rpartition("/")
    return folder in folders and file != "Info.plist" and file.casefold() in _INFO_PLISTS


def _executes(file: MachO) -> bool:
    return any(part.slice.file_type == _EXECUTE for part in file.parts)
