"""`appsec attest`: what people confirm (人工確認紀錄), and what is still open."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec.cli.attest_add import add, assessed
from appsec.cli.attest_file import create, default_file
from appsec.cli.attest_redact import redact
from appsec.cli.attest_words import lang_option, line, say
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.assess.confirm_open import OpenItem
    from appsec.model.assessment import Assessment
    from appsec.model.confirmation import Confirmation

OWNERS = ("developer", "tester", "manager", "server_team")

_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Day on which the confirmations are to count (default: today).",
)


@click.group()
def attest() -> None:
    """Record what people confirm, with evidence, for the items that no tool decides.

    建立、新增與檢查人工確認紀錄。

    \b
    Exit codes 結束碼 (check):
      0    every confirmation counts                    全部紀錄有效
      1    some do not count                            有不生效之紀錄
      2    the file or an option cannot be used         檔案或參數無法使用
      3    all count, and items still lack one          紀錄有效，惟尚有項目待確認
    """


@attest.command()
@click.option("--organisation", default="", help="Name of the organisation.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def init(file: Path | None, organisation: str) -> None:
    """Write an empty confirmations file. Overwrites nothing.

    建立空白之人工確認紀錄檔；不覆寫既有檔案。
    """
    import json

    from appsec.model.text import visible

    path = file or default_file()
    if visible(organisation, len(organisation)) != organisation:
        raise click.UsageError(say("en", "not-readable"))
    named = json.dumps(organisation, ensure_ascii=False)
    create(path, _EMPTY.format(organisation=named).encode())
    click.echo(str(path))


_EMPTY = """\
# 人工確認紀錄: what people confirm of items that no tool decides. `appsec attest add` adds entries.
# Evidence lies beside this file; paths are relative to it. Editors: `appsec schema confirmations`.

# For statements on the organisation (scope: organisation). 機構名稱，供範圍為機構之紀錄使用。
organisation: {organisation}

# Whose statements count: name, role, and how to reach them. 確認人：姓名、職稱與聯絡方式。
people: []

# One entry for each statement. 人工確認紀錄。
confirmations: []
"""


@attest.command()
@click.argument("assessment", type=click.Path(path_type=Path, exists=True))
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Confirmations.")
@click.option("--owner", type=click.Choice(OWNERS), help="Only what they begin.")
@_as_of
@lang_option
def status(
    assessment: Path,
    file: Path | None,
    owner: str | None,
    as_of: datetime.datetime | None,
    lang: str,
) -> None:
    """Say of each open item who can close it, with what evidence, and what was filed.

    列出類別中未結案之項目：可結案之人員、所需佐證資料、已備紀錄及其狀態。
    """
    saved = assessed(assessment)
    found = _open(saved, _filed(saved, file, _day(as_of)))
    shown = [each for each in found if owner is None or owner in each.owners[:1]]
    for each in shown:
        _print(lang, each)
    click.echo(say(lang, "status-total", count=len(shown)))


def _open(saved: "Assessment", filed: "tuple[Confirmation, ...]") -> "tuple[OpenItem, ...]":
    from appsec.assess.confirm_open import open_items
    from appsec.engine.profiles import load_profile

    return open_items(saved, load_profile(saved.profile.id), filed)


def _day(as_of: datetime.datetime | None) -> str:
    return (as_of or datetime.datetime.now()).date().isoformat()


def _filed(saved: "Assessment", file: Path | None, day: str) -> "tuple[Confirmation, ...]":
    """The confirmations of the file as they stand now; without a file those of the assessment."""
    from appsec.assess.confirm_held import hold
    from appsec.assess.confirm_standing import Subject
    from appsec.assess.confirmations import load_confirmations
    from appsec.engine.profiles import load_profile

    path = file or default_file()
    if file is None and not path.exists():
        return saved.confirmations
    given = load_confirmations(path, day)
    held = hold(
        given,
        load_profile(saved.profile.id),
        Subject(saved.artefact, saved.observed),
        saved.findings,
        saved.coverage.gaps,
    )
    return held.confirmations


def _print(lang: str, each: "OpenItem") -> None:
    from appsec.model.text import Lang
    from appsec.report.words import say as of_report

    result = of_report(Lang(lang), f"result-{each.verdict.result}")
    click.echo(f"{each.verdict.requirement} {line(lang, each.text.title)}  [{result}]")
    owners = of_report(Lang(lang), "comma").join(say(lang, f"owner-{o}") for o in each.owners)
    click.echo(f"  {say(lang, 'who', owners=owners)}")
    if not each.confirmable:
        click.echo(f"  {say(lang, 'not-by-person')}")
    click.echo(f"  {say(lang, 'needed', evidence=line(lang, each.text.evidence))}")
    for asked in each.asked:
        click.echo(f"  {say(lang, 'answers', name=asked.name, count=max(1, len(asked.told)))}")
    if each.item.form:
        form = each.item.form
        text = say(lang, "form", title=line(lang, form.title), text=line(lang, form.statement))
        click.echo(f"  {text}")
    for confirmation in each.filed:
        standing = of_report(Lang(lang), f"standing-{confirmation.standing}")
        click.echo(f"  {say(lang, 'filed')}[{standing}] {line(lang, confirmation.message)}")
    if not each.filed:
        click.echo(f"  {say(lang, 'none-filed')}")


@attest.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("assessment", required=False, type=click.Path(path_type=Path, exists=True))
@_as_of
@lang_option
def check(file: Path, assessment: Path | None, as_of: datetime.datetime | None, lang: str) -> int:
    """Say everything that is wrong with a file; with ASSESSMENT (JSON or APP), for that build.

    檢查人工確認紀錄檔之全部問題；另給評估結果或App檔案時，一併檢查是否適用於該建置。
    """
    from appsec.assess.confirm_items import items
    from appsec.assess.confirm_standing import faults
    from appsec.assess.confirmations import load_confirmations, problems, read_confirmations
    from appsec.engine.profiles import DEFAULT, load_profile
    from appsec.model.verdict import Standing

    wrong = list(problems(read_confirmations(file)))
    for problem in wrong:
        click.echo(f"{file}: {problem}", err=True)
    if wrong:
        return Exit.USAGE
    if assessment is None:
        given = load_confirmations(file, _day(as_of))
        found = faults(given, load_profile(DEFAULT), items())
        told = [line(lang, why.message) for _, why in found]
        return _checked(lang, file, told, len(given.file.confirmations))
    saved = assessed(assessment)
    filed = _filed(saved, file, _day(as_of))
    out = [c for c in filed if c.standing is not Standing.IN_FORCE]
    code = _checked(lang, file, [line(lang, c.message) for c in out], len(filed))
    lacking = [
        each
        for each in _open(saved, filed)
        if each.confirmable and not any(c.standing is Standing.IN_FORCE for c in each.filed)
    ]
    for each in lacking:
        title = line(lang, each.text.title)
        click.echo(say(lang, "lacks", item=each.verdict.requirement, title=title))
    return code or (Exit.OPEN if lacking else Exit.OK)


def _checked(lang: str, file: Path, told: list[str], count: int) -> int:
    for text in told:
        click.echo(f"! {text}")
    if not told:
        click.echo(say(lang, "all-count", file=file, count=count))
    return Exit.FAILED if told else Exit.OK


attest.add_command(add)
attest.add_command(redact)
