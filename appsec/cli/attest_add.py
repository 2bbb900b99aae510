"""`appsec attest add`: a person's statement on one item, bound to a build and with its evidence."""

import datetime
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec.cli.attest_ask import ask, ask_statement
from appsec.cli.attest_entry import Given, Target, entry_of, listed
from appsec.cli.attest_evidence import evidence_of, filed_as
from appsec.cli.attest_file import change, checked, default_file, next_id, undone
from appsec.cli.attest_words import lang_option, line, say

if TYPE_CHECKING:
    from appsec.assess.confirmations import ConfirmationsFile
    from appsec.model.assessment import Assessment

METHODS = ("inspection", "interview", "test")
SCOPES = ("build", "version", "app", "organisation")


@click.command()
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Confirmations.")
@click.option("--requirement", default="", metavar="ITEM", help="Item number or clause.")
@click.option(
    "--assessment",
    "builds",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="JSON|APP",
    help="Saved assessment of the build, or the build itself. Repeatable for --scope organisation.",
)
@click.option("--person", default="", help="Who confirms.")
@click.option("--role", default="", help="In what role; needed for a person not listed yet.")
@click.option("--contact", default="", help="How to reach a person not listed yet.")
@click.option(
    "--method",
    default="",
    type=click.Choice((*METHODS, "")),
    metavar="|".join(METHODS),
    help="How it was found out.",
)
@click.option("--statement", default="", help="What is confirmed.")
@click.option(
    "--evidence", multiple=True, metavar="FILE@DAY", help="Evidence, and the day it was captured."
)
@click.option(
    "--scope",
    default="",
    type=click.Choice((*SCOPES, "")),
    metavar="|".join(SCOPES),
    help="What the statement is about.",
)
@click.option(
    "--covers",
    multiple=True,
    default=("auto",),
    show_default=True,
    metavar="auto|none|NAME",
    help="What it answers: auto is all that the item asks in that assessment.",
)
@click.option("--date", default="", metavar="DAY", help="Day of the statement (default: today).")
@click.option("--expires", default="", metavar="DAY", help="Last day on which it counts.")
@lang_option
def add(builds: tuple[Path, ...], file: Path | None, **given: Any) -> None:
    """Add a confirmation of one item to the file. At a terminal, asks for what is missing.

    新增人工確認紀錄；於終端機執行時逐項詢問缺少之內容。
    """
    options = Given(file=file or default_file(), **given)
    file_now = checked(options.file)
    options = replace(options, requirement=options.requirement or ask(options.lang, "requirement"))
    target = _target(builds, options)
    _warn(options.lang, target)
    options = _completed(options, target, file_now)
    entry = entry_of(options, target, file_now)
    _add(options, entry)
    _tell(options, target, entry)


def _target(paths: tuple[Path, ...], given: Given) -> Target:
    from appsec.assess.confirm_items import items
    from appsec.assess.confirm_open import asked, confirmable
    from appsec.engine.profiles import load_profile

    if not paths:
        raise click.UsageError("Missing option '--assessment': the build that is spoken of")
    builds = tuple(assessed(path) for path in paths)
    profile = load_profile(builds[0].profile.id)
    texts = builds[0].requirements
    found = [t for t in texts if t.id == given.requirement] or [
        t for t in texts if t.clause == given.requirement
    ]
    if not found:
        raise click.UsageError(f"{given.requirement}: no such item; see `appsec list`")
    for build in builds:
        if not confirmable(build, profile, found[0].id):
            raise click.UsageError(say(given.lang, "not-confirmable", item=found[0].id))
    names = [
        each
        for build in builds
        for verdict in (*build.verdicts, *build.verdicts_apart)
        if verdict.requirement == found[0].id
        for each in asked(build, profile, verdict)
    ]
    return Target(builds, profile, found[0], items().of(found[0].id), tuple(names))


