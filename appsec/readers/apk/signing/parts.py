"""The signatures of an app that comes in several APKs, or as a bundle that is signed later."""

from dataclasses import field, replace
from pathlib import Path

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.signing import Acceptance, SchemeSignature, Signing
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.files import ApkFiles, AppFiles
from appsec.readers.apk.signing.read import SigningReader


@slotted
class AppSigning:
    """What is told is that of the base. Android installs no set whose APKs are signed by different
    keys, so that each split must come to the same; one that does not is a gap."""

    files: AppFiles
    path: Path | None = None
    _base: SigningReader = field(init=False)
    _splits: tuple[tuple[ApkFiles, SigningReader], ...] = field(init=False)

    def __post_init__(self) -> None:
        self._base = SigningReader(self.files.base, self.path)
        self._splits = tuple((split, SigningReader(split)) for split in self.files.splits)

    def signing(self) -> Known[Signing]:
        """Raises FactUnavailable for a bundle: its signature is the upload key's, and never
        reaches a device."""
        if self.files.kind == "aab":
            raise FactUnavailable(Cause.NOT_SUPPLIED, "bundle-signature")
        base = self._base.signing()
        gaps = list(base.gaps)
        for split, reader in self._splits:
            told = reader.signing()
            gaps += told.gaps
            for one, other in zip(base.value.schemes, told.value.schemes, strict=True):
                if _essence(one) != _essence(other):
                    values = {"file": split.place.rstrip("!"), "scheme": one.scheme.value}
                    gaps.append(Gap("signing", Cause.LOST, "split-signed-otherwise", values))
        return Known(_placed(base.value, self.files.base.place), tuple(gaps))

    def acceptance(self, app: AndroidApp) -> Known[tuple[Acceptance, ...]]:
        """That of the base, with a gap for a split of which Android makes something else."""
        base = self._base.acceptance(app)
        gaps = list(base.gaps)
        for split, reader in self._splits:
            if reader.acceptance(app).value != base.value:
                values = {"file": split.place.rstrip("!"), "scheme": ""}
                gaps.append(Gap("acceptance", Cause.LOST, "split-signed-otherwise", values))
        return Known(base.value, tuple(gaps))


def _essence(one: SchemeSignature) -> tuple[object, ...]:
    """What has to be alike in all parts: places differ, and so may the digests in use."""
    signers = [(s.certificate, s.first_sdk, s.last_sdk, s.lineage) for s in one.signers]
    return one.validity, one.flaw, signers


def _placed(signing: Signing, place: str) -> Signing:
    """With the name of the APK before each file, as everywhere in a set."""
    if not place:
        return signing

    def scheme(one: SchemeSignature) -> SchemeSignature:
        signers = tuple(replace(s, at=replace(s.at, file=place + s.at.file)) for s in one.signers)
        return replace(one, at=replace(one.at, file=place + one.at.file), signers=signers)

    return Signing(tuple(scheme(one) for one in signing.schemes))
