"""Where reports go: files that appear whole or not at all, or standard output."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

SUFFIXES = {
    "json": ".json",
    "html": ".html",
    "md": ".md",
    "sarif": ".sarif",
    "junit": ".junit.xml",
    "gitlab": ".gitlab.json",
    "summary": ".summary.md",
}
"""File suffix of each format."""

STDOUT = "-"


@dataclass(frozen=True, slots=True)
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
        return Target(form, path or STDOUT)


class UnwritableOutput(click.ClickException):
    """An output file cannot be written."""

    exit_code = 2


def check_targets(
    targets: tuple[Target, ...], inputs: tuple[str, ...], several: bool = False
) -> None:
    """Refuses before the work what could not, or must not, be written after it.

    `inputs` are the files that are read; with `several` reports of each format a path is a
    folder. Raises ClickException.
    """
    if sum(t.is_stdout for t in targets) > 1 or (several and any(t.is_stdout for t in targets)):
        raise click.UsageError("only one report can go to standard output; give F=PATH")
    files = [target for target in targets if not target.is_stdout]
    single = [Path(t.path).resolve() for t in files if not (several or t.is_folder)]
    if len(set(single)) < len(single):
        raise click.UsageError("two reports cannot have the same path")
    for target in files:
        path = Path(target.path)
        if in_folder := several or target.is_folder:
            _make_folder(path)
        else:
            _refuse_what_stands_there(path, inputs)
        folder = path if in_folder else path.parent
        if not folder.is_dir():
            raise UnwritableOutput(f"{path}: no folder {folder}")
        if not os.access(folder, os.W_OK) or (path.is_file() and not os.access(path, os.W_OK)):
            raise UnwritableOutput(f"{path}: no permission to write")


def _refuse_what_stands_there(path: Path, inputs: tuple[str, ...]) -> None:
    if path.is_dir():
        raise UnwritableOutput(f"{path}: is a folder")
    if path.exists() and not path.is_file():
        raise UnwritableOutput(f"{path}: is no regular file; for standard output give F or F=-")
    if any(path.resolve() == Path(name).resolve() for name in inputs):
        raise click.UsageError(f"{path} is a file to read; it must not be overwritten")


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


def file_names(paths: list[Path], suffix: str) -> list[str]:
    """A report's file name for each artefact; artefacts of one name are numbered."""
    names: list[str] = []
    for path in paths:
        wanted, count = path.name + suffix, 1
        while wanted in names:
            count += 1
            wanted = f"{path.name}-{count}{suffix}"
        names.append(wanted)
    return names
