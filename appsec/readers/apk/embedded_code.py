"""Code for Android's runtime where the system does not look for the app's own, told by content."""

import re

from appsec.facts.app import Known
from appsec.facts.embedded import CodeForm, EmbeddedCode
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles
from appsec.readers.archive import Archive, ArchiveError, EntryError

_FACT = "embedded_code"
_OWN = re.compile(r"(dex/)?classes\d*\.dex")
_NEVER = re.compile(
    r"META-INF/|AndroidManifest\.xml\Z|resources\.(arsc|pb)\Z|lib/"
    r"|res/(?!raw)[^/]+/.*\.(xml|png|webp|jpg|gif)\Z"
)
_DEX, _ZIP = b"dex\n", b"PK\x03\x04"
_MAX_FILE = 64 << 20


def read_embedded_code(files: AppFiles) -> Known[tuple[EmbeddedCode, ...]]:
    """In the order of parts and names. An archive that cannot be opened could hold some."""
    found: list[EmbeddedCode] = []
    gaps: list[Gap] = []
    for part in files.parts:
        for name in part.names:
            if _NEVER.match(name) or _OWN.fullmatch(name):
                continue
            where = part.where(name)
            try:
                if form := _form(part, name):
                    found.append(EmbeddedCode(form, Location(where)))
            except EntryError as error:
                values = {"file": where, "refusal": error.refusal.value}
                gaps.append(Gap(_FACT, Cause.LOST, "refused-file", values))
            except ArchiveError as error:
                values = {"file": where, "why": error.key.value}
                gaps.append(Gap(_FACT, Cause.LOST, "archive-unreadable", values))
    return Known(tuple(found), tuple(gaps))


def _form(part: ApkFiles, name: str) -> CodeForm | None:
    entry = part.entry(name)
    head = part.archive.head(entry, len(_ZIP))
    if head == _DEX:
        return CodeForm.DEX
    if head != _ZIP:
        return None
    with Archive.from_bytes(part.archive.read(entry, _MAX_FILE)) as inside:
        names = {*inside.names, *inside.refused}
    if not any(one.endswith(".dex") for one in names):
        return None
    return CodeForm.APK if MANIFEST in names else CodeForm.ARCHIVE
