"""The bundles of an IPA and their Info.plist files."""

from collections.abc import Iterable, Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Bundle, IosApp
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.contents import Contents, fold, gap
from appsec.readers.ipa.layout import Folder, find_folders
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.seal import seal_gaps
from appsec.readers.ipa.strays import stray_gaps
from appsec.readers.plist import MAX_BYTES, parse

_FACT = "bundles"


def read_info(contents: Contents) -> Known[Bundle]:
    """The main bundle."""
    return Known(_bundle(contents, find_folders((), contents.app)[0]))


def read_bundles(contents: Contents, scan: Scan, app: IosApp) -> Known[tuple[Bundle, ...]]:
    """Every bundle; one whose Info.plist cannot be read is a gap, never silently left out."""
    bundles, gaps = [app.info], []
    for folder in find_folders(contents.files, contents.app)[1:]:
        try:
            bundles.append(_bundle(contents, folder))
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
    gaps += _unsure(contents)
    gaps += seal_gaps(contents, bundles, scan)
    gaps += stray_gaps(contents, bundles, scan)
    return Known(tuple(bundles), fold(_once(gaps)))


def _bundle(contents: Contents, folder: Folder) -> Bundle:
    file = f"{folder.path}/Info.plist"
    plist = parse(contents.read(file, MAX_BYTES, "info-plist-missing"), file)
    return Bundle(
        kind=folder.kind,
        path=folder.path,
        identifier=_text(plist.get("CFBundleIdentifier")),
        executable=_text(plist.get("CFBundleExecutable")),
        at=Location(file),
        plist=plist,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _once(gaps: Iterable[Gap]) -> Iterable[Gap]:
    """What cannot be read is often in the way of more than one question."""
    return {(each.key, *sorted(each.values.items())): each for each in gaps}.values()


def _unsure(contents: Contents) -> Iterator[Gap]:
    for name in contents.unsure:
        values = {"file": name, "why": contents.refused[name].value}
        yield Gap(_FACT, Cause.LOST, "entry-refused", values)
