"""`appsec dossier`: one report on both builds of a product, and what it still lacks."""

import os
from pathlib import Path

import click

from appsec.cli.extras import needs
from appsec.cli.output import DOCUMENTS, UnwritableOutput, write
from appsec.cli.scan import LANGS
from appsec.model.exit import Exit

STAGES = ("申請", "簽約", "期中", "期末", "結案", "送測前")
FORMATS = ("pdf", "odt", "ods", "xlsx", "html", "md")

_FILE = click.Path(dir_okay=False, path_type=Path)
_NAME = "appsec-dossier.yaml"
_LANG = click.option("--lang", type=click.Choice(LANGS), default="zh-TW", show_default=True)
_STAGE = click.option(
    "--stage",
    type=click.Choice(STAGES),
    default=None,
    help="Stage at which it is handed in (default: the file's, else 送測前).",
)


_ENDS = {0: "check-chapter-front", 15: "check-chapter-annex"}
"""What is no chapter, by the number that `missing` gives it."""


class Formats(click.ParamType[tuple[str, ...]]):
    """Formats with commas between them."""

    name = "F[,F...]"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The formats, each once. Fails for one that does not exist."""
        if isinstance(value, tuple):
            return value
        chosen = tuple(dict.fromkeys(str(value).split(",")))
        for form in chosen:
            if form not in FORMATS:
                self.fail(f"no format {form!r}; there are {', '.join(FORMATS)}", param, ctx)
        return chosen


@click.group()
def dossier() -> None:
    """Put the builds of one product into one report for the grant's reviewers.

    自評專案檔：彙整兩平台之評估結果，產生各階段應備文件。
    """


@dossier.command()
@click.argument(
    "assessments",
    nargs=-1,
    required=True,
    metavar="ASSESSMENT...",
    type=click.Path(dir_okay=False, path_type=Path),
)
@click.option("-o", "--output", type=_FILE, default=_NAME, show_default=True)
def init(assessments: tuple[Path, ...], output: Path) -> None:
    """Write a dossier file from saved assessments (JSON). Overwrites nothing.

    由評估結果產生專案檔；不覆寫既有檔案。
    """
    from appsec.dossier.starter import starter
    from appsec.report.json import load

    folder = output.resolve().parent
    named = tuple((os.path.relpath(path.resolve(), folder), load(path)) for path in assessments)
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter(named))
    except FileExistsError:
        raise click.UsageError(f"{output} exists already; write elsewhere with -o") from None
    except OSError as error:
        raise UnwritableOutput(f"{output}: {error.strerror}") from error
    click.echo(str(output))


@dossier.command()
@click.argument("file", type=_FILE, default=_NAME)
@_STAGE
@_LANG
def check(file: Path, stage: str | None, lang: str) -> int:
    """Say what is lacking for a stage: chapter, who sees to it, what, and where in FILE.

    列出該階段尚缺事項：章次、負責人、事項及欄位。

    \b
    Exit codes 結束碼:
      0    nothing is lacking        無缺漏
      2    the file cannot be used   檔案無法使用
      3    something is lacking      尚有缺漏
    """
    from appsec.dossier.book import Book
    from appsec.dossier.choices import Stage
    from appsec.dossier.file import load_dossier
    from appsec.dossier.missing import missing
    from appsec.model.text import Lang, visible

    loaded = load_dossier(file)
    chosen = Stage(stage) if stage else loaded.file.project.stage or Stage.BEFORE_TEST
    book = Book(loaded, Lang(lang), chosen)
    lacking = missing(book)
    for one in lacking:
        chapter = book.say(_ENDS.get(one.chapter, f"chapter-{one.chapter}"))
        owner = book.say(f"owner-{one.owner}")
        place = f"\t({one.place})" if one.place else ""
        click.echo(f"{chapter}\t{owner}\t{visible(one.told)}{place}")
    named = book.say(f"stage-{chosen.key}")
    key = "check-lacking" if lacking else "check-complete"
    click.echo(book.say(key, stage=named, count=len(lacking)))
    return Exit.OPEN if lacking else Exit.OK


@dossier.command()
@click.argument("file", type=_FILE, default=_NAME)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write to.",
)
@click.option(
    "--format", "formats", type=Formats(), default="pdf", show_default=True,
    help=f"Formats: {', '.join(FORMATS)}.",
)  # fmt: skip
@_STAGE
@click.option("--template", type=_FILE, help="An .odt file whose styles and page the ODT takes.")
@_LANG
def build(
    file: Path,
    output: Path,
    formats: tuple[str, ...],
    stage: str | None,
    template: Path | None,
    lang: str,
) -> int:
    """Write the documents of a stage, and a summary as JSON, into a folder.

    產生該階段應備文件及摘要（JSON）。
    """
    from appsec.dossier.book import Book
    from appsec.dossier.choices import Stage
    from appsec.dossier.file import load_dossier
    from appsec.dossier.missing import missing
    from appsec.dossier.output import files
    from appsec.model.text import Lang
    from appsec.report.formats import NEEDS

    for form in formats:
        if form in DOCUMENTS:
            needs("docs", *NEEDS[form])
    if template and "odt" not in formats:
        raise click.UsageError("--template is for --format odt")
    loaded = load_dossier(file)
    chosen = Stage(stage) if stage else loaded.file.project.stage or Stage.BEFORE_TEST
    if not loaded.builds and not chosen.plans:
        raise click.UsageError(f"{file}: builds: none is listed; this stage's report needs one")
    if not loaded.date:
        raise click.UsageError(f"{file}: report.date: give it, since no build tells a date")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(f"{output}: {error.strerror}") from error
    for name, content in files(loaded, Lang(lang), chosen, formats, template):
        write(output / name, content)
        click.echo(str(output / name))
    book = Book(loaded, Lang(lang), chosen)
    if lacking := missing(book):
        click.echo(book.say("built-lacking", count=len(lacking)), err=True)
    return Exit.OK
