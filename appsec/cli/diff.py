"""`appsec diff`: what changed between two saved assessments of one app."""

import sys
from pathlib import Path

import click

from appsec.cli.output import Target, TargetType, check_targets, write
from appsec.cli.scan import LANGS

FORMATS = ("json", "html", "md")


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "targets",
    type=TargetType(),
    multiple=True,
    metavar="F=PATH",
    help="Write the difference: json, html or md. Repeatable. Without PATH: standard output.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh-TW",
    show_default=True,
    help="Language of what is written.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["worse"]),
    default=None,
    help="Exit code 1 for a worse verdict or new finding in the class, or for anything unread now.",
)
@click.option("--quiet", is_flag=True, help="No summary on the terminal.")
def diff(
    old: Path,
    new: Path,
    targets: tuple[Target, ...],
    lang: str,
    fail_on: str | None,
    quiet: bool,
) -> int:
    """Compare two saved assessments (JSON) of one app: better, worse, appeared, vanished.

    比較同一App之兩次評估結果（JSON）。
    """
    check_targets(targets, (old, new))
    for target in targets:
        if target.format not in FORMATS:
            raise click.UsageError(f"a difference is written as {', '.join(FORMATS)}")
    from appsec.assess.diff import diff as compare
    from appsec.model.text import Lang
    from appsec.report.diff import DIFF_FORMATS
    from appsec.report.diff_terminal import summarise_diff
    from appsec.report.json import load

    difference = compare(load(old), load(new), str(old))
    for target in targets:
        content = DIFF_FORMATS[target.format](difference, Lang(lang))
        if target.is_stdout:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            write(Path(target.path), content)
    if not quiet:
        taken = any(target.is_stdout for target in targets)
        summarise_diff(difference, Lang(lang), sys.stderr if taken else sys.stdout)
    return 1 if fail_on and difference.worse else 0
