"""Where reports go: files that appear whole or not at all, or standard output."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from appsec.cli.extras import needs
from appsec.model.frozen import frozen

SUFFIXES = {
    "json": ".json",
    "html": ".html",
    "md": ".md",
    "sarif": ".sarif",
    "junit": ".junit.xml",
    "gitlab": ".gitlab.json",
    "cyclonedx": ".cdx.json",
    "summary": ".summary.md",
    "pdf": ".pdf",
    "odt": ".odt",
    "ods": ".ods",
    "xlsx": ".xlsx",
}
"""File suffix of each format."""

DOCUMENTS = ("pdf", "odt", "ods", "xlsx")
"""Formats that need the extra `docs`."""

STDOUT = "-"


@frozen
class Target:
    """One `--format F=PATH`; path `-` is standard output."""

    format: str
    path: str

    @property
    def is_folder(self) -> bool:
        """Whether the path says that it is a folder, however many artefacts there are."""
        return self.path.endswith("/")

    @property
    def is_stdout(self) -> bool:
        """Whether the report goes to standard output."""
        return self.path == STDOUT


class TargetType(click.ParamType[Target]):
    """Parses `F=PATH`, or `F` alone for standard output."""

    name = "F=PATH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Target:
        """A target. Fails for a format that does not exist, or an empty path."""
        if isinstance(value, Target):
            return value
        form, given, path = str(value).partition("=")
        if form not in SUFFIXES:
            self.fail(f"no format {form!r}; there are {', '.join(SUFFIXES)}", param, ctx)
        if given and not path:
            self.fail(f"{value!r} names no path", param, ctx)
        if form in DOCUMENTS:
            from appsec.report.formats import NEEDS

            needs("docs", *NEEDS[form])
        return Target(form, path or STDOUT)


class UnwritableOutput(click.ClickException):
    """An output file cannot be written."""

    exit_code = 2


def check_targets(
    targets: tuple[Target, ...], inputs: Iterable[Path], apps: Sequence[Path] = ()
) -> None:
    """Refuses before the work what could not, or must not, be written after it.

    `inputs` are the files and folders that are read: a report that replaced one would change what
    the next run says of the same build. `apps` are the builds that are reported on. Raises
    ClickException.
    """
    several = len(apps) > 1
    if sum(t.is_stdout for t in targets) > 1 or (several and any(t.is_stdout for t in targets)):
        raise click.UsageError("only one report can go to standard output; give F=PATH")
    files = [target for target in targets if not target.is_stdout]
    for target in files:
        if in_folder := several or target.is_folder:
            _make_folder(Path(target.path))
        folder = Path(target.path) if in_folder else Path(target.path).parent
        if not folder.is_dir():
            raise UnwritableOutput(f"{target.path}: no folder {folder}")
        if not os.access(folder, os.W_OK):
            raise UnwritableOutput(f"{target.path}: no permission to write")
    read, written = tuple(inputs), set[Path]()
    for path in (path for target in files for path in places(target, apps)):
        _refuse_what_stands_there(path)
        _refuse_inputs(path, read)
        if path.resolve() in written:
            raise click.UsageError("two reports cannot have the same path")
        written.add(path.resolve())


def places(target: Target, apps: Sequence[Path]) -> list[Path]:
    """Where a format's report on each build goes."""
    if len(apps) > 1 or (apps and target.is_folder):
        return [Path(target.path) / name for name in _file_names(apps, SUFFIXES[target.format])]
    return [Path(target.path)]


def _refuse_what_stands_there(path: Path) -> None:
    if path.is_dir():
        raise UnwritableOutput(f"{path}: is a folder")
    if path.exists() and not path.is_file():
        raise UnwritableOutput(f"{path}: is no regular file; for standard output give F or F=-")
    if path.is_file() and not os.access(path, os.W_OK):
        raise UnwritableOutput(f"{path}: no permission to write")


def _refuse_inputs(path: Path, inputs: tuple[Path, ...]) -> None:
    real = path.resolve()
    for name in inputs:
        # Two spellings may be one file where the file system does not tell case apart.
        one_file = name.exists() and path.exists() and name.samefile(path)
        if one_file or real == name.resolve():
            raise click.UsageError(f"{path} is a file to read; it must not be overwritten")
        if name.is_dir() and real.is_relative_to(name.resolve()):
            raise click.UsageError(f"{path} is in {name}, a folder to read; write elsewhere")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(f"{folder}: {error.strerror}") from error


def write(path: Path, content: bytes) -> None:
    """Writes a file whole: an earlier one stays until the new one is complete.

    A link is followed, so that it still points to what it did.
    """
    path = path.resolve()
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(temporary, 0o666 & ~umask)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise UnwritableOutput(f"{path}: {error.strerror}") from error


def _file_names(paths: Iterable[Path], suffix: str) -> list[str]:
    """A report's file name for each artefact; artefacts of one name are numbered."""
    names: list[str] = []
    for path in paths:
        wanted, count = path.name + suffix, 1
        while wanted in names:
            count += 1
            wanted = f"{path.name}-{count}{suffix}"
        names.append(wanted)
    return names
