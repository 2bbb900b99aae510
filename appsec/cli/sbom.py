"""`appsec sbom`: what an app is made of, as a CycloneDX file."""

import datetime
import sys
from pathlib import Path

import click

from appsec.cli.output import Target, check_targets, write
from appsec.model.exit import Exit


@click.command()
@click.argument("app", type=click.Path(path_type=Path))
@click.option(
    "--sbom",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="What is known of its components: a CycloneDX or SPDX file, or a lock file. Repeatable.",
)
@click.option(
    "-o",
    "--output",
    default="-",
    show_default="standard output",
    metavar="FILE",
    help="The file to write.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Date of the SBOM (default: today). Same input and date, same bytes.",
)
def sbom(app: Path, sbom: tuple[Path, ...], output: str, as_of: datetime.datetime | None) -> int:
    """Write the software components of APP as CycloneDX 1.6 (JSON).

    Judges nothing: `appsec scan --format cyclonedx=FILE` writes the same beside its reports.

    產生軟體物料清單（SBOM，CycloneDX格式）；不作任何判定。
    """
    target = Target("cyclonedx", output)
    check_targets((target,), (app, *sbom))
    from appsec.model.text import Lang
    from appsec.pipeline import ArtefactError, Options, scan
    from appsec.report.cyclonedx import cyclonedx

    day = (as_of or datetime.datetime.now()).date().isoformat()
    try:
        assessment = scan(app, Options(as_of=day, sbom=sbom, hashes=True))
    except ArtefactError as error:
        for message in error.message.values():
            click.echo(message, err=True)
        return Exit.UNREADABLE
    content = cyclonedx(assessment, Lang.EN)
    if target.is_stdout:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write(Path(output), content)
    return Exit.OK
