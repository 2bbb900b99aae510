"""`appsec dynamic import`: a run directory made of what testers recorded with their own tools."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec import __version__
from appsec.cli.dynamic_record import HEX_SHA256, VARIANTS, NotRecorded, platform_of, sha256_of
from appsec.cli.dynamic_target import target_of, the_same_app
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appsec.model.trace import Meta
    from appsec.runtime.imports.importing import Imported
    from appsec.runtime.imports.plan import Plan, Source
    from appsec.runtime.imports.timeline import Marked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ANY = click.Path(exists=True, path_type=Path)


@click.command(name="import")
@click.argument("app", type=_ANY)
@click.option("--package", required=True, metavar="ID", help="The app's id on the device.")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="RUN",
    help="The run directory to make.",
)
@click.option("--har", multiple=True, type=_FILE, help="HTTP archive. Repeatable.")
@click.option("--pcap", multiple=True, type=_FILE, help="Capture, pcap or pcapng. Repeatable.")
@click.option("--flows", multiple=True, type=_FILE, help="Flow file of mitmproxy. Repeatable.")
@click.option(
    "--logcat", multiple=True, type=_FILE, help="Log of logcat or idevicesyslog. Repeatable."
)
@click.option(
    "--folder",
    "folders",
    multiple=True,
    type=(str, str, _ANY),
    metavar="WHEN ROOT PATH",
    help="Copy (folder or tar) of the device's folder ROOT. Repeatable.",
)
@click.option(
    "--complete", is_flag=True, help="State that no copy lacks anything of what it is a copy of."
)
@click.option(
    "--backup",
    "backups",
    multiple=True,
    type=(str, _ANY),
    metavar="WHEN PATH",
    help="Backup: folder of idevicebackup2, .ab of adb, or tar of bmgr. Repeatable.",
)
@click.option(
    "--screenshot",
    "screenshots",
    multiple=True,
    type=(str, _FILE),
    metavar="WHEN FILE",
    help="Picture, PNG. Repeatable.",
)
@click.option(
    "--marks", type=_FILE, help="Lines of a TIME and a command of `record`: m PHASE, t CANARY ..."
)
@click.option(
    "--mark", multiple=True, metavar="PHASE@TIME", help="A phase begins. Repeatable."
)  # fmt: skip
@click.option(
    "--typed", multiple=True, metavar="ID@TIME", help="A canary was typed. Repeatable."
)  # fmt: skip
@click.option("--until", default="", metavar="TIME", help="When the session ended.")
@click.option(
    "--captured",
    multiple=True,
    metavar="WHAT[@FROM/TO]",
    help="State that all that the device sent, or logged, was recorded. Repeatable.",
)
@click.option("--canaries", type=_FILE, help="JSON list of id, what, value: what was typed.")
@click.option("--zone", default="", metavar="Z", help="Of times without one: Asia/Taipei, +08:00.")
@click.option(
    "--clock-offset",
    "offsets",
    multiple=True,
    metavar="KIND=SECONDS",
    help="How far har, pcap, flows or log is ahead of the marks. Repeatable.",
)
@click.option("--uid", "uids", multiple=True, type=click.IntRange(0), help="The app's user id.")
@click.option("--pid", "pids", multiple=True, type=click.IntRange(1), help="A process of the app.")
@click.option("--process", default="", metavar="NAME", help="The app's process in an iOS log.")
@click.option("--group", "groups", multiple=True, metavar="ID", help="App group in a backup.")
@click.option("--for", "for_", default="", metavar="FILE|SHA256", help="Build that users get.")
@click.option(
    "--variant",
    "variants",
    multiple=True,
    type=click.Choice(VARIANTS),
    help="Why APP is not the build that users get. Repeatable.",
)
def import_(**given: Any) -> int:
    """Make a run of files that other tools recorded while APP was in use.

    WHEN is PHASE, PHASE@TIME or TIME; TIME is ISO 8601 or seconds since 1970. What no mark covers
    belongs to no phase, and what was not recorded all through a phase shows nothing of it.

    \b
    Exit codes 結束碼: 0 all imported 全部匯入 · 2 usage 用法錯誤 ·
    3 something is missing or damaged, the rest is imported 部分遺漏或毀損，其餘已匯入 ·
    4 nothing was imported 未匯入任何內容

    匯入其他工具之紀錄（HAR、pcap、mitmproxy、logcat、資料目錄、備份、截圖）為執行紀錄；
    各階段以 --mark 或 --marks 註記，未涵蓋之時段視為未蒐集。
    """
    from appsec.engine.isolate import ChildFailure
    from appsec.runtime.imports.importing import import_run
    from appsec.runtime.imports.said import BadSaid
    from appsec.runtime.imports.timeline import BadTime

    if given["for_"] and not given["variants"]:
        raise click.UsageError("--for needs --variant: say why APP is not that build.")
    try:
        plan = _plan(given)
    except BadTime as error:
        raise click.UsageError(f"no such time or zone 不是時間或時區: {error}") from error
    except BadSaid as error:
        raise click.UsageError(str(error)) from error
    if not plan.sources:
        raise click.UsageError("nothing to import: --har, --pcap, --flows, --logcat, --folder ...")
    the_same_app(given["app"], given["package"], renamed=bool(given["for_"]))
    try:
        told = import_run(plan)
    except FileExistsError as error:
        raise click.UsageError(f"{given['out']} is not empty 資料夾不是空的") from error
    except ChildFailure as failure:
        raise NotRecorded(f"{given['out']}: {failure.key} {failure.values}") from failure
    except OSError as error:
        raise NotRecorded(f"{given['out']}: {error.strerror or error}") from error
    return _show(plan, told)


def _show(plan: "Plan", told: "Imported") -> int:
    from appsec.model.text import Lang, visible
    from appsec.runtime.imports.words import told as said

    for one in told.lost:
        name = plan.sources[one.index].path if one.index >= 0 else plan.run
        for lang in (Lang.EN, Lang.ZH_TW):
            click.echo(f"{visible(Path(name).name)}: {said(one.key, one.values, lang)}", err=True)
    if not told.taken:
        click.echo("nothing was imported 未匯入任何內容", err=True)
        return Exit.UNREADABLE
    for index, count in sorted(told.taken.items()):
        source = plan.sources[index]
        click.echo(f"imported 已匯入: {source.kind} {visible(Path(source.path).name)} ({count})")
    click.echo(f"run 執行紀錄: {plan.run}\nnext 下一步: appsec scan APP --trace {plan.run}")
    return Exit.OK if told.whole and not told.lost else Exit.OPEN


def _plan(given: dict[str, Any]) -> "Plan":
    from appsec.runtime.imports.plan import Plan
    from appsec.runtime.imports.said import captured, marks_of, offsets
    from appsec.runtime.imports.timeline import moment, zone_of

    zone = zone_of(given["zone"])
    marks, until = marks_of(given["marks"], given["mark"], given["typed"], zone)
    until = moment(given["until"], zone) if given["until"] else until
    _check_typed(given["canaries"], marks)
    sources = tuple(_sources(given, marks, until))
    return Plan(
        run=str(given["out"].absolute()), meta=_meta(given), sources=sources, marks=tuple(marks),
        until=until, said=captured(given["captured"], zone),
        canaries=str(given["canaries"].absolute()) if given["canaries"] else "",
        zone=given["zone"], offsets=offsets(given["offsets"]), pids=given["pids"],
        uids=given["uids"], process=given["process"], groups=given["groups"],
        target=_target(given["app"], sources),
    )  # fmt: skip


def _sources(given: dict[str, Any], marks: "list[Marked]", until: int) -> "Iterable[Source]":
    from appsec.runtime.imports.plan import Kind, Source
    from appsec.runtime.imports.said import when
    from appsec.runtime.imports.timeline import zone_of

    zone = zone_of(given["zone"])
    for option, kind in (("har", Kind.HAR), ("pcap", Kind.PCAP), ("flows", Kind.FLOWS)):
        yield from (Source(kind, str(path.absolute())) for path in given[option])
    yield from (Source(Kind.LOG, str(path.absolute())) for path in given["logcat"])
    for text, root, path in given["folders"]:
        phase, at = when(text, marks, until, zone)
        place, plain = str(path.absolute()), root.rstrip("/")
        yield Source(Kind.FOLDER, place, at, phase, plain, given["complete"])
    for option, kind in (("backups", Kind.BACKUP), ("screenshots", Kind.SCREENSHOT)):
        for text, path in given[option]:
            phase, at = when(text, marks, until, zone)
            yield Source(kind, str(path.absolute()), at, phase, "", given["complete"])


def _check_typed(file: Path | None, marks: "list[Marked]") -> None:
    from appsec.model.trace import ABSENT, TYPED
    from appsec.runtime.canaries import BadCanaries, read_canaries

    try:
        known = {one.id for one in read_canaries(file) if not one.learned} if file else set()
    except BadCanaries as error:
        raise NotRecorded(str(error)) from error
    if unknown := {one.note for one in marks if one.name in (TYPED, ABSENT)} - known:
        raise click.UsageError(f"no such canary 沒有此測試資料: {', '.join(sorted(unknown))}")


def _target(app: Path, sources: "Iterable[Source]") -> int:
    """Only a backup of adb makes anything of it."""
    from appsec.runtime.imports.android_backup import is_ab
    from appsec.runtime.imports.gathered import Unusable
    from appsec.runtime.imports.plan import Kind

    with suppress(Unusable):
        backups = [Path(one.path) for one in sources if one.kind is Kind.BACKUP]
        if any(is_ab(path) for path in backups if path.is_file()):
            return target_of(app)
    return 0


def _meta(given: dict[str, Any]) -> "Meta":
    from appsec.model.trace import Meta

    for_ = given["for_"]
    variant_of = for_ if len(for_) == HEX_SHA256 or not for_ else sha256_of(Path(for_))
    return Meta(
        given["out"].name, "", platform_of(given["app"]), given["package"], sha256_of(given["app"]),
        tool=__version__, variant=given["variants"], variant_of=variant_of, instrumented=False,
    )  # fmt: skip
