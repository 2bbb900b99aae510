"""`appsec config check`: what a scan would refuse in the settings, without an app."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec.cli.config import config, refuse_unknown_variables
from appsec.cli.output import TargetType

if TYPE_CHECKING:
    from appsec.config import Config


@config.command()
@click.option(
    "--before-build",
    is_flag=True,
    help="What is made (mapping, sbom, companion, vulndb) need not be there: for a commit hook.",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def check(files: tuple[Path, ...], before_build: bool) -> None:
    """Check settings files without scanning (default: the nearest appsec.toml).

    Each is an appsec.toml, with the files that it names and those that lie beside it; or a file of
    dismissals or confirmations (*.yaml) or an appsec-declaration.yaml itself. Builds (artefacts)
    need not be there.

    檢查設定檔、處置檔及調查表之格式是否正確。
    """
    from appsec.config import NAME, find

    refuse_unknown_variables()
    nearest = () if files else (find(Path.cwd()),)
    for path in (*files, *nearest):
        if path is None:
            raise click.UsageError(f"no {NAME} here or above")
        for checked in _check_file(path, before_build):
            click.echo(f"ok   {checked}")


def _check_file(path: Path, before_build: bool) -> list[Path]:
    """The files that are in order. Raises FileProblem for one that is not."""
    from appsec.config import load
    from appsec.engine.declaration.file import NAME, load_declaration
    from appsec.engine.files import FileProblem

    today = datetime.date.today().isoformat()
    if path.name == NAME:
        load_declaration(path)
        return [path]
    if path.suffix in (".yaml", ".yml"):
        _check_stated(path, today)
        return [path]
    loaded = load(path)
    for problem in (*_missing(loaded, path.parent, before_build), *_unfit(loaded, path.parent)):
        raise FileProblem(path, problem)
    stated = filter(None, (loaded.dismissals, loaded.confirmations))
    beside = [path.parent / name for name in stated]
    for each in beside:
        _check_stated(each, today)
    if loaded.declaration:
        beside.append(path.parent / loaded.declaration)
        load_declaration(beside[-1])
    return [path, *beside]


def _check_stated(path: Path, today: str) -> None:
    """A file of what people decided or confirmed. Raises FileProblem."""
    from appsec.assess.confirmations import load_confirmations
    from appsec.assess.dismissals import load_dismissals
    from appsec.engine.files import read_yaml

    values = read_yaml(path)
    confirms = isinstance(values, dict) and "confirmations" in values
    (load_confirmations if confirms else load_dismissals)(path, today)


def _missing(loaded: "Config", folder: Path, before_build: bool) -> Iterator[str]:
    given = loaded.settings
    built = [
        *(("mapping", name) for name in given.mapping),
        *(("sbom", name) for name in given.sbom),
        *(("trace", name) for name in given.trace),
        ("companion", given.companion),
        ("vulndb", given.vulndb),
    ]
    for key, name in (("baseline", given.baseline), *(() if before_build else built)):
        if name and not (folder / name).exists():
            yield f"{key}: {name} is not there"


def _unfit(loaded: "Config", folder: Path) -> Iterator[str]:
    """What is of the right form, and cannot be used."""
    from appsec.assess.companion import statement
    from appsec.assess.gate import Mode
    from appsec.engine.files import FileProblem
    from appsec.engine.profiles import available, load_profile

    given = loaded.settings
    if given.profile:
        known = given.profile in available()
        try:
            load_profile(given.profile if known else str(folder / given.profile))
        except FileProblem as error:
            yield f"profile: {error}"
    try:
        statement(given.companion_attested or "")
    except FileProblem as error:
        yield f"companion_attested: {error.why}"
    if given.companion_attested and not given.companion:
        yield "companion_attested: needs companion"
    if given.gate is Mode.NEW and not given.baseline:
        yield "gate: new needs a baseline"
    yield from (f"formats: {problem}" for problem in _formats(given.formats))


def _formats(given: tuple[str, ...]) -> Iterator[str]:
    places = set()
    for value in given:
        try:
            target = TargetType().convert(value, None, None)
        except click.BadParameter as error:
            yield error.message
            continue
        if not target.is_folder and target.path in places:
            yield "two reports cannot have the same path"
        places.add(target.path)
