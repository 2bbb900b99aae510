"""`appsec declare`: the declaration file, made from a build, checked, and as a spreadsheet."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec.cli.scan import LANGS
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.model.assessment import Assessment
    from appsec.model.declaration_rows import NotApplicable

_OUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="File to write (default: appsec-declaration.yaml).",
)
_FILE = click.Path(dir_okay=False, path_type=Path)
_SHEETS = (".ods", ".xlsx")


@click.group()
def declare() -> None:
    """Make, check and convert the declaration of an app.

    App資料調查表（自評用）：自建置檔產生、檢核及與試算表互轉。
    """


@declare.command()
@click.argument("app", type=click.Path(path_type=Path))
@_OUT
@click.option(
    "--from",
    "old",
    type=_FILE,
    metavar="OLD.yaml",
    help="Declaration of an earlier build: what was filled in is carried over, changes are marked.",
)
def init(app: Path, output: Path | None, old: Path | None) -> int:
    """Write a declaration of APP, filled in as far as the build tells. Overwrites nothing.

    自建置檔產生調查表；--from 延用前次內容並標示變更處。不覆寫既有檔案。
    """
    from appsec.engine.declaration.file import NAME, load_declaration
    from appsec.engine.declaration.prefill import carried_over, prefilled
    from appsec.engine.declaration.writer import written
    from appsec.engine.files import FileProblem
    from appsec.model.observed import Observed

    path = output or Path(NAME)
    before = load_declaration(old) if old else None
    assessment = _scanned(app)
    if assessment is None:
        return Exit.UNREADABLE
    artefact, observed = assessment.artefact, assessment.observed or Observed()
    if not artefact.id:
        raise FileProblem(app, "its id could not be read, so that no declaration can name it")
    draft = prefilled(artefact, observed, assessment.software)
    if before:
        if (before.app.platform, before.app.package_id) != (artefact.platform, artefact.id):
            raise FileProblem(str(old), f"is not of {artefact.id} ({artefact.platform})")
        draft = carried_over(before, draft, observed)
    _write_new(path, written(draft).encode())
    click.echo(f"{path}: {len(observed.things)} things seen, {len(draft.remarks)} remarked")
    for trait in observed.unread:
        click.echo(f"not all read 未完整讀取: {trait}", err=True)
    return Exit.OK


def _write_new(path: Path, content: bytes) -> None:
    """A new file, whole or not at all. Raises UsageError where one is there."""
    from appsec.cli.attest_file import create

    if path.exists():
        raise click.UsageError(f"{path} exists already; write elsewhere with -o")
    create(path, content)


def _scanned(
    app: Path, declaration: Path | None = None, as_of: datetime.datetime | None = None
) -> "Assessment | None":
    """The assessment of a build; None, and why on stderr, if it cannot be read."""
    from appsec.pipeline import ArtefactError, Options, scan

    day = (as_of or datetime.datetime.now()).date().isoformat()
    try:
        return scan(app, Options(as_of=day, declaration=declaration))
    except ArtefactError as error:
        for message in error.message.values():
            click.echo(message, err=True)
        return None


@declare.command()
@click.argument("file", type=_FILE)
@click.argument("app", type=click.Path(path_type=Path), required=False)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Day on which the sign-off is to count (default: today).",
)
@click.option("--lang", type=click.Choice(LANGS), default="zh-TW", show_default=True)
def check(file: Path, app: Path | None, as_of: datetime.datetime | None, lang: str) -> int:
    """Check a declaration, with APP against what the build shows.

    Exit codes: 0 complete; 1 contradicted; 3 cells that a verdict needs are empty, or something
    was not read; 2 the file is unfit; 4 APP cannot be read.

    檢核調查表；加上APP時並與建置檔比對。結束碼：0 完整；1 與建置檔不符；
    3 必填欄位空白或有未讀取之部分；2 檔案格式不符；4 App檔案無法讀取。
    """
    from appsec.assess.declaration import missing
    from appsec.engine.declaration.file import load_declaration
    from appsec.model.exit import worst
    from appsec.model.text import Lang
    from appsec.report.declaration import contradictions, label_of, open_parts

    tongue = Lang(lang)
    declaration = load_declaration(file)
    codes = [Exit.OK]
    for key in missing(declaration):
        click.echo(f"empty      {key}\t{label_of(key, tongue)}")
        codes.append(Exit.OPEN)
    for problem in _items(declaration.not_applicable):
        click.echo(f"unknown    {problem}")
        codes.append(Exit.FAILED)
    if app is not None:
        assessment = _scanned(app, file, as_of)
        if assessment is None:
            return Exit.UNREADABLE
        for line in contradictions(assessment, tongue):
            click.echo(f"contradicts {line}")
            codes.append(Exit.FAILED)
        for line in open_parts(assessment, tongue):
            click.echo(f"open       {line}")
            codes.append(Exit.OPEN)
    if worst(codes) == Exit.OK:
        click.echo(f"ok         {file}")
    return worst(codes)


def _items(entries: "tuple[NotApplicable, ...]") -> Iterator[str]:
    """Entries that name no item of the standard."""
    from appsec.assess.declared_absence import item_named
    from appsec.engine.profiles import load_profile
    from appsec.model.text import visible

    profile = load_profile()
    for number, entry in enumerate(entries):
        if item_named(entry.item, profile) is None:
            yield f"not_applicable.{number}.item\t{visible(entry.item, 80)!r}"


@declare.command("export")
@click.argument("file", type=_FILE)
@click.option("-o", "--output", type=_FILE, required=True, help="An .ods or .xlsx file.")
@click.option("--lang", type=click.Choice(LANGS), default="zh-TW", show_default=True)
def export(file: Path, output: Path, lang: str) -> None:
    """Write a declaration as a spreadsheet, for people without an editor. Overwrites nothing.

    匯出為試算表（.ods、.xlsx）；不覆寫既有檔案。
    """
    from appsec.engine.declaration.file import load_declaration
    from appsec.model.text import Lang
    from appsec.report.declaration_sheets import sheets_of, write_sheets

    _must_be_sheets(output)
    declaration = load_declaration(file)
    _write_new(output, write_sheets(sheets_of(declaration, Lang(lang)), output.suffix))
    click.echo(str(output))


@declare.command("import")
@click.argument("sheets", type=_FILE)
@click.option("-o", "--output", type=_FILE, required=True, help="Declaration file to write.")
def import_(sheets: Path, output: Path) -> None:
    """Turn a filled-in spreadsheet back into a declaration file. Overwrites nothing.

    由填妥之試算表匯入；不覆寫既有檔案。
    """
    from appsec.engine.declaration.prefill import draft_of
    from appsec.engine.declaration.writer import written
    from appsec.readers.declaration_sheets import read_sheets

    _must_be_sheets(sheets)
    _write_new(output, written(draft_of(read_sheets(sheets))).encode())
    click.echo(str(output))


def _must_be_sheets(path: Path) -> None:
    if path.suffix.lower() not in _SHEETS:
        raise click.UsageError(f"{path}: give an .ods or .xlsx file")
