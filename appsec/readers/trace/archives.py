"""The members of archives, each with the write-ahead log that belongs to it."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator

from appsec.model.frozen import frozen
from appsec.model.text import visible

ZIP = b"PK\3\4"
MAX_MEMBERS = 10_000
MAX_NAME = 200
_LOG = "-wal"
_TAR = slice(257, 262)


class BadArchive(ValueError):
    """An archive that cannot be read, or not to its end: why."""


@frozen
class Layer:
    """Something within something. `log` is a database's write-ahead log; `paired` says that this is
    one, and that its database is there."""

    name: str
    data: bytes
    log: bytes = b""
    paired: bool = False


def is_tar(data: bytes) -> bool:
    """Whether it is a tar archive."""
    return data[_TAR] == b"ustar"


def zipped(data: bytes, left: Callable[[], int]) -> Iterator[Layer]:
    """The members of a zip archive, at most one byte more than may come. Raises BadArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            named = {one.filename: one for one in entries}

            def read(entry: zipfile.ZipInfo) -> bytes:
                with archive.open(entry) as member:
                    return member.read(max(left(), 0) + 1)

            for entry in entries[:MAX_MEMBERS]:
                log = named.get(entry.filename + _LOG)
                name = entry.filename
                yield _layer("zip", name, read(entry), read(log) if log else b"", named)
            if len(entries) > MAX_MEMBERS:
                raise BadArchive(f"more than {MAX_MEMBERS} members")
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError),
        *(zlib.error, KeyError),
    ) as error:
        raise BadArchive("damaged") from error


def tarred(data: bytes, left: Callable[[], int]) -> Iterator[Layer]:
    """The files in a tar archive, likewise. Raises BadArchive."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            named = {one.name: one for one in archive if one.isreg()}

            def read(one: tarfile.TarInfo) -> bytes:
                file = archive.extractfile(one)
                return file.read(max(left(), 0) + 1) if file else b""

            for name, one in list(named.items())[:MAX_MEMBERS]:
                log = named.get(name + _LOG)
                yield _layer("tar", name, read(one), read(log) if log else b"", named)
            if len(named) > MAX_MEMBERS:
                raise BadArchive(f"more than {MAX_MEMBERS} members")
    except (tarfile.TarError, OSError, EOFError, OverflowError) as error:
        raise BadArchive("damaged") from error


def _layer(kind: str, name: str, data: bytes, log: bytes, names: Container[str]) -> Layer:
    paired = name.endswith(_LOG) and name.removesuffix(_LOG) in names
    return Layer(f"{kind} {visible(name, MAX_NAME)}", data, log, paired)
