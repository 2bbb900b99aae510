"""`appsec dynamic evaluate` and `appsec dynamic redact`: what a run shows, and what to pass on."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec.cli.scan import LANGS, declared
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appsec.evaluate import Evaluation
    from appsec.model.text import Lang

_HEADS = {
    "zh-TW": {
        "found": "發現", "question": "待確認", "unknown": "無法判定", "clean": "未見違反",
        "run": "執行紀錄", "phases": "完整錄製之階段", "hooks": "監看中之項目",
        "missing": "未能監看", "variant": "非使用者所取得之版本", "trouble": "紀錄異常",
    },
    "en": {
        "found": "found", "question": "question", "unknown": "unknown", "clean": "clean",
        "run": "Run", "phases": "Phases recorded whole", "hooks": "Hooks installed",
        "missing": "Hooks missing", "variant": "Not the build that users get",
        "trouble": "Trouble",
    },
}  # fmt: skip


@click.command()
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh-TW",
    show_default=True,
    help="Language of the text.",
)
@declared
def evaluate(run: Path, declaration: Path | None, form: str, lang: str) -> int:
    """Tell what RUN shows, what it leaves open, and what to record next.

    Judges no item: `appsec scan APP --trace RUN` does, together with the build.

    檢視單次執行紀錄可判定與尚缺之部分；各項之判定由 appsec scan APP --trace RUN 為之。

    Exit code 0 whatever the run shows, 2 for wrong options, 4 if RUN cannot be read.
    """
    from appsec.assess.declaration import load_given
    from appsec.evaluate import NoRun
    from appsec.evaluate import evaluate as evaluated
    from appsec.model.text import Lang

    try:
        told = evaluated(run, load_given(declaration) if declaration else None)
    except NoRun as error:
        click.echo(error.message[Lang(lang)], err=True)
        return Exit.UNREADABLE
    if form == "json":
        click.echo(json.dumps(asdict(told), ensure_ascii=False, indent=2))
    else:
        _show(told, Lang(lang))
    return Exit.OK


def _show(told: "Evaluation", lang: "Lang") -> None:
    from appsec.assess.words import told as named
    from appsec.model.text import Lang

    def called(key: str, values: "Iterable[str]") -> str:
        """Words of the run as the language says them; what has no name as the run has it."""
        if lang is Lang.EN:
            return ", ".join(values)
        return "、".join(named(key, one) for one in values)

    words, run = _HEADS[lang], told.run
    click.echo(f"{words['run']}: {run.run}  {run.created}  {run.device} {run.os}".rstrip())
    click.echo(f"SHA-256: {run.sha256}")
    click.echo(f"{words['phases']}: {called('phase', run.phases) or '-'}")
    click.echo(f"{words['hooks']}: {run.hooks}")
    trouble = (run.trouble,) if run.trouble else ()
    every = (("missing", run.missing), ("variant", run.variant), ("trouble", trouble))
    for key, values in every:
        if values:
            click.echo(f"{words[key]}: {called(key, values)}")
    for status in ("found", "question", "unknown", "clean"):
        for answer in (one for one in told.answers if one.status == status):
            click.echo(f"\n[{words[status]}] {answer.title[lang]} ({answer.check})")
            for text in answer.seen:
                click.echo(f"  {text[lang]}")
            for one in answer.lacked:
                click.echo(f"  {one.why[lang]} {one.do.get(lang, '')}".rstrip())


@click.command()
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("to", type=click.Path(path_type=Path))
def redact(run: Path, to: Path) -> int:
    """Copy RUN to TO without contents: no values, bodies, files or log lines.

    What is kept are the phases, the hooks, the places and forms of canaries, and all hashes. A
    redacted run documents what was recorded and cannot be judged again.

    產生遮蔽後之執行紀錄：僅保留階段、監看項目、測試資料出現之位置與雜湊值，無法據以重新判定。
    """
    from appsec.model.text import Lang
    from appsec.redact import NotRedacted, redacted

    try:
        redacted(run, to)
    except FileExistsError:
        click.echo(f"{to}: exists already", err=True)
        return Exit.USAGE
    except NotRedacted as error:
        for lang in Lang:
            click.echo(error.message[lang], err=True)
        return Exit.UNREADABLE
    return Exit.OK
