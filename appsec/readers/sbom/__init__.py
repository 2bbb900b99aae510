"""SBOM and lock files that are given beside a build: what they say that it is made of."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.read import FileRead
from appsec.model.software import Software, SoftwareComponent
from appsec.readers.sbom.listing import NotListed, components
from appsec.readers.sbom.recognise import listing_of

MAX_BYTES = 32 * 1024 * 1024
"""Largest SBOM or lock file that is read."""

MAX_FILES = 50


@frozen
class Supplied:
    """What all files together name, and the files."""

    software: Software
    files: tuple[FileRead, ...]


def read_supplied(paths: Iterable[Path]) -> Supplied:
    """What is listed in several files, each recognised by its content. Raises FileProblem."""
    paths = tuple(paths)
    if len(paths) > MAX_FILES:
        raise FileProblem("sbom", f"more than {MAX_FILES} files")
    found: list[SoftwareComponent] = []
    files: list[FileRead] = []
    covered: set[str] = set()
    for path in paths:
        raw = _bounded(path)
        try:
            listing = listing_of(path, raw)
        except NotListed as reason:
            raise FileProblem(path, str(reason)) from reason
        except RecursionError as error:
            raise FileProblem(path, "nested too deeply") from error
        found += components(path, listing)
        covered.update(listing.covered)
        files.append(FileRead(path.name, hashlib.sha256(raw).hexdigest(), len(raw)))
    names = tuple(file.name for file in files)
    return Supplied(
        Software(tuple(found), supplied_from=names, covered=tuple(sorted(covered))), tuple(files)
    )


def _bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    if len(raw) > MAX_BYTES:
        raise FileProblem(path, f"larger than {MAX_BYTES} bytes")
    return raw
