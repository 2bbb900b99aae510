"""`appsec render`: reports from a saved assessment, without app or checks."""

from pathlib import Path

import click

from appsec.cli.output import Target, TargetType, check_targets
from appsec.cli.scan import LANGS, show


@click.command()
@click.argument("assessment", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "targets",
    type=TargetType(),
    multiple=True,
    metavar="F=PATH",
    help="Write a report: json, html, md, pdf, odt, ods, xlsx, sarif, junit, gitlab, "
    "cyclonedx or summary. Repeatable. "
    "Without PATH: standard output.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh-TW",
    show_default=True,
    help="Language of the reports.",
)
def render(assessment: Path, targets: tuple[Target, ...], lang: str) -> int:
    """Render a saved assessment (JSON) again; needs neither the app nor the checks.

    由先前儲存之評估結果（JSON）重新產生報告。
    """
    check_targets(targets, (assessment,))
    from appsec.report.json import load

    saved = load(assessment)
    show(saved, {target: Path(target.path) for target in targets}, lang=lang, quiet=bool(targets))
    return 0
