"""The cells of a SQLite database: a row may be cut into pages, a number is none in the bytes."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from appsec.model.text import visible
from appsec.readers.trace.lists import written
from appsec.readers.trace.wal import without_log

MAX_CELLS = 2_000_000
MAX_NAME = 80
MAX_JOINED = 10_000
MAX_JOINED_BYTES = 8 << 20
BETWEEN = b"\0\n"
"""Between values that are searched as one: in no form of a canary."""


def cells(
    data: bytes, path: Path | None, apart: re.Pattern[bytes], stopped: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """The cells of all tables, many at a time; those that begin like `apart` each for itself.
    `path` is where the data lie, if they are a whole file: SQLite reads no bytes."""
    try:
        with closing(_opened(data, path)) as database:
            yield from _tables(database, apart, stopped)
    except sqlite3.Error as error:
        # SQLCipher, or damage: what is legible was seen in the bytes themselves.
        stopped(f"sqlite: {str(error)[:60]}")


def _opened(data: bytes, path: Path | None) -> sqlite3.Connection:
    """A database that nothing can change and whose schema is trusted with nothing."""
    if path is not None:
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True)
    else:
        database = sqlite3.connect(":memory:")
        database.deserialize(without_log(data))
    database.execute("pragma trusted_schema = off")
    database.execute("pragma cell_size_check = on")
    return database


def _tables(
    database: sqlite3.Connection, apart: re.Pattern[bytes], stopped: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    database.text_factory = bytes
    tables = database.execute(
        "select name from sqlite_master where type = 'table' and rootpage > 0"
    ).fetchall()
    seen = 0
    for (raw,) in tables:
        name = f"sqlite {visible(raw.decode('utf-8', 'replace'), MAX_NAME)}"
        quoted = '"' + raw.decode("utf-8", "surrogateescape").replace('"', '""') + '"'
        whole, size = list[bytes](), 0
        for row in database.execute(f"select * from {quoted}"):
            seen += len(row)
            if seen > MAX_CELLS:
                yield name, BETWEEN.join(whole)
                return stopped("cells")
            for value in row:
                if not isinstance(value, bytes):
                    whole += (text.encode() for text in written(value))
                elif apart.match(value):
                    yield name, value
                else:
                    whole.append(value)
                    size += len(value)
            if len(whole) > MAX_JOINED or size > MAX_JOINED_BYTES:
                yield name, BETWEEN.join(whole)
                whole, size = [], 0
        yield name, BETWEEN.join(whole)
    return None
