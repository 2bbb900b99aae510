"""What text and spreadsheet files of OpenDocument have in common: the same bytes each time."""

import io
import zipfile
from datetime import datetime

from odfdo import Document as OdfDocument

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPE = "mimetype"


def saved(odf: OdfDocument, title: str, date: str) -> bytes:
    """The file. `date` (ISO) is the only time in it: the same document is the same bytes."""
    meta = odf.meta
    meta.title = title
    meta.creation_date = meta.date = datetime.fromisoformat(date)
    meta.generator = "appsec"
    meta.editing_cycles = 1
    whole = io.BytesIO()
    odf.save(whole)
    return _packed(whole.getvalue())


def _packed(raw: bytes) -> bytes:
    """The archive anew: the type first and not deflated, as the format asks, and no time of day."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _TYPE, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == _TYPE else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return whole.getvalue()
