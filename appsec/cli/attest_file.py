"""The confirmations file and its evidence on disk: found, locked, never half written."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from appsec.assess.confirm_text import Uneditable
from appsec.assess.confirmations import ConfirmationsFile, problems, read_confirmations
from appsec.engine.files import FileProblem

EVIDENCE = "evidence"
"""The folder beside the file into which evidence from elsewhere is copied."""


def default_file() -> Path:
    """The file that the nearest appsec.toml names or has beside it, else one in this folder."""
    from appsec.config import CONFIRMATIONS, find, load

    settings = find(Path.cwd())
    if settings is None:
        return Path(CONFIRMATIONS)
    return Path(os.path.relpath(settings.parent)) / (load(settings).confirmations or CONFIRMATIONS)


def checked(path: Path) -> ConfirmationsFile:
    """The file, in order. Raises FileProblem."""
    if not path.exists():
        raise FileProblem(path, "is not there; `appsec attest init` makes one")
    file = read_confirmations(path)
    for problem in problems(file):
        raise FileProblem(path, problem)
    return file


def change(path: Path, changed: Callable[[str, ConfirmationsFile], str]) -> None:
    """Puts a new text in the place of the old one, under a lock and in one step.

    `changed` gets the text and the values as they are now. The new text must be in order itself:
    otherwise the old one stays. Raises FileProblem.
    """
    real = path.resolve()
    with _told(path), locked(real.parent):
        file = checked(path)
        text = real.read_bytes().decode("utf-8-sig")
        try:
            new = changed(text, file)
        except Uneditable as error:
            raise FileProblem(path, str(error)) from error
        with _beside(real) as temporary:
            temporary.write_bytes(new.encode())
            try:
                checked(temporary)
            except FileProblem as error:
                raise FileProblem(path, error.why) from error
            shutil.copymode(real, temporary)
            _settle(temporary, real)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the disk refuses is said of the file, and not of standard output."""
    try:
        yield
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One command at a time changes files in a folder; the lock ends with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def create(path: Path, content: bytes | Path) -> None:
    """A new file, or a copy of one, whole or not at all; one that is there stays.

    Raises UsageError.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path) as temporary:
            if isinstance(content, Path):
                shutil.copyfile(content, temporary)
            else:
                temporary.write_bytes(content)
            os.chmod(temporary, 0o666 & ~_umask())
            try:
                os.link(temporary, path)
            except FileExistsError:
                raise click.UsageError(f"{path} exists already") from None


def bring(file: Path, base: Path, name: str, made: list[Path]) -> str:
    """The path of a file of evidence from `base`: as it is if it lies there, else that of a copy,
    which `made` gets.

    Raises UsageError for a file that cannot be read, or a copy whose name is taken.
    """
    real, root = file.resolve(), base.resolve()
    if not real.is_file():
        raise click.UsageError(f"{file}: no such file")
    if real.is_relative_to(root):
        return real.relative_to(root).as_posix()
    place = root / EVIDENCE / f"{name}-{real.name}"
    create(place, real)
    made.append(place)
    return place.relative_to(root).as_posix()


@contextlib.contextmanager
def undone() -> Iterator[list[Path]]:
    """A list of files that were made; where the block fails, they are gone again."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def next_id(letter: str, taken: Iterator[str]) -> str:
    """`C-0001` and on: one more than the highest number that was given."""
    numbers = [int(each[2:]) for each in taken if each[:2] == f"{letter}-" and each[2:].isdigit()]
    return f"{letter}-{max(numbers, default=0) + 1:04}"


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _settle(temporary: Path, path: Path) -> None:
    """The new content is on the disk before its name is, so that a crash leaves one of the two."""
    for place in (temporary, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if place == temporary:
            os.replace(temporary, path)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
