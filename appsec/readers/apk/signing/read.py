"""The facts about signatures, from the file to what checks may ask."""

from dataclasses import field
from pathlib import Path

from appsec.facts.android import AndroidApp
from appsec.facts.app import Known
from appsec.facts.signing import Acceptance, Flaw, Scheme, SchemeSignature, Signing, Validity
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.files import ApkFiles
from appsec.readers.apk.signing.acceptance import Signatures
from appsec.readers.apk.signing.block import V32, find_block
from appsec.readers.apk.signing.block_signers import IDS, check_scheme
from appsec.readers.apk.signing.content import Content
from appsec.readers.apk.signing.idsig import check_idsig
from appsec.readers.apk.signing.jar import check_jar


@slotted
class SigningReader:
    """Reads the signatures of one file; `path` is where it lies, for the file beside it."""

    files: ApkFiles
    path: Path | None = None
    _signatures: Signatures | None = field(default=None)

    def signing(self) -> Known[Signing]:
        """Every scheme, with a gap for each that cannot be told or whose signer cannot be read."""
        signatures = self._checked()
        told = tuple(signatures.schemes[scheme].told() for scheme in Scheme)
        gaps = tuple(gap for one in told if (gap := _unread(one)))
        return Known(Signing(told), gaps)

    def acceptance(self, app: AndroidApp) -> Known[tuple[Acceptance, ...]]:
        """What each range of versions makes of them. What Android refuses must be signed anew, so
        that nothing is known of the final signature: that is a gap, as is no signature."""
        signing, manifest = app.signing, app.manifest
        told = self._checked().accepted(manifest.min_sdk, manifest.target_sdk)
        if not signing.is_signed:
            return Known(told, (Gap("acceptance", Cause.NOT_SUPPLIED, "unsigned-apk", {}),))
        gaps = tuple(
            Gap(
                "acceptance",
                Cause.LOST,
                "signature-unusable",
                {"androids": ", ".join(o.androids for o in told if o.flaw is flaw), "why": flaw},
            )
            for flaw in dict.fromkeys(one.flaw for one in told)
            if flaw not in (None, Flaw.NEEDS_V2)
        )
        return Known(told, gaps)

    def _checked(self) -> Signatures:
        if self._signatures is None:
            archive = self.files.archive
            block = find_block(archive)
            content = Content(archive, block.start if block else archive.directory_offset)
            in_block = tuple(check_scheme(scheme, block, content) for scheme in IDS)
            every = (check_jar(self.files), *in_block, check_idsig(archive, self.path, in_block))
            newer = bool(block and block.has(V32))
            self._signatures = Signatures({one.scheme: one for one in every}, newer)
        return self._signatures


def _unread(one: SchemeSignature) -> Gap | None:
    values = {"scheme": one.scheme.value, "why": (one.flaw or Flaw.MALFORMED).value}
    if one.validity is Validity.UNKNOWN:
        return Gap("signing", Cause.LOST, "signature-unknown", values)
    if one.validity is Validity.INVALID and not one.signers:
        return Gap("signing", Cause.LOST, "signer-unreadable", values)
    return None
