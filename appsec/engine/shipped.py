"""Where the files that ship lie, and what was made of them: kept as Python keeps bytecode."""

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_DIGEST = hashlib.sha256().digest_size


def content_dir(kind: str) -> Path:
    """`checks` or `profiles`: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


@cache
def _ours() -> tuple[str, ...]:
    return tuple(
        f"{one}{os.sep}" for one in (PACKAGE, content_dir("checks"), content_dir("profiles"))
    )


def kept(path: Path, raw: bytes, form: str, make: Callable[[], bytes]) -> bytes:
    """What `make` makes of a file with the content `raw`, or made of the same before.

    `form` says what that is, and changes with whatever it depends on besides the file. Nothing is
    kept of files that do not ship, of what comes out empty, and where Python keeps no bytecode, or
    not beside the files.
    """
    if sys.pycache_prefix or not str(path).startswith(_ours()):
        return make()
    beside = path.parent / "__pycache__" / f"{path.name}.{form}"
    with contextlib.suppress(OSError):
        known = beside.read_bytes()
        if known.startswith(_digest(raw, known[_DIGEST:])):
            return known[_DIGEST:]
    made = make()
    if made and not sys.dont_write_bytecode:
        _keep(beside, _digest(raw, made) + made)
    return made


def _digest(raw: bytes, made: bytes) -> bytes:
    """Of the file and of what was made of it: neither is trusted when the other changed."""
    return hashlib.sha256(len(raw).to_bytes(8) + raw + made).digest()


def _keep(beside: Path, content: bytes) -> None:
    """Whole or not at all: others may read it, or write the same, at this moment."""
    unfinished = beside.with_name(f"{beside.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # installed where this user may not write
        beside.parent.mkdir(exist_ok=True)
        try:
            unfinished.write_bytes(content)
            unfinished.replace(beside)
        finally:
            unfinished.unlink(missing_ok=True)
