"""The Mach-O files of an IPA: header flags, load commands, and whose code can be read."""

import re
from collections.abc import Iterable, Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Binary, Bundle, IosApp
from appsec.model.outcome import Cause, Gap
from appsec.readers.ipa.contents import Contents, fold, gap
from appsec.readers.ipa.layout import owner
from appsec.readers.ipa.macho import MachO, Scan

_FACT = "binaries"
_INSIDE = ("@rpath/", "@executable_path/", "@loader_path/")
# A key may be meant for some devices only: CFBundleExecutable-iphoneos, ...~ipad.
_FOR_DEVICE = re.compile(r"CFBundleExecutable[-~].*", re.DOTALL)


def executables(bundle: Bundle) -> tuple[str, ...]:
    """The paths of a bundle's executables: its Info.plist may name others for some devices.

    The first is for any device. Empty is the path of one that is not named.
    """
    others = (bundle.plist[key] for key in sorted(bundle.plist) if _FOR_DEVICE.fullmatch(key))
    names = (bundle.executable, *(name if isinstance(name, str) else "" for name in others))
    return tuple(dict.fromkeys(f"{bundle.path}/{name}" if name else "" for name in names))


def read_binaries(contents: Contents, scan: Scan, app: IosApp) -> Known[tuple[Binary, ...]]:
    """Every file that is Mach-O by content, whatever it is named."""
    bundles = app.bundles
    main = {path for bundle in bundles if bundle.runs for path in executables(bundle)}
    folders = {bundle.path for bundle in bundles}
    binaries = tuple(
        Binary(
            path=file.path,
            bundle=owner(file.path, folders),
            main=file.path in main,
            slices=tuple(part.slice for part in file.parts),
        )
        for file in scan.files.values()
        if file.parts
    )
    return Known(binaries, fold(_gaps(contents, scan, bundles)))


def _gaps(contents: Contents, scan: Scan, bundles: Iterable[Bundle]) -> Iterator[Gap]:
    for reason in scan.broken.values():
        yield gap(_FACT, reason)
    for file in scan.files.values():
        if file.problem:
            yield gap(_FACT, file.problem)
    for reason in (*_unfit_executables(contents, scan, bundles), *_unfit_libraries(contents, scan)):
        yield gap(_FACT, reason)
    tails = _tails(contents.files)
    for file in scan.files.values():
        for library in sorted(_unmet(file, tails)):
            values = {"file": file.path, "library": library}
            yield Gap(_FACT, Cause.LOST, "linked-file-missing", values)


def unfit(path: str, contents: Contents, scan: Scan) -> FactUnavailable | None:
    """Why a file that ought to be Mach-O cannot be used as such."""
    if path not in contents.files:
        return FactUnavailable(Cause.LOST, "executable-missing", {"file": path})
    if path not in scan.paths and path not in scan.broken:
        return FactUnavailable(Cause.LOST, "not-macho", {"file": path})
    return None


def unnamed(bundle: Bundle) -> FactUnavailable:
    """A bundle that runs has to name its executable."""
    return FactUnavailable(Cause.LOST, "executable-unnamed", {"file": bundle.at.file})


def _unfit_executables(
    contents: Contents, scan: Scan, bundles: Iterable[Bundle]
) -> Iterator[FactUnavailable]:
    for bundle in bundles:
        for path in executables(bundle):
            if not path and bundle.runs:
                yield unnamed(bundle)
            elif path and (reason := unfit(path, contents, scan)):
                yield reason


def _unfit_libraries(contents: Contents, scan: Scan) -> Iterator[FactUnavailable]:
    for path in sorted(contents.files):
        if path.casefold().endswith(".dylib") and (reason := unfit(path, contents, scan)):
            yield reason


def _unmet(file: MachO, tails: frozenset[str]) -> set[str]:
    """Libraries that the package should hold; weak ones and Swift's may come with iOS."""
    linked = {
        library
        for part in file.parts
        for library in part.slice.libraries
        if library.startswith(_INSIDE) and library not in part.weak
    }
    return {
        library
        for library in linked
        if not library.rpartition("/")[2].startswith("libswift") and _tail(library) not in tails
    }


def _tails(files: Iterable[str]) -> frozenset[str]:
    """File names, and those with their folder: search paths are not followed."""
    return frozenset(
        "/".join(parts[-count:])
        for name in files
        for parts in [name.split("/")]
        for count in (1, 2)
    )


def _tail(library: str) -> str:
    parts = [part for part in library.split("/")[1:] if part != ".."]
    return "/".join(parts[-2:])


def read_code(app: IosApp) -> Known[tuple[str, ...]]:
    """Executables whose code is plain. What `binaries` lost is among its gaps, not these."""
    paths: list[str] = []
    gaps: list[Gap] = []
    for binary in app.binaries:
        if any(one.encrypted for one in binary.slices):
            values = {"file": binary.path}
            gaps.append(Gap("code", Cause.OUT_OF_REACH, "fairplay-encrypted", values))
        else:
            paths.append(binary.path)
    return Known(tuple(paths), fold(gaps))
