"""`appsec scan`: artefacts in, assessments out, and the gate's exit code."""

import datetime
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec.cli.config import Configured, artefacts, configurable
from appsec.cli.output import Target, TargetType, check_targets, places, write
from appsec.model.exit import Exit, worst

if TYPE_CHECKING:
    from collections.abc import Callable

    from appsec.config import Config
    from appsec.model.assessment import Assessment
    from appsec.pipeline import Options

CLASSES = ("L1", "L2", "L3")
GATES = ("findings", "new", "complete")
LANGS = ("zh-TW", "en")

declared = click.option(
    "--declaration",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What is declared of the app, App資料調查表 (`appsec declare init`).",
)
"""The option that gives a declaration, wherever one is held against an app."""


@click.command(
    cls=Configured,
    epilog="Settings come from options, else from the environment (APPSEC_CLASS, APPSEC_GATE, "
    "...), else from appsec.toml: see `appsec config show --origin`.",
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@click.option(
    "--profile",
    default="tw-v1.4",
    show_default=True,
    metavar="ID|FILE",
    help="Standard to assess against, or a file that corrects its class matrix.",
)
@click.option(
    "--class",
    "app_class",
    type=click.Choice(CLASSES),
    default=None,
    help="Class of the app: L1 no login, L2 login, L3 transactions.",
)
@click.option("--with-f", is_flag=True, help="Add class F (high security).")
@click.option(
    "--gate",
    type=click.Choice(GATES),
    default="findings",
    show_default=True,
    help="What makes the exit code other than 0.",
)
@click.option(
    "--format",
    "targets",
    type=TargetType(),
    multiple=True,
    metavar="F=PATH",
    help="Write a report: json, html, md, pdf, odt, ods, xlsx, sarif, junit, gitlab, "
    "cyclonedx or summary. Repeatable. "
    "Without PATH: standard output. With several apps, or ending in /, PATH is a folder.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh-TW",
    show_default=True,
    help="Language of the reports.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Date of the assessment (default: today). Same input and date, same bytes.",
)
@click.option(
    "--checks",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder of your own checks, run besides those that ship.",
)
@click.option(
    "--dismissals",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Risk acceptances and false-positive notes (`appsec schema dismissals`).",
)
@click.option(
    "--confirmations",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What people confirmed, with evidence (`appsec attest`, `appsec schema confirmations`).",
)
@declared
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OLD.json",
    help="Earlier assessment of the same app, for --gate new.",
)
@click.option(
    "--companion",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BUILD",
    help="Unprotected or pre-upload build of the same app and version, to read the code from.",
)
@click.option(
    "--companion-attested",
    default="",
    metavar="TEXT",
    help='A person\'s word that the companion is one, where it differs: "who, role, reason".',
)
@click.option("--quiet", is_flag=True, help="No summary on the terminal.")
@configurable
@click.pass_context
def scan(
    ctx: click.Context,
    apps: tuple[str, ...],
    profile: str,
    app_class: str | None,
    with_f: bool,
    gate: str,
    targets: tuple[Target, ...],
    lang: str,
    as_of: datetime.datetime | None,
    checks: Path | None,
    dismissals: Path | None,
    confirmations: Path | None,
    declaration: Path | None,
    baseline: Path | None,
    companion: Path | None,
    companion_attested: str,
    quiet: bool,
    config: "Config",
    mapping: tuple[Path, ...],
    sbom: tuple[Path, ...],
    trace: tuple[Path, ...],
    vulndb: Path | None,
    min_severity: str,
) -> int:
    """Assess app builds (APK, AAB, APKS, XAPK, IPA, .app, .xcarchive): one assessment each.

    Without APP: the artefacts of appsec.toml.

    檢查 App 檔案，逐項判定並產生自評報告。
    """
    if not all(apps):
        raise click.UsageError("the name of an app is empty")
    paths = artefacts(ctx, apps)
    _check_companion(companion, companion_attested, len(paths))
    beside = (config.path, checks, dismissals, confirmations, declaration, baseline, companion)
    others = (*filter(None, (*beside, vulndb)), Path(profile), *mapping, *sbom)
    check_targets(targets, (*paths, *others), paths)
    if gate == "new" and baseline is None:
        raise click.UsageError("--gate new needs --baseline: an earlier assessment saved as JSON")
    from appsec.assess.gate import Mode
    from appsec.pipeline import Options

    day = (as_of or datetime.datetime.now()).date().isoformat()
    if day > datetime.date.today().isoformat():
        click.echo(f"note: {day} lies in the future; 評估日期 {day} 晚於今日", err=True)
    options = Options(
        as_of=day,
        profile=profile,
        app_class=app_class or "",
        with_f=with_f,
        gate=Mode(gate),
        checks=checks,
        mapping=mapping,
        terms=config.terms(min_severity),
        dismissals=dismissals,
        confirmations=confirmations,
        baseline=baseline,
        companion=companion,
        companion_attested=companion_attested,
        own_packages=config.settings.own_packages,
        declaration=declaration,
        sbom=sbom,
        traces=trace,
        vulndb=vulndb or _own_database(),
        hashes=any(target.format == "cyclonedx" for target in targets),
        licences=config.settings.licences,
    )
    where = {target: places(target, paths) for target in targets}
    told = partial(show, lang=lang, quiet=quiet, settings=str(config.path or ""))
    return worst(
        _one(path, options, {target: each[number] for target, each in where.items()}, told)
        for number, path in enumerate(paths)
    )


def _own_database() -> Path | None:
    """The user's own database of advisories, if there is one."""
    from appsec.vulndb.place import default_place

    place = default_place()
    return place if place.exists() else None


def _check_companion(companion: Path | None, attested: str, apps: int) -> None:
    if companion and apps > 1:
        raise click.UsageError("--companion is for one app; scan the others on their own")
    if attested and not companion:
        raise click.UsageError("--companion-attested needs --companion")


def _one(
    path: Path,
    options: "Options",
    places: dict[Target, Path],
    show: "Callable[[Assessment, dict[Target, Path]], None]",
) -> int:
    from appsec.pipeline import ArtefactError
    from appsec.pipeline import scan as assess

    try:
        with _progress(path):
            assessment = assess(path, options)
    except ArtefactError as error:
        for message in error.message.values():
            click.echo(message, err=True)
        return Exit.UNREADABLE
    for check, text in assessment.checks.items():
        if text.crash:
            click.echo(f"Internal error in {check}: {text.crash}", err=True)
    show(assessment, places)
    return assessment.gate.code


def show(
    assessment: "Assessment",
    places: dict[Target, Path],
    *,
    lang: str,
    quiet: bool,
    settings: str = "",
) -> None:
    """Writes the reports, and the summary: to stdout, or to stderr if a report has stdout."""
    from appsec.model.text import Lang
    from appsec.report.formats import render

    stdout_taken = False
    for target, place in places.items():
        content = render(assessment, target.format, Lang(lang))
        if target.is_stdout:
            stdout_taken = True
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            write(place, content)
    if not quiet:
        from appsec.report.terminal import summarise

        stream = sys.stderr if stdout_taken else sys.stdout
        summarise(assessment, Lang(lang), stream, settings)


def _progress(path: Path) -> AbstractContextManager[object]:
    """A spinner on a terminal; nothing anywhere else."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.text import Text

    from appsec.model.text import visible

    return Console(stderr=True).status(Text(visible(path.name)))
