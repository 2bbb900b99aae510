"""The files of a feed: a zip, a folder or one file, each record within bounds."""

import hashlib
import mmap
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path

from appsec.model.frozen import slotted
from appsec.readers.zip_end import find_end
from appsec.readers.zip_model import ArchiveError

MIB = 1024 * 1024
MAX_RECORD = 16 * MIB
"""Of one record; the longest that are published, of the Linux kernel, have a few."""
MAX_FILE = 64 * MIB
"""Of a file that is a whole feed, as that of retire.js is."""
MAX_TOTAL = 8 * 1024 * MIB
"""Of all records of a source: some ten times what the largest feed holds."""
MAX_RECORDS = 2_000_000
_CHUNK = MIB


class ImportProblem(Exception):
    """A source cannot be imported at all: which, and why, in English and zh-TW."""

    def __init__(self, source: object, why: str, why_zh: str) -> None:
        super().__init__(f"{source}: {why}；{why_zh}")


@slotted
class Source:
    """A feed's files, read once. `sha256` is that of the file, or of a folder's file names and
    contents in order; it and `newest` hold once `files` has come to its end.

    `newest` is the day that the newest entry of a zip states, `saved` that on which a single file
    was written; empty where there is none.
    """

    path: Path
    sha256: str = ""
    newest: str = ""
    saved: str = ""
    _total: int = field(default=0)

    def files(self) -> Iterator[tuple[str, bytes | None]]:
        """Name and content of each JSON file; None for a link, and for one beyond bounds.

        Raises ImportProblem.
        """
        if self.path.is_dir():
            yield from self._folder()
        elif zipfile.is_zipfile(self.path):
            yield from self._zip()
        else:
            yield from self._single()

    def _single(self) -> Iterator[tuple[str, bytes | None]]:
        content = _read(self.path, MAX_FILE)
        if content is None:
            raise self._too_large(f"larger than {MAX_FILE} bytes", f"超過 {MAX_FILE} 位元組")
        self.sha256 = hashlib.sha256(content).hexdigest()
        written = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        self.saved = written.date().isoformat()
        yield self.path.name, content

    def _folder(self) -> Iterator[tuple[str, bytes | None]]:
        whole = hashlib.sha256()
        for path in sorted(self.path.rglob("*.json")):
            name = path.relative_to(self.path)
            if not path.is_file() or name.parts[0].startswith("."):
                continue
            # Not followed, for it leads anywhere; and not passed over, for it may be a record.
            content = None if path.is_symlink() else _read(path, MAX_RECORD)
            whole.update(f"{name.as_posix()}\0".encode("utf-8", "surrogateescape"))
            whole.update(hashlib.sha256(content or b"").digest())
            self._count(content)
            yield name.as_posix(), content
        self.sha256 = whole.hexdigest()

    def _zip(self) -> Iterator[tuple[str, bytes | None]]:
        self._must_list_few()
        try:
            with self.path.open("rb") as file:
                self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            with zipfile.ZipFile(self.path) as archive:
                for entry in archive.infolist():
                    if entry.is_dir() or not entry.filename.endswith(".json"):
                        continue
                    stamp = "{:04}-{:02}-{:02}".format(*entry.date_time[:3])
                    self.newest = max(self.newest, stamp)
                    content = _inflated(archive, entry)
                    self._count(content)
                    yield entry.filename, content
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as e:
            why = f"damaged, or no zip that can be read: {e}"
            raise ImportProblem(self.path, why, "壓縮檔毀損或無法讀取") from e
        except OSError as error:
            raise ImportProblem(self.path, str(error.strerror or error), "無法讀取") from error

    def _must_list_few(self) -> None:
        """Before the list of entries is taken into memory."""
        try:
            with (
                self.path.open("rb") as file,
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
            ):
                listed = find_end(data).count
        except (ArchiveError, OSError, ValueError) as error:
            why = f"damaged, or no zip that can be read: {error}"
            raise ImportProblem(self.path, why, "壓縮檔毀損或無法讀取") from error
        if listed > MAX_RECORDS:
            raise self._too_large(f"more than {MAX_RECORDS} entries", f"項目超過 {MAX_RECORDS} 個")

    def _count(self, content: bytes | None) -> None:
        self._total += MAX_RECORD if content is None else len(content)
        if self._total > MAX_TOTAL:
            raise self._too_large(f"more than {MAX_TOTAL} bytes", f"內容超過 {MAX_TOTAL} 位元組")

    def _too_large(self, why: str, why_zh: str) -> ImportProblem:
        return ImportProblem(self.path, why, why_zh)


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The content, its CRC checked; None for one larger than a record, whatever it claims."""
    if entry.file_size > MAX_RECORD:
        return None
    with archive.open(entry) as file:
        content = file.read(MAX_RECORD + 1)
    return content if len(content) <= MAX_RECORD else None


def _read(path: Path, most: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ImportProblem(path, str(error.strerror or error), "無法讀取") from error
    return content if len(content) <= most else None
