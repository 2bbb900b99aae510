"""How each slice was built and signed: facts from what was read of the Mach-O files."""

from collections.abc import Iterable, Iterator

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Binary, Bundle, IosApp
from appsec.facts.ios_binary import Altered, CodeSignature, SignedBy, SliceBuild
from appsec.model.outcome import Cause, Gap
from appsec.readers.ipa.anatomy import Anatomy
from appsec.readers.ipa.binaries import executables
from appsec.readers.ipa.code_directory import Directory
from appsec.readers.ipa.contents import Contents, fold, gap
from appsec.readers.ipa.macho import Part, Scan
from appsec.readers.ipa.seal import MAX_SEAL, SEAL
from appsec.readers.plist import MAX_BYTES

_BUILDS, _SIGNATURES = "builds", "signatures"
_INFO_PLIST, _RESOURCES = 1, 3
_SIMULATORS = frozenset({7, 8, 9, 12})
"""Platforms: the simulators of iOS, tvOS, watchOS and visionOS."""
_INTEL = frozenset({"i386", "x86_64", "x86_64h"})


def read_builds(scan: Scan, app: IosApp) -> Known[tuple[SliceBuild, ...]]:
    """Every slice of every binary."""
    found: list[SliceBuild] = []
    gaps: list[Gap] = []
    for binary, part in _parts(scan, app):
        if part.anatomy is None:
            values = {"file": binary.path}
            gaps.append(Gap(_BUILDS, Cause.LOST, "malformed-macho", values))
        else:
            found.append(_build(binary, part, part.anatomy))
    return Known(tuple(found), fold(gaps))


def _parts(scan: Scan, app: IosApp) -> Iterator[tuple[Binary, Part]]:
    for binary in app.binaries:
        for part in scan.files[binary.path].parts:
            yield binary, part


def _build(binary: Binary, part: Part, anatomy: Anatomy) -> SliceBuild:
    return SliceBuild(
        binary=binary.path,
        bundle=binary.bundle,
        main=binary.main,
        architecture=part.slice.architecture,
        file_type=part.slice.file_type,
        encrypted=part.slice.encrypted,
        simulator=anatomy.platform in _SIMULATORS or part.slice.architecture in _INTEL,
        min_os=part.slice.min_os,
        fixups=anatomy.fixups,
        rpaths=anatomy.rpaths,
        libraries=part.slice.libraries,
        imports=anatomy.imports,
        selectors=anatomy.selectors,
        symbols=anatomy.symbols,
        sections=anatomy.sections,
    )


def read_signatures(
    contents: Contents, scan: Scan, app: IosApp
) -> Known[tuple[CodeSignature, ...]]:
    """The signature of every slice of every binary; one that has none says so."""
    reading = _Signatures(contents, _beside(app.bundles))
    found = tuple(reading.of(binary, part) for binary, part in _parts(scan, app))
    return Known(tuple(filter(None, found)), fold(reading.gaps))


def _beside(bundles: Iterable[Bundle]) -> dict[str, str]:
    """The bundle of each executable that an Info.plist names."""
    return {path: bundle.path for bundle in bundles for path in executables(bundle) if path}


class _Signatures:
    """Collects gaps on the way."""

    def __init__(self, contents: Contents, beside: dict[str, str]) -> None:
        self._contents = contents
        self._beside = beside
        self.gaps: list[Gap] = []

    def of(self, binary: Binary, part: Part) -> CodeSignature | None:
        """One slice's; None if it cannot be read."""
        signature = part.signature
        if signature is None:
            return _signature(binary, part)
        if not signature.directories:
            self._miss(Cause.LOST, signature.problem, binary.path)
            return None
        altered = [*signature.altered, *self._altered_files(binary, signature.directories)]
        pages = self._altered_pages(binary, part)
        code_end = part.anatomy.code_end if part.anatomy else 0
        if pages or any(one.about.covered < code_end for one in signature.directories):
            altered.append(Altered.CODE)
        return _signature(binary, part, altered, pages)

    def _altered_pages(self, binary: Binary, part: Part) -> int:
        """How many; of encrypted code it is open which form was signed."""
        signature, anatomy = part.signature, part.anatomy
        spans = anatomy.encrypted if anatomy else ()
        pages = signature.pages if signature else ()
        plain = [
            (start, end)
            for start, end in pages
            if not any(one.offset < end and start < one.offset + one.size for one in spans)
        ]
        if len(plain) < len(pages):
            self._miss(Cause.OUT_OF_REACH, "fairplay-encrypted", binary.path)
        return len(plain)

    def _altered_files(
        self, binary: Binary, directories: tuple[Directory, ...]
    ) -> Iterator[Altered]:
        """Info.plist and the seal, as far as this is the executable that covers them."""
        bundle = self._beside.get(binary.path)
        if bundle is None:
            return
        for number, file, limit, missing, what in (
            (_INFO_PLIST, "Info.plist", MAX_BYTES, "info-plist-missing", Altered.INFO_PLIST),
            (_RESOURCES, SEAL, MAX_SEAL, "seal-missing", Altered.RESOURCES),
        ):
            if not any(one.slot(number) for one in directories):
                continue
            try:
                data = self._contents.read(f"{bundle}/{file}", limit, missing)
            except FactUnavailable as reason:
                self.gaps.append(gap(_SIGNATURES, reason))
                continue
            if not all(one.covers(number, data) for one in directories):
                yield what

    def _miss(self, cause: Cause, key: str, path: str) -> None:
        found = Gap(_SIGNATURES, cause, key, {"file": path})
        if found not in self.gaps:  # another slice of the same file
            self.gaps.append(found)


def _signature(
    binary: Binary,
    part: Part,
    altered: Iterable[Altered] = (),
    pages: int = 0,
) -> CodeSignature:
    signature = part.signature
    return CodeSignature(
        binary=binary.path,
        bundle=binary.bundle,
        main=binary.main,
        architecture=part.slice.architecture,
        signer=signature.signer if signature else SignedBy.NOBODY,
        directories=tuple(one.about for one in signature.directories) if signature else (),
        altered=tuple(sorted(set(altered))),
        pages=pages,
    )