def assessed(path: Path) -> "Assessment":
    """A saved assessment, or that of a build scanned now. Raises ReportProblem or UsageError."""
    from appsec.pipeline import ArtefactError, Options, scan
    from appsec.report.json import load

    if path.suffix == ".json":
        return load(path)
    try:
        return scan(path, Options(as_of=datetime.date.today().isoformat()))
    except ArtefactError as error:
        raise click.UsageError(str(error)) from error


def _warn(lang: str, target: Target) -> None:
    """What no statement can change, said before anybody writes one."""
    from appsec.model.outcome import Cause
    from appsec.model.verdict import Result

    for build in target.builds:
        for verdict in (*build.verdicts, *build.verdicts_apart):
            if verdict.requirement != target.text.id:
                continue
            checks = [build.checks[name] for name in verdict.checks if name in build.checks]
            if verdict.result is Result.FAIL:
                click.echo(say(lang, "warn-fails", item=target.text.id), err=True)
            elif any(g.cause is Cause.LOST for c in checks for g in c.unread or ()):
                click.echo(say(lang, "warn-lost", item=target.text.id), err=True)


def _completed(given: Given, target: Target, file: "ConfirmationsFile") -> Given:
    """All options, by asking at a terminal or from what is known of the item."""
    lang, item = given.lang, target.item
    title = line(lang, target.text.title)
    if not given.statement and sys.stdin.isatty():
        click.echo(say(lang, "about-item", item=target.text.id, title=title))
        click.echo(say(lang, "needed", evidence=line(lang, target.text.evidence)))
    for each in target.asked:
        click.echo(say(lang, "answers", name=each.name, count=max(1, len(each.told))))
        # All of them: the person answers for each.
        for told in each.told:
            click.echo(f"    {line(lang, told)}")
    person = given.person or ask(lang, "person")
    known = listed(file, person)
    role = given.role or (known.role if known else ask(lang, "role"))
    contact = given.contact or (known.contact if known else ask(lang, "contact"))
    statement = given.statement or ask_statement(lang, item.form)
    evidence = given.evidence
    if not evidence and item.attach:
        evidence = tuple(ask(lang, "evidence").split(";"))
    return replace(
        given,
        person=person,
        role=role,
        contact=contact,
        method=given.method or item.method.value,
        scope=given.scope or item.scope.value,
        statement=statement,
        evidence=evidence,
        date=given.date or datetime.date.today().isoformat(),
    )


def _add(given: Given, entry: dict[str, Any]) -> None:
    """Writes the entry, and the person if need be, in one step; the entry gets its ids."""
    from appsec.assess.confirm_text import append

    def changed(text: str, file: "ConfirmationsFile") -> str:
        entry_id = next_id("C", (e.id for e in file.confirmations))
        taken = [e.id for each in file.confirmations for e in each.evidence]
        filed: list[dict[str, Any]] = []
        for path, day in pieces:
            number = next_id("E", iter([*taken, *(e["id"] for e in filed)]))
            filed.append(filed_as(given.file, path, day, number, made))
        whole = {"id": entry_id, **entry} | ({"evidence": filed} if filed else {})
        entry.update(whole)
        if listed(file, given.person) is None:
            person = {"name": given.person, "role": given.role, "contact": given.contact}
            text = append(text, ("people",), person)
        return append(text, ("confirmations",), whole)

    pieces = [evidence_of(given, written) for written in given.evidence]
    with undone() as made:
        change(given.file, changed)


def _tell(given: Given, target: Target, entry: dict[str, Any]) -> None:
    from appsec.assess.confirm_items import items
    from appsec.model.confirmation import Scope

    captured = tuple(each["captured"] for each in entry.get("evidence", ()))
    last, _ = items().last_day(
        target.text.id, Scope(given.scope), given.date, captured, given.expires
    )
    values = {"id": entry["id"], "item": target.text.id, "file": given.file, "last": last}
    click.echo(say(given.lang, "added", **values))
